import type { Cancel } from './clock';
import { type Answer, Commands } from './commands';
import { Connection, type ConnectionOptions, type ConnectionState, type Welcome } from './connection';
import { Conversation } from './conversation';
import type { Body } from './generated/Body';
import type { ServerFrame } from './generated/ServerFrame';
import type { ShownEvent } from './generated/ShownEvent';
import { type Item, Outbox, type OutboxStorage } from './outbox';
import { Renewal } from './renewal';
import { type Readable, Store } from './store';
import { summaryOf } from './summary';
import { missingAfter } from './timeline';
import { known } from './wire';

/** A frame that is answered, without the `id` that the client gives it. */
export type Command<Frame> = Frame extends { id: string } ? Omit<Frame, 'id'> : never;
/** A frame that is not answered, and may be lost. */
export type Remark<Frame> = Frame extends { id: string } ? never : Frame;

export interface ClientOptions<Opening> extends Omit<ConnectionOptions, 'resume' | 'onFrame'> {
  newCid: () => string;
  storage: OutboxStorage<Opening>;
  /** What to open when something is said in a conversation that has ended (CLOSE2); undefined: nothing. */
  reopening: (conv: string) => Opening | undefined;
}

/** The server answers a `fetch` with at most so many events. */
const PAGE = 200;
/** What a thread shows at first, and more of at each look back. */
const LOOK_BACK = 50;
/** The server takes this many conversations in a `resume`. */
const RESUME_MAX = 50;
/** When a fetch was refused for a reason that passes. */
const FETCH_AGAIN_MS = 1000;

/**
 * The public face: one connection, what is still to be said, and a live store for each conversation. It serves both
 * roles; `Frame` is what the role may send, `Opening` what it may open (`never` for agents). What belongs to one role
 * only (desk, offers, board) goes to whoever listens with `onFrame`.
 */
export class ChatClient<Frame extends { t: string }, Opening extends object = never> {
  readonly connection: Readable<ConnectionState>;
  readonly outbox: Outbox<Opening>;
  readonly #options: ClientOptions<Opening>;
  readonly #connection: Connection;
  readonly #commands: Commands;
  readonly #renewal: Renewal;
  readonly #conversations = new Map<string, Conversation>();
  readonly #ids = new Store<readonly string[]>([]);
  readonly #listeners = new Set<(frame: ServerFrame) => void>();
  readonly #moveListeners = new Set<(from: string, to: string) => void>();
  readonly #fetching = new Set<string>();

