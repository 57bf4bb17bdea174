import { useRef } from 'react';
import { useSession } from '../../realtime/live';

/** The node forgets typing after 6 s and takes it at most every 3 s. */
const EVERY_MS = 3_000;

/** Tells the shopper that somebody is writing to them, and that they have stopped. */
export function useTyping(conv: string): (isWriting: boolean) => void {
  const session = useSession();
  const saidAt = useRef(Number.NEGATIVE_INFINITY);
  return (isWriting) => {
    const now = performance.now();
    if (isWriting && now - saidAt.current < EVERY_MS) return;
    if (!isWriting && saidAt.current === Number.NEGATIVE_INFINITY) return;
    saidAt.current = isWriting ? now : Number.NEGATIVE_INFINITY;
    session.client.remark({ t: 'typing', conv, on: isWriting });
  };
}
