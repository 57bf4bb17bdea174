import { backoffMs } from './backoff';
import type { Cancel, Clock } from './clock';
import { GOING_AWAY, recoveryFrom } from './close-code';
import type { ServerFrame } from './generated/ServerFrame';
import type { OpenSocket, Socket } from './socket';
import { type Readable, Store } from './store';
import { decode } from './wire';

export type Welcome = Extract<ServerFrame, { t: 'welcome' }>;

export type ConnectionState =
  | { is: 'idle' }
  | { is: 'connecting' }
  | { is: 'open'; welcome: Welcome }
  | { is: 'waiting'; until: number }
  | { is: 'closed'; code: number | undefined };

export interface Token {
  token: string;
  expires_at: number;
}

/** Where tokens come from. A rejected promise is a bad line and is tried again; a refusal is final. */
export type IssueToken = () => Promise<Token | 'refused'>;

export interface ConnectionOptions {
  url: string;
  /** Names this tab to the server. */
  device: string;
  openSocket: OpenSocket;
  clock: Clock;
  random: () => number;
  issueToken: IssueToken;
  /** Calls back when it is worth trying at once: online again, visible again. */
  onWake: (wake: () => void) => Cancel;
  /** The last `seq` of each conversation that this client holds. */
  resume: () => Record<string, number>;
  onFrame: (frame: ServerFrame) => void;
}

/** From opening the socket to `welcome`. */
const WELCOME_TIMEOUT_MS = 10_000;

/** A connection that lasted this long has earned a quick first attempt when it ends. */
const STABLE_MS = 10_000;

/**
 * One socket at a time, brought back for as long as the server's close codes allow. Every callback of a socket says
 * which attempt it belongs to, so that a socket that was given up on can do nothing any more.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #state = new Store<ConnectionState>({ is: 'idle' });
  readonly state: Readable<ConnectionState> = this.#state;
  #socket: Socket | undefined;
  /** Identity of the present attempt. */
  #attempt: object | undefined;
  #failures = 0;
  #token: Token | undefined;
  #renewedAfterRefusal = false;
  #log: string | undefined;
  #heardAt = 0;
  #openedAt = 0;
  #byeAfterMs: number | undefined;
  /** Each state waits for one thing only: a welcome, life, or the next attempt. */
  #cancelTimer: Cancel = nothing;
  #cancelWake: Cancel = nothing;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  start(): void {
    const { is } = this.#state.getSnapshot();
    if (is !== 'idle' && is !== 'closed') return;
    this.#cancelWake = this.#options.onWake(() => this.#wake());
    this.#failures = 0;
    this.#renewedAfterRefusal = false;
    void this.#connect();
  }

  stop(): void {
    this.#cancelWake();
    this.#abandon();
    this.#state.set({ is: 'idle' });
  }

  /** False when there is no open connection to carry it. */
  send(frame: object): boolean {
    if (this.#state.getSnapshot().is !== 'open' || this.#socket === undefined) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  get token(): Token | undefined {
    return this.#token;
  }

  /** Fetches a new token without touching the socket; undefined when there is none to be had. */
  async renewToken(): Promise<Token | undefined> {
    const issued = await this.#options.issueToken();
    if (issued === 'refused') return undefined;
    this.#token = issued;
    return issued;
  }

  async #connect(): Promise<void> {
    const attempt = {};
    this.#attempt = attempt;
    this.#state.set({ is: 'connecting' });
    this.#arm(WELCOME_TIMEOUT_MS, () => this.#failed(GOING_AWAY));
    const token = await this.#usableToken();
    if (this.#attempt !== attempt) return;
    if (token === 'refused') return this.#close(undefined);
    if (token === undefined) return this.#retry();

    const socket = this.#options.openSocket(this.#options.url, 'tillside.v1');
    this.#socket = socket;
    socket.addEventListener('open', () => {
      if (this.#attempt === attempt) socket.send(JSON.stringify(this.#hello(token)));
    });
    socket.addEventListener('message', ({ data }) => {
      if (this.#attempt === attempt && typeof data === 'string') this.#heard(data);
    });
    socket.addEventListener('close', ({ code }) => {
      if (this.#attempt === attempt) this.#failed(code);
    });
  }

  async #usableToken(): Promise<Token | 'refused' | undefined> {
    if (this.#token !== undefined && this.#token.expires_at > this.#options.clock.now()) return this.#token;
    try {
      return (await this.renewToken()) ?? 'refused';
    } catch {
      // The line is bad: the same reason, and the same answer, as a socket that does not open.
      return undefined;
    }
  }

  #hello(token: Token): object {
    const hello = { t: 'hello', v: 1, token: token.token, device: this.#options.device };
    if (this.#log === undefined) return hello;
    return { ...hello, log: this.#log, resume: this.#options.resume() };
  }

  #heard(text: string): void {
    this.#heardAt = this.#options.clock.now();
    const frame = decode(text);
    if (frame === undefined) return;
    switch (frame.t) {
      case 'welcome':
        this.#openedAt = this.#heardAt;
        this.#log = frame.log;
        this.#renewedAfterRefusal = false;
        this.#state.set({ is: 'open', welcome: frame });
        this.#watch(frame.dead_ms);
        break;
      case 'ping':
        this.send({ t: 'pong', n: frame.n });
        break;
      case 'bye':
        this.#byeAfterMs = frame.after_ms;
        break;
      default:
        break;
    }
    this.#options.onFrame(frame);
  }

  /** Looks whether anything was heard, rather than re-arming a timer for every frame. */
  #watch(deadMs: number): void {
    const silence = this.#options.clock.now() - this.#heardAt;
    if (silence >= deadMs) this.#failed(GOING_AWAY);
    else this.#arm(deadMs - silence, () => this.#watch(deadMs));
  }

  #wake(): void {
    const state = this.#state.getSnapshot();
    if (state.is === 'waiting') void this.#connect();
    // Timers sleep with a tab or a laptop: whoever wakes asks at once whether the line has died meanwhile.
    if (state.is === 'open') this.#watch(state.welcome.dead_ms);
  }

  #failed(code: number): void {
    const state = this.#state.getSnapshot();
    if (state.is === 'open' && this.#options.clock.now() - this.#openedAt >= STABLE_MS) this.#failures = 0;
    this.#abandon();
    const recovery = recoveryFrom(code);
    switch (recovery) {
      case 'retry':
        return this.#retry();
      case 'renew_token':
        this.#token = undefined;
        return this.#retry();
      case 'renew_token_once':
        if (this.#renewedAfterRefusal) return this.#close(code);
        this.#renewedAfterRefusal = true;
        this.#token = undefined;
        return this.#retry();
      case 'stop':
        return this.#close(code);
      default:
        return recovery satisfies never;
    }
  }

  #retry(): void {
    const { clock, random } = this.#options;
    this.#abandon();
    const delay = this.#byeAfterMs ?? backoffMs(this.#failures, random);
    this.#byeAfterMs = undefined;
    this.#failures += 1;
    this.#state.set({ is: 'waiting', until: clock.now() + delay });
    this.#arm(delay, () => void this.#connect());
  }

  #close(code: number | undefined): void {
    this.#cancelWake();
    this.#abandon();
    this.#state.set({ is: 'closed', code });
  }

  #abandon(): void {
    this.#cancelTimer();
    this.#cancelTimer = nothing;
    this.#attempt = undefined;
    this.#socket?.close(GOING_AWAY);
    this.#socket = undefined;
  }

  #arm(ms: number, run: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(ms, run);
  }
}

/** Stands where nothing is scheduled. */
function nothing(): void {
  return;
}
