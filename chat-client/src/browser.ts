import type { Cancel, Clock } from './clock';
import type { OutboxStorage, Stored } from './outbox';

// What a browser gives, by the shape that is needed of it: this package knows no DOM.

interface Timers {
  setTimeout(run: () => void, ms: number): number;
  clearTimeout(timer: number): void;
}

interface Target {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

interface KeyValues {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export function clockOf(timers: Timers): Clock {
  return {
    now: () => Date.now(),
    after(ms, run) {
      const timer = timers.setTimeout(run, ms);
      return () => timers.clearTimeout(timer);
    },
  };
}

/** Back on a network, back in sight, back from the browser's cache of pages. */
export function wakeUpsOf(window: Target, document: Target): (wake: () => void) => Cancel {
  return (wake) => {
    window.addEventListener('online', wake);
    window.addEventListener('pageshow', wake);
    document.addEventListener('visibilitychange', wake);
    return () => {
      window.removeEventListener('online', wake);
      window.removeEventListener('pageshow', wake);
      document.removeEventListener('visibilitychange', wake);
    };
  };
}

/** One entry an item, so that tabs that write at the same time do not undo each other's. */
export function outboxIn<Opening>(values: KeyValues, prefix: string): OutboxStorage<Opening> {
  return {
    load() {
      const keys = Array.from({ length: values.length }, (_, index) => values.key(index));
      return keys.flatMap((key): Stored<Opening>[] => {
        const text = key?.startsWith(prefix) ? values.getItem(key) : null;
        return text === null ? [] : [JSON.parse(text)];
      });
    },
    save(item) {
      try {
        values.setItem(prefix + item.cid, JSON.stringify(item));
      } catch (cause) {
        // No room: the message is still sent, it only would not outlive this page.
        if (!(cause instanceof Error) || cause.name !== 'QuotaExceededError') throw cause;
      }
    },
    remove(cid) {
      values.removeItem(prefix + cid);
    },
  };
}
