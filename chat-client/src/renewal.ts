import type { Cancel, Clock } from './clock';
import type { Answer } from './commands';
import type { Connection, Welcome } from './connection';

/** Before expiry, and long enough before it for a few attempts. */
const MARGIN_MS = 60_000;
const RETRY_MS = 10_000;

/** Brings an open connection a new token before the old one ends, so that nobody is thrown out in mid-sentence. */
export class Renewal {
  readonly #clock: Clock;
  readonly #connection: Connection;
  readonly #refresh: (token: string) => Promise<Answer>;
  /** How far the server's clock is ahead; this machine's may be wrong by hours. */
  #skewMs = 0;
  #cancel: Cancel | undefined;
  #running = false;

  constructor(clock: Clock, connection: Connection, refresh: (token: string) => Promise<Answer>) {
    this.#clock = clock;
    this.#connection = connection;
    this.#refresh = refresh;
  }

  opened(welcome: Welcome): void {
    this.#skewMs = welcome.now - this.#clock.now();
    if (this.#connection.token !== undefined) this.#schedule(this.#connection.token.expires_at);
  }

  disconnected(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Also called when an answer says that the token has expired. */
  async renew(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    const expiresAt = await this.#exchange();
    this.#running = false;
    if (this.#connection.state.getSnapshot().is === 'open') this.#schedule(expiresAt ?? 0);
  }

  /** Undefined when there is no new token yet. A connection that never gets one is ended by the server. */
  async #exchange(): Promise<number | undefined> {
    try {
      const token = await this.#connection.renewToken();
      if (token === undefined) return undefined;
      const answer = await this.#refresh(token.token);
      return answer.is === 'ok' ? token.expires_at : undefined;
    } catch {
      // A bad line: asked again in a moment, as RETRY_MS says.
      return undefined;
    }
  }

  #schedule(expiresAt: number): void {
    this.#cancel?.();
    const ms = expiresAt - this.#skewMs - this.#clock.now() - MARGIN_MS;
    this.#cancel = this.#clock.after(Math.max(ms, RETRY_MS), () => void this.renew());
  }
}
