import { createContext, type ReactNode, use, useCallback, useRef } from 'react';
import styles from './Hidden.module.css';

const Announce = createContext<((text: string) => void) | null>(null);

/** Long enough for a screen reader to have taken it; then it is gone, so that nobody reads it twice. */
const KEPT_MS = 1_000;

export function useAnnounce(): (text: string) => void {
  const announce = use(Announce);
  if (!announce) throw new Error('useAnnounce needs an <Announcer> above it');
  return announce;
}

/**
 * Speaks what is new. The thread is not a live region itself: it is virtual and filled from both ends, and a screen
 * reader would read history aloud.
 */
export function Announcer({ children }: { children: ReactNode }) {
  const region = useRef<HTMLDivElement>(null);
  const announce = useCallback((text: string) => {
    const line = document.createElement('p');
    line.textContent = text;
    region.current?.append(line);
    setTimeout(() => line.remove(), KEPT_MS);
  }, []);
  return (
    <Announce value={announce}>
      {children}
      <div ref={region} aria-live="polite" className={styles.hidden} />
    </Announce>
  );
}
