import { backoffMs } from './backoff';
import type { Cancel, Clock } from './clock';
import type { Answer, Ok } from './commands';
import type { Body } from './generated/Body';
import type { ErrorCode } from './generated/ErrorCode';
import { type Readable, Store } from './store';

/** What may be written while nobody listens; `Opening` is the role's own wish for a new conversation. */
export type Draft<Opening> =
  | { is: 'open'; opening: Opening }
  | { is: 'send'; body: Body; epoch?: number }
  | { is: 'note'; body: Body };

export type Progress =
  | { is: 'waiting' }
  | { is: 'sending' }
  | { is: 'sent' }
  | { is: 'failed'; code: ErrorCode };

/** What is kept until the server has acknowledged it. */
export interface Stored<Opening> {
  cid: string;
  /** A conversation, or the place of one that is still to be opened: what is in a lane keeps its order. */
  lane: string;
  order: number;
  at: number;
  draft: Draft<Opening>;
  failed?: ErrorCode;
}

export interface Item<Opening> {
  cid: string;
  lane: string;
  order: number;
  at: number;
  draft: Draft<Opening>;
  progress: Progress;
}

/** Kept by the browser, shared by the tabs: two of them may send the same item, which its `cid` makes harmless. */
export interface OutboxStorage<Opening> {
  load(): Stored<Opening>[];
  save(item: Stored<Opening>): void;
  remove(cid: string): void;
}

export interface OutboxOptions<Opening> {
  clock: Clock;
  random: () => number;
  newCid: () => string;
  storage: OutboxStorage<Opening>;
  transmit: (item: Item<Opening>) => Promise<Answer>;
  /** What to open when a lane turns out to be closed (CLOSE2); undefined leaves the refusal to its writer. */
  reopening: (lane: string) => Opening | undefined;
  /** What stood in one lane stands in another now: its conversation is there, or a new one is being opened. */
  onMoved: (from: string, to: string) => void;
}

/**
 * Says everything once and in order, however often it has to be said. Of each lane one item at a time is on the wire,
 * so that a retry can never be overtaken by what was written after it.
 */
export class Outbox<Opening> {
  readonly #options: OutboxOptions<Opening>;
  readonly #items: Store<readonly Item<Opening>[]>;
  readonly items: Readable<readonly Item<Opening>[]>;
  readonly #busy = new Set<string>();
  readonly #attempts = new Map<string, number>();
  readonly #timers = new Map<string, Cancel>();
  #online = false;

  constructor(options: OutboxOptions<Opening>) {
    this.#options = options;
    const items = options.storage.load().map(
      ({ failed, ...kept }): Item<Opening> => ({
        ...kept,
        progress: failed === undefined ? { is: 'waiting' } : { is: 'failed', code: failed },
      }),
    );
    this.#items = new Store<readonly Item<Opening>[]>(items.sort(inOrder));
    this.items = this.#items;
  }

  /** Kept before it is sent; the answer is the `cid` by which it can be found again. */
  add(lane: string, draft: Draft<Opening>): string {
    const item = this.#item(lane, draft, this.#nextOrder());
    this.#retryOpening(lane);
    this.#put([...this.#items.getSnapshot(), item]);
    this.#save(item);
    this.#kick(lane);
    return item.cid;
  }

