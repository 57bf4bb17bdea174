import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { Refused, Unanswered } from '../api/problem';
import type { ErrorCode } from '../api/wire';
import { useConnection, useSession } from '../realtime/live';

export interface Polled<T> {
  readonly value: T | undefined;
  /** When the node said so: what could not be read again is shown with its age. */
  readonly at: number | undefined;
  /** Why the node would not say. */
  readonly refusal: ErrorCode | undefined;
  readonly again: () => void;
}

/**
 * What the node does not push, asked for every `everyMs` while the page is looked at and the connection is there. An
 * attempt without an answer leaves what is known: its age and the connection's banner say so.
 */
export function usePolled<T>(read: () => Promise<T>, everyMs: number, key: string): Polled<T> {
  const session = useSession();
  const isOpen = useConnection().is === 'open';
  const [known, setKnown] = useState<{ key: string; value: T; at: number }>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const [turn, setTurn] = useState(0);
  const latest = useEffectEvent(read);

  // `turn` asks for it now, `key` for something else: both begin anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as the line above says
  useEffect(() => {
    if (!isOpen) return;
    let isCurrent = true;
    async function poll() {
      if (document.visibilityState === 'hidden') return;
      try {
        const value = await latest();
        if (!isCurrent) return;
        setKnown({ key, value, at: session.now() });
        setRefusal(undefined);
      } catch (error) {
        if (error instanceof Unanswered) return;
        if (!(error instanceof Refused)) throw error;
        if (isCurrent) setRefusal(error.code);
      }
    }
    void poll();
    const interval = setInterval(() => void poll(), everyMs);
    return () => {
      isCurrent = false;
      clearInterval(interval);
    };
  }, [isOpen, key, everyMs, turn, session]);

  const current = known?.key === key ? known : undefined;
  return {
    value: current?.value,
    at: current?.at,
    refusal,
    again: useCallback(() => setTurn((turns) => turns + 1), []),
  };
}
