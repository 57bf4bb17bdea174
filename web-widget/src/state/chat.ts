import type { ChatClient } from '@tillside/chat-client/client';
import type { Cancel } from '@tillside/chat-client/clock';
import type { ConversationSnapshot } from '@tillside/chat-client/conversation';
import type { OpenContext } from '@tillside/chat-client/generated/OpenContext';
import type { ServerFrame } from '@tillside/chat-client/generated/ServerFrame';
import type { ShopperFrame } from '@tillside/chat-client/generated/ShopperFrame';
import type { Item } from '@tillside/chat-client/outbox';
import { type Readable, Store } from '@tillside/chat-client/store';
import type { ShopContext } from './context';
import { hasNews } from './thread';

export type Opening = Omit<Extract<ShopperFrame, { t: 'open' }>, 't' | 'id' | 'cid'>;
export type ShopperClient = ChatClient<ShopperFrame, Opening>;

export interface ChatState {
  /** Where the composer writes: a conversation, or the place of one that is being opened. */
  readonly lane: string | undefined;
  readonly conversation: ConversationSnapshot | undefined;
  /** What this shopper has said in it and the log does not show yet. */
  readonly unsaid: readonly Item<Opening>[];
}

/** Who is left behind an address for an answer. */
export interface Address {
  email: string;
  name?: string;
}

/** A closed conversation that the shopper has put away, so that the next page does not bring it back. */
const PUT_AWAY = 'tillside.put-away';
const TYPING_EVERY_MS = 3000;

/** The one conversation that a shopper sees. Which one it is follows from the log, not from this page's memory. */
export class Chat {
  readonly #client: ShopperClient;
  readonly #context: ShopContext;
  readonly #memory: Storage;
  readonly #locale: () => string;
  readonly #state = new Store<ChatState>({ lane: undefined, conversation: undefined, unsaid: [] });
  readonly state: Readable<ChatState> = this.#state;
  #lane: string | undefined;
  #unfollow: Cancel | undefined;
  #typedAt = 0;

  constructor(client: ShopperClient, context: ShopContext, memory: Storage, locale: () => string) {
    this.#client = client;
    this.#context = context;
    this.#memory = memory;
    this.#locale = locale;
    // What an earlier page could not send yet is where the shopper left off.
    this.#lane = client.outbox.items.getSnapshot().at(-1)?.lane;
    client.onMoved((from, to) => {
      if (from === this.#lane) this.#enter(to);
    });
    client.onFrame((frame) => this.#received(frame));
    client.outbox.items.subscribe(() => this.#show());
    client.conversations.subscribe(() => this.#show());
    this.#show();
  }

  say(text: string, address?: Address): void {
    this.#client.say(this.#writableLane(address), text);
    this.#typedAt = 0;
  }

  retry(cid: string): void {
    this.#client.outbox.retry(cid);
  }

  discard(cid: string): void {
    this.#client.outbox.discard(cid);
  }

  /** Ends it. The log says whether that was done. */
  leave(): void {
    if (this.#lane !== undefined) void this.#client.command({ t: 'leave', conv: this.#lane });
  }

  async rate(score: number, comment: string): Promise<boolean> {
    if (this.#lane === undefined) return false;
    const words = comment.trim() === '' ? {} : { comment: comment.trim() };
    const answer = await this.#client.command({ t: 'rate', conv: this.#lane, score, ...words });
    return answer.is === 'ok';
  }

  /** Puts the ended conversation away. The next one is opened by its first message. */
  startAnew(): void {
    if (this.#lane !== undefined) this.#memory.setItem(PUT_AWAY, this.#lane);
    this.#enter(undefined);
  }

  lookBack(): Promise<boolean> {
    return this.#lane === undefined ? Promise.resolve(false) : this.#client.lookBack(this.#lane);
  }

  typing(now: number, on: boolean): void {
    const conversation = this.#state.getSnapshot().conversation;
    if (conversation === undefined || conversation.standing.owner === null) return;
    if (on ? now - this.#typedAt < TYPING_EVERY_MS : this.#typedAt === 0) return;
    this.#typedAt = on ? now : 0;
    this.#client.remark({ t: 'typing', conv: conversation.conv, on });
  }

  /** Everything that can be seen now has been seen. */
  seen(): void {
    const conversation = this.#state.getSnapshot().conversation;
    if (conversation === undefined) return;
    const { conv, timeline } = conversation;
    if (hasNews(conversation)) this.#client.markRead(conv, timeline.last);
  }

  #received(frame: ServerFrame): void {
    if (frame.t === 'welcome') {
      this.#choose(frame.conversations);
      this.#context.tellSoon();
    }
    if (frame.t === 'reset' && frame.head === null && frame.conv === this.#lane) this.#enter(undefined);
    // Another tab has opened one: this shopper has one conversation, wherever they look.
    if (frame.t === 'event' && frame.kind === 'opened' && !this.#isOngoing()) this.#enter(frame.conv);
  }

  #choose(conversations: Extract<ServerFrame, { t: 'welcome' }>['conversations']): void {
    if (this.#isOngoing()) return this.#show();
    const newest = [...conversations].sort((a, b) => b.opened_at - a.opened_at);
    const putAway = this.#memory.getItem(PUT_AWAY);
    const open = newest.find(({ state }) => state !== 'closed');
    const ended = newest.find(
      ({ conv, ...one }) => conv !== putAway && 'rated' in one && one.rated.length === 0,
    );
    this.#enter((open ?? ended)?.conv ?? this.#lane);
  }

  #isOngoing(): boolean {
    const { lane, conversation, unsaid } = this.#state.getSnapshot();
    if (lane === undefined || conversation === undefined) return lane !== undefined;
    // What is on its way into a closed conversation takes what comes after it along into the next one.
    const underWay = unsaid.some(({ progress }) => progress.is === 'waiting' || progress.is === 'sending');
    return underWay || conversation.standing.state !== 'closed';
  }

  /** Where to write: on in this conversation, or, when there is none or it has ended, in a new one. */
  #writableLane(address: Address | undefined): string {
    if (this.#lane !== undefined && this.#isOngoing()) return this.#lane;
    const lane = this.#client.open({ ...this.opening(), ...address });
    this.#enter(lane);
    return lane;
  }

  /** What the shop's page has said; nobody is told before there is a conversation that it belongs to. */
  async tellContext(context: OpenContext): Promise<boolean> {
    if (this.#state.getSnapshot().conversation === undefined) return false;
    const answer = await this.#client.command({ t: 'context', ...context });
    return answer.is === 'ok';
  }

  opening(): Opening {
    return { locale: this.#locale(), context: this.#context.present };
  }

  #enter(lane: string | undefined): void {
    this.#lane = lane;
    this.#unfollow?.();
    const conversation = lane === undefined ? undefined : this.#client.conversation(lane);
    this.#unfollow = conversation?.subscribe(() => this.#show());
    if (conversation !== undefined) {
      this.#context.tellSoon();
      if (conversation.getSnapshot().timeline.events.length === 0) void this.lookBack();
    }
    this.#show();
  }

  #show(): void {
    const lane = this.#lane;
    const conversation = lane === undefined ? undefined : this.#client.conversation(lane);
    // An answer may name a conversation before its first event has brought it.
    if (conversation !== undefined && this.#unfollow === undefined) return this.#enter(lane);
    const unsaid = this.#client.outbox.items
      .getSnapshot()
      .filter((item) => item.lane === lane && item.draft.is !== 'open');
    this.#state.set({ lane, conversation: conversation?.getSnapshot(), unsaid });
  }
}