  /** A new lane with its own opening at its head. */
  open(opening: Opening): string {
    const cid = this.#options.newCid();
    const lane = placeOf(cid);
    const item = { ...this.#item(lane, { is: 'open', opening }, this.#nextOrder()), cid };
    this.#put([...this.#items.getSnapshot(), item]);
    this.#save(item);
    this.#kick(lane);
    return lane;
  }

  retry(cid: string): void {
    const item = this.#find(cid);
    if (item?.progress.is !== 'failed') return;
    this.#retryOpening(item.lane);
    // What was written after it may have been said meanwhile: it is said now, not then.
    if (item.draft.is !== 'open') this.#change({ ...item, order: this.#nextOrder() }, { is: 'waiting' });
    this.#kick(item.lane);
  }

  discard(cid: string): void {
    const item = this.#find(cid);
    if (item === undefined || item.progress.is === 'sending') return;
    this.#drop(cid);
    const [head, second] = this.#lane(item.lane);
    // A conversation that was to be opened for this message alone is not opened without it.
    if (head?.draft.is === 'open' && head.progress.is === 'failed' && second === undefined)
      this.#drop(head.cid);
    this.#kick(item.lane);
  }

  connected(): void {
    this.#online = true;
    for (const lane of new Set(this.#items.getSnapshot().map((item) => item.lane))) this.#kick(lane);
  }

  disconnected(): void {
    this.#online = false;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** The log shows it: whatever became of the answer, it has been said. */
  seen(cid: string): void {
    const item = this.#find(cid);
    if (item !== undefined) this.#drop(cid);
  }

  #kick(lane: string): void {
    if (!this.#online || this.#busy.has(lane) || this.#timers.has(lane)) return;
    const next = this.#lane(lane).find((item) => item.progress.is === 'waiting');
    if (next === undefined) return;
    this.#busy.add(lane);
    this.#change(next, { is: 'sending' });
    void this.#options.transmit(next).then((answer) => {
      this.#busy.delete(lane);
      this.#settle(next, answer);
    });
  }

  #settle(item: Item<Opening>, answer: Answer): void {
    switch (answer.is) {
      case 'ok':
        this.#attempts.delete(item.cid);
        return this.#acknowledged(item, answer.ok);
      case 'unknown':
        return this.#later(item, undefined);
      case 'err':
        if (answer.err.retry || answer.err.code === 'token_expired') {
          return this.#later(item, answer.err.after_ms);
        }
        return this.#refused(item, answer.err.code);
      default:
        return answer satisfies never;
    }
  }

  #acknowledged(item: Item<Opening>, ok: Ok): void {
    if (item.draft.is === 'open' && 'conv' in ok) {
      const { conv } = ok;
      // The messages are moved before their opening is forgotten: a crash in between opens the same one again.
      this.#move(item.lane, conv);
      this.#drop(item.cid);
      this.#options.onMoved(item.lane, conv);
      return this.#kick(conv);
    }
    this.#options.storage.remove(item.cid);
    if (this.#find(item.cid) !== undefined) this.#change(item, { is: 'sent' }, 'memory');
    this.#kick(item.lane);
  }

  #later(item: Item<Opening>, afterMs: number | undefined): void {
    const { clock, random } = this.#options;
    const attempt = this.#attempts.get(item.cid) ?? 0;
    this.#attempts.set(item.cid, attempt + 1);
    if (this.#find(item.cid) !== undefined) this.#change(item, { is: 'waiting' }, 'memory');
    if (!this.#online) return;
    const resume = () => {
      this.#timers.delete(item.lane);
      this.#kick(item.lane);
    };
    this.#timers.set(item.lane, clock.after(afterMs ?? backoffMs(attempt, random), resume));
  }

  #refused(item: Item<Opening>, code: ErrorCode): void {
    this.#attempts.delete(item.cid);
    const opening = code === 'conversation_closed' ? this.#options.reopening(item.lane) : undefined;
    if (opening !== undefined) return this.#reopen(item, opening);
    // Without its conversation nothing in this lane can be said; otherwise the refusal is this item's own.
    const failing = item.draft.is === 'open' ? this.#lane(item.lane) : [item];
    for (const one of failing) if (this.#find(one.cid)) this.#change(one, { is: 'failed', code });
    this.#kick(item.lane);
  }

  #reopen(refused: Item<Opening>, opening: Opening): void {
    const cid = this.#options.newCid();
    const lane = placeOf(cid);
    this.#change(refused, { is: 'waiting' }, 'memory');
    this.#move(refused.lane, lane);
    const head = { ...this.#item(lane, { is: 'open', opening }, refused.order - 0.5), cid };
    this.#put([...this.#items.getSnapshot(), head]);
    this.#save(head);
    this.#options.onMoved(refused.lane, lane);
    this.#kick(lane);
  }

  /** Takes along what is still to be said; what has been sent stays where it was said. */
  #move(from: string, to: string): void {
    const moving = this.#lane(from).filter(
      ({ draft, progress }) => draft.is !== 'open' && progress.is !== 'sent',
    );
    for (const item of moving) {
      const moved = { ...item, lane: to };
      this.#put(this.#items.getSnapshot().map((one) => (one.cid === item.cid ? moved : one)));
      this.#save(moved);
    }
  }

  /** Nothing in a lane can be said before its conversation is there. */
  #retryOpening(lane: string): void {
    const [head] = this.#lane(lane);
    if (head?.draft.is === 'open' && head.progress.is === 'failed') this.#change(head, { is: 'waiting' });
  }

  #item(lane: string, draft: Draft<Opening>, order: number): Item<Opening> {
    const { clock, newCid } = this.#options;
    return { cid: newCid(), lane, order, at: clock.now(), draft, progress: { is: 'waiting' } };
  }

  #lane(lane: string): Item<Opening>[] {
    return this.#items.getSnapshot().filter((item) => item.lane === lane);
  }

  #find(cid: string): Item<Opening> | undefined {
    return this.#items.getSnapshot().find((item) => item.cid === cid);
  }

  #nextOrder(): number {
    // Later than everything that is here, even when the clock has been set back.
    const last = this.#items.getSnapshot().at(-1)?.order ?? 0;
    return Math.max(this.#options.clock.now(), Math.floor(last) + 1);
  }

  #change(item: Item<Opening>, progress: Progress, where: 'memory' | 'storage' = 'storage'): void {
    const changed = { ...item, progress };
    this.#put(this.#items.getSnapshot().map((one) => (one.cid === item.cid ? changed : one)));
    if (where === 'storage' && progress.is !== 'sending') this.#save(changed);
  }

  #put(items: readonly Item<Opening>[]): void {
    this.#items.set([...items].sort(inOrder));
  }

  #drop(cid: string): void {
    this.#options.storage.remove(cid);
    this.#attempts.delete(cid);
    this.#items.set(this.#items.getSnapshot().filter((one) => one.cid !== cid));
  }

  #save({ progress, ...kept }: Item<Opening>): void {
    this.#options.storage.save(progress.is === 'failed' ? { ...kept, failed: progress.code } : kept);
  }
}

function placeOf(cid: string): string {
  return `new:${cid}`;
}

function inOrder<Opening>(a: Item<Opening>, b: Item<Opening>): number {
  return a.order - b.order;
}
