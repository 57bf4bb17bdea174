const GAP = 8;

/**
 * Moves the launcher up when it would cover what a shop has marked with `data-tillside-avoid`: its pay button above
 * all. Gives back how to stop.
 */
export function keepClear(page: Window, launcher: HTMLElement): () => void {
  const move = (): void => {
    launcher.style.translate = '';
    const own = launcher.getBoundingClientRect();
    const spots = Array.from(page.document.querySelectorAll('[data-tillside-avoid]'), boxOf);
    const covered = spots.filter((spot) => overlap(own, spot)).map((spot) => own.bottom - spot.top + GAP);
    launcher.style.translate = `0 -${Math.max(0, ...covered)}px`;
  };
  const moments = ['scroll', 'resize', 'load'];
  for (const moment of moments) page.addEventListener(moment, move, true);
  move();
  return () => {
    for (const moment of moments) page.removeEventListener(moment, move, true);
  };
}

function boxOf(element: Element): DOMRect {
  return element.getBoundingClientRect();
}

function overlap(a: DOMRect, b: DOMRect): boolean {
  return a.top < b.bottom && b.top < a.bottom && a.left < b.right && b.left < a.right;
}