  constructor(options: ClientOptions<Opening>) {
    this.#options = options;
    this.#commands = new Commands(options.clock);
    this.#connection = new Connection({
      ...options,
      resume: () => this.#resume(),
      onFrame: (frame) => this.#received(frame),
    });
    this.connection = this.#connection.state;
    this.#renewal = new Renewal(options.clock, this.#connection, (token) =>
      this.#issue({ t: 'refresh', token }),
    );
    this.outbox = new Outbox<Opening>({
      ...options,
      transmit: (item) => this.#transmit(item),
      onMoved: (from, to) => {
        for (const listener of [...this.#moveListeners]) listener(from, to);
      },
    });
    this.connection.subscribe(() => {
      if (this.connection.getSnapshot().is !== 'open') this.#disconnected();
    });
  }

  /** The conversations that this client holds, in the order in which it met them. */
  get conversations(): Readable<readonly string[]> {
    return this.#ids;
  }

  start(): void {
    this.#connection.start();
  }

  stop(): void {
    this.#connection.stop();
  }

  conversation(conv: string): Conversation | undefined {
    return this.#conversations.get(conv);
  }

  /** Opens a conversation, now or when there is a connection; says where to write meanwhile. */
  open(opening: Opening): string {
    return this.outbox.open(opening);
  }

  /** `epoch` is the ownership that an agent writes under; a shopper has none. */
  say(lane: string, text: string, epoch?: number): string {
    const body: Body = { kind: 'text', text };
    return this.outbox.add(lane, epoch === undefined ? { is: 'send', body } : { is: 'send', body, epoch });
  }

  note(conv: string, text: string): string {
    return this.outbox.add(conv, { is: 'note', body: { kind: 'text', text } });
  }

  command(frame: Command<Frame>): Promise<Answer> {
    return this.#issue(frame);
  }

  /** False when it was not sent: a mark of a moment is not kept for another one. */
  remark(frame: Remark<Frame>): boolean {
    return this.#connection.send(frame);
  }

  /** Says that everything up to `seq` has been seen. Not kept for later: the next look says it again. */
  markRead(conv: string, seq: number): void {
    const state = this.connection.getSnapshot();
    const held = this.#conversations.get(conv);
    if (state.is !== 'open' || held === undefined) return;
    this.#connection.send({ t: 'read', conv, seq });
    held.readBy('rights' in state.welcome.me ? 'agent' : 'shopper', seq);
  }

  /** Every frame, after the client has taken what is its own from it. */
  onFrame(listener: (frame: ServerFrame) => void): Cancel {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** What was being written in one place goes on in another: an opened conversation, or a new one after the end. */
  onMoved(listener: (from: string, to: string) => void): Cancel {
    this.#moveListeners.add(listener);
    return () => {
      this.#moveListeners.delete(listener);
    };
  }

  /** Holds a conversation whose `head` an answer has just told (`accept`, `take`, `follow`), from there on. */
  hold(conv: string, head: number): Conversation {
    const held = this.#held(conv, head);
    held.apply({ is: 'head', head });
    this.#fetchMissing(conv);
    return held;
  }

  /** True when something older has come, false when there is nothing older or no answer. */
  async lookBack(conv: string): Promise<boolean> {
    const held = this.#conversations.get(conv);
    const before = held?.getSnapshot().timeline.first ?? 1;
    if (held === undefined || before <= 1) return false;
    const answer = await this.#issue({ t: 'fetch', conv, before, limit: LOOK_BACK });
    if (answer.is !== 'ok' || !('events' in answer.ok)) return false;
    held.apply({ is: 'earlier', events: answer.ok.events.map(known) });
    return held.getSnapshot().timeline.first < before;
  }

  /** Lets go of a conversation, so that it is not resumed. */
  forget(conv: string): void {
    this.#conversations.delete(conv);
    this.#ids.set([...this.#conversations.keys()]);
  }

  #received(frame: ServerFrame): void {
    switch (frame.t) {
      case 'welcome':
        this.#welcomed(frame);
        break;
      case 'ok':
      case 'err':
        this.#commands.answered(frame);
        if (frame.t === 'err' && frame.code === 'token_expired') void this.#renewal.renew();
        break;
      case 'event':
        this.#logged(frame);
        break;
      case 'synced':
        this.#held(frame.conv, frame.at).apply({ is: 'synced', head: frame.head, more: frame.more });
        this.#fetchMissing(frame.conv);
        break;
      case 'reset':
        this.#reset(frame.conv, frame.head);
        break;
      case 'ping':
        for (const [conv, head] of Object.entries(frame.heads)) this.#spokenOf(conv, head);
        break;
      case 'ephemeral':
        this.#conversations.get(frame.conv)?.passing(frame);
        break;
      case 'offer':
      case 'offer_ended':
      case 'state':
      case 'board':
      case 'bye':
        break;
      default:
        frame satisfies never;
    }
    for (const listener of [...this.#listeners]) listener(frame);
  }

  #welcomed(welcome: Welcome): void {
    for (const conversation of welcome.conversations) {
      const { conv, head, read, standing } = summaryOf(conversation);
      this.#held(conv, head).summarised(standing, read);
    }
    this.#renewal.opened(welcome);
    this.outbox.connected();
  }

  #logged({ t: _, ...event }: Extract<ServerFrame, { t: 'event' }>): void {
    // One that this client has not met begins with the event that brings it.
    this.#held(event.conv, event.seq - 1).apply({ is: 'event', event });
    this.#said(event);
    this.#fetchMissing(event.conv);
  }

  #said(event: ShownEvent): void {
    if ('cid' in event && event.cid !== undefined) this.outbox.seen(event.cid);
  }

  #reset(conv: string, head: number | null): void {
    if (head === null) return this.forget(conv);
    this.#held(conv, 0).apply({ is: 'reset', head });
    this.#fetchMissing(conv);
  }

  #spokenOf(conv: string, head: number): void {
    this.#conversations.get(conv)?.apply({ is: 'head', head });
    this.#fetchMissing(conv);
  }

  #held(conv: string, head: number): Conversation {
    const present = this.#conversations.get(conv);
    if (present !== undefined) return present;
    const held = new Conversation(conv, head, this.#options.clock);
    this.#conversations.set(conv, held);
    this.#ids.set([...this.#conversations.keys()]);
    return held;
  }

  /** One fetch at a time for a conversation, until nothing is missing any more. */
  #fetchMissing(conv: string): void {
    const held = this.#conversations.get(conv);
    const after = held && missingAfter(held.getSnapshot().timeline);
    if (held === undefined || after === undefined || this.#fetching.has(conv)) return;
    this.#fetching.add(conv);
    void this.#issue({ t: 'fetch', conv, after, limit: PAGE }).then((answer) => {
      this.#fetching.delete(conv);
      this.#fetched(held, conv, answer);
    });
  }

  #fetched(held: Conversation, conv: string, answer: Answer): void {
    if (answer.is === 'ok' && 'events' in answer.ok) {
      const { events, head, complete } = answer.ok;
      held.apply({ is: 'later', events: events.map(known), head, complete });
      for (const event of events) this.#said(event);
      this.#fetchMissing(conv);
    } else if (answer.is === 'err' && answer.err.code === 'not_found') {
      this.forget(conv);
    } else if (this.connection.getSnapshot().is === 'open') {
      const afterMs = (answer.is === 'err' ? answer.err.after_ms : undefined) ?? FETCH_AGAIN_MS;
      this.#options.clock.after(afterMs, () => this.#fetchMissing(conv));
    }
  }

  #disconnected(): void {
    // Before their answers are declared unknown, so that nothing is repeated on a line that is gone.
    this.outbox.disconnected();
    this.#renewal.disconnected();
    this.#commands.disconnected();
  }

  #resume(): Record<string, number> {
    const newest = [...this.#conversations.entries()].slice(-RESUME_MAX);
    return Object.fromEntries(newest.map(([conv, held]) => [conv, held.getSnapshot().timeline.last]));
  }

  #transmit({ cid, lane, draft }: Item<Opening>): Promise<Answer> {
    switch (draft.is) {
      case 'open':
        return this.#issue({ ...draft.opening, t: 'open', cid });
      case 'send': {
        const epoch = draft.epoch === undefined ? {} : { epoch: draft.epoch };
        return this.#issue({ t: 'send', conv: lane, cid, body: draft.body, ...epoch });
      }
      case 'note':
        return this.#issue({ t: 'note', conv: lane, cid, body: draft.body });
      default:
        return draft satisfies never;
    }
  }

  #issue(frame: object): Promise<Answer> {
    return this.#commands.issue((id) => this.#connection.send({ ...frame, id }));
  }
}
