import type { Cancel, Clock } from './clock';
import type { Author } from './generated/Author';
import type { ReadMarks } from './generated/ReadMarks';
import type { ServerFrame } from './generated/ServerFrame';
import type { ShownEvent } from './generated/ShownEvent';
import { advance, type Standing, UNOPENED } from './standing';
import { type Readable, Store } from './store';
import { type Input, reduce, startingAfter, type Timeline } from './timeline';

export type Ephemeral = Extract<ServerFrame, { t: 'ephemeral' }>;
type EphemeralData<Kind extends Ephemeral['kind']> = Extract<Ephemeral, { kind: Kind }>['data'];

export interface ConversationSnapshot {
  readonly conv: string;
  readonly timeline: Timeline;
  readonly standing: Standing;
  readonly read: ReadMarks;
  readonly typing: Author | undefined;
  readonly place: EphemeralData<'queue'> | undefined;
  readonly presence: EphemeralData<'presence'>['shopper'] | undefined;
  readonly context: EphemeralData<'context'> | undefined;
}

/** As long as the server lets a typing mark live. */
const TYPING_MS = 6000;

/** Everything this client knows of one conversation, live. */
export class Conversation implements Readable<ConversationSnapshot> {
  readonly #clock: Clock;
  readonly #store: Store<ConversationSnapshot>;
  readonly getSnapshot: () => ConversationSnapshot;
  readonly subscribe: Readable<ConversationSnapshot>['subscribe'];
  #cancelTyping: Cancel | undefined;

  /** Begins with nothing, after `head`. */
  constructor(conv: string, head: number, clock: Clock) {
    this.#clock = clock;
    this.#store = new Store<ConversationSnapshot>({
      conv,
      timeline: startingAfter(head),
      standing: { ...UNOPENED, at: head },
      read: { shopper: 0, agent: 0 },
      typing: undefined,
      place: undefined,
      presence: undefined,
      context: undefined,
    });
    this.getSnapshot = this.#store.getSnapshot;
    this.subscribe = this.#store.subscribe;
  }

  apply(input: Input): void {
    const before = this.getSnapshot();
    const timeline = reduce(before.timeline, input);
    if (timeline === before.timeline) return;
    const news = arrived(before.timeline, timeline);
    const restored = input.is === 'reset' && before.standing.at > input.head;
    const standing = news.reduce(advance, restored ? UNOPENED : before.standing);
    this.#change({
      timeline,
      standing,
      // Whoever has written is not typing that any more, and whoever is served waits no longer.
      ...(news.some((event) => event.kind === 'message') ? { typing: undefined } : {}),
      ...(standing.state === 'waiting' || standing.state === 'offered' ? {} : { place: undefined }),
    });
  }

  /** A summary from a node replaces what the log has told so far, unless the log is ahead of it. */
  summarised(standing: Standing, read: ReadMarks): void {
    const before = this.getSnapshot();
    this.#change({ standing: standing.at >= before.standing.at ? standing : before.standing, read });
  }

  passing(frame: Ephemeral): void {
    switch (frame.kind) {
      case 'typing':
        return this.#typing(frame.data.on ? frame.data.by : undefined);
      case 'read':
        return this.readBy('shopper' in frame.data.by ? 'shopper' : 'agent', frame.data.seq);
      case 'queue':
        return this.#change({ place: frame.data });
      case 'presence':
        return this.#change({ presence: frame.data.shopper });
      case 'context':
        return this.#change({ context: { ...this.getSnapshot().context, ...frame.data } });
      default:
        return frame satisfies never;
    }
  }

  readBy(side: keyof ReadMarks, seq: number): void {
    const { read } = this.getSnapshot();
    if (seq > read[side]) this.#change({ read: { ...read, [side]: seq } });
  }

  #typing(typing: Author | undefined): void {
    this.#cancelTyping?.();
    this.#change({ typing });
    if (typing !== undefined) {
      this.#cancelTyping = this.#clock.after(TYPING_MS, () => this.#change({ typing: undefined }));
    }
  }

  #change(change: Partial<ConversationSnapshot>): void {
    this.#store.set({ ...this.getSnapshot(), ...change });
  }
}

/** What a step has added at the end; after a reset that is everything. */
function arrived(before: Timeline, after: Timeline): readonly ShownEvent[] {
  const from = after.first <= before.last + 1 && after.last >= before.last ? before.last + 1 : after.first;
  return after.events.slice(from - after.first);
}
