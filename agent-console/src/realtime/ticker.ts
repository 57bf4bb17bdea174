import type { Readable } from '@tillside/chat-client/store';

const SECOND_MS = 1_000;

/** One clock for every timer on the page: they tick together, and not at all while nobody looks. */
export function ticker(now: () => number): Readable<number> {
  const listeners = new Set<() => void>();
  let second = toSecond(now());
  let interval: ReturnType<typeof setInterval> | undefined;

  function tick() {
    second = toSecond(now());
    for (const listener of listeners) listener();
  }

  return {
    getSnapshot: () => second,
    subscribe(listener) {
      listeners.add(listener);
      interval ??= setInterval(tick, SECOND_MS);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(interval);
        interval = undefined;
      };
    },
  };
}

function toSecond(ms: number): number {
  return Math.floor(ms / SECOND_MS) * SECOND_MS;
}
