/** Where the panel takes the whole screen. */
const NARROW = '(max-width: 480px)';

export function isFullScreen(page: Window): boolean {
  return page.matchMedia(NARROW).matches;
}

/**
 * On a phone the keyboard shrinks what can be seen, and only the page's own `visualViewport` tells: the frame is kept
 * to exactly that part. Gives back how to stop.
 */
export function followViewport(page: Window, frame: HTMLElement): () => void {
  const viewport = page.visualViewport;
  if (!viewport) return () => undefined;
  const fit = (): void => {
    const full = isFullScreen(page);
    frame.style.top = full ? `${viewport.offsetTop}px` : '';
    frame.style.height = full ? `${viewport.height}px` : '';
  };
  fit();
  viewport.addEventListener('resize', fit);
  viewport.addEventListener('scroll', fit);
  return () => {
    viewport.removeEventListener('resize', fit);
    viewport.removeEventListener('scroll', fit);
  };
}
