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
      const outcome = await attempt(() => latest());
      if (!isCurrent || outcome === undefined) return;
      setRefusal(outcome.refusal);
      if (outcome.read) setKnown({ key, value: outcome.read.value, at: session.now() });
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

type Outcome<T> = { read: { value: T }; refusal?: undefined } | { read?: undefined; refusal: ErrorCode };

/** Undefined when nobody answered. */
async function attempt<T>(read: () => Promise<T>): Promise<Outcome<T> | undefined> {
  try {
    return { read: { value: await read() } };
  } catch (error) {
    if (error instanceof Unanswered) return undefined;
    if (error instanceof Refused) return { refusal: error.code };
    throw error;
  }
}
