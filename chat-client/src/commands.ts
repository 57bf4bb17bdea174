import type { Cancel, Clock } from './clock';
import type { ServerFrame } from './generated/ServerFrame';

export type Ok = Extract<ServerFrame, { t: 'ok' }>;
export type Err = Extract<ServerFrame, { t: 'err' }>;

/** Three outcomes, always: a command whose answer did not come may or may not have been carried out. */
export type Answer = { is: 'ok'; ok: Ok } | { is: 'err'; err: Err } | { is: 'unknown' };

/** A node answers within 8 s, if only with `unavailable`; the rest is the way there and back. */
const ANSWER_TIMEOUT_MS = 10_000;

interface Pending {
  settle(answer: Answer): void;
  cancelTimeout: Cancel;
}

/** Tells which answer belongs to which command of this connection. */
export class Commands {
  readonly #clock: Clock;
  readonly #pending = new Map<string, Pending>();
  #issued = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `transmit` puts the frame on the wire under the id it is given, and says whether there was a wire. */
  issue(transmit: (id: string) => boolean): Promise<Answer> {
    this.#issued += 1;
    const id = `c${this.#issued}`;
    return new Promise((settle) => {
      if (!transmit(id)) {
        settle({ is: 'unknown' });
        return;
      }
      const cancelTimeout = this.#clock.after(ANSWER_TIMEOUT_MS, () => this.#settle(id, { is: 'unknown' }));
      this.#pending.set(id, { settle, cancelTimeout });
    });
  }

  answered(frame: Ok | Err): void {
    // `re: null` answers a frame that could not be read; its command ends by its timeout.
    if (frame.re === null) return;
    this.#settle(frame.re, frame.t === 'ok' ? { is: 'ok', ok: frame } : { is: 'err', err: frame });
  }

  disconnected(): void {
    for (const id of [...this.#pending.keys()]) this.#settle(id, { is: 'unknown' });
  }

  #settle(id: string, answer: Answer): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    pending.cancelTimeout();
    pending.settle(answer);
  }
}
