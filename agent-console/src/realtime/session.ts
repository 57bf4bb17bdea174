import { ChatClient, type Command } from '@tillside/chat-client/client';
import type { Ok } from '@tillside/chat-client/commands';
import type { ConnectionState } from '@tillside/chat-client/connection';
import { type Readable, Store } from '@tillside/chat-client/store';
import type { Access } from '../api/access';
import { get } from '../api/http';
import { Refused, Unanswered } from '../api/problem';
import type { AgentFrame, Conversation, ServerFrame } from '../api/wire';
import { applyFrame, chatIn, type Desk, emptyDesk, logRead, markRead, peek, stopPeeking } from './desk';
import { type Notice, noticeOf } from './notices';
import { outboxStorage } from './outbox-storage';
import { type Ranked, ranking } from './ranking';
import { ticker } from './ticker';

/** Everything live behind one signed-in agent: the connection, the desk that its frames make, and what to send. */
export class Session {
  readonly access: Access;
  readonly client: ChatClient<AgentFrame>;
  readonly connection: Readable<ConnectionState>;
  readonly desk: Readable<Desk>;
  readonly ranking: Readable<readonly Ranked[]>;
  readonly clock: Readable<number>;
  readonly #desk = new Store<Desk>(emptyDesk);
  readonly #noticed = new Set<(notice: Notice) => void>();
  readonly #reading = new Set<string>();
  readonly #peeking = new Set<string>();
  #skewMs = 0;

  constructor(access: Access) {
    this.access = access;
    this.client = new ChatClient<AgentFrame>({
      url: `${location.origin.replace(/^http/, 'ws')}/ws`,
      device: crypto.randomUUID(),
      openSocket: (url, protocol) => new WebSocket(url, protocol),
      clock: { now: () => Date.now(), after: startTimer },
      random: Math.random,
      newCid: () => crypto.randomUUID(),
      issueToken: () => issueToken(access),
      onWake: whenAwake,
      storage: outboxStorage(access.agent),
      reopening: () => undefined,
    });
    this.connection = this.client.connection;
    this.desk = this.#desk;
    this.ranking = ranking(this.desk);
    this.clock = ticker(() => this.now());
    this.client.onFrame((frame) => this.#received(frame));
  }

  start(): void {
    this.client.start();
  }

  stop(): void {
    this.client.stop();
  }

  /** The node's time: offers end by its clock, not by this machine's. */
  now(): number {
    return Date.now() + this.#skewMs;
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    this.#noticed.add(listener);
    return () => {
      this.#noticed.delete(listener);
    };
  }

  /** Resolves with the node's answer; rejects with `Refused` or `Unanswered`. */
  async command(frame: Command<AgentFrame>): Promise<Ok> {
    const answer = await this.client.command(frame);
    switch (answer.is) {
      case 'ok':
        return answer.ok;
      case 'err':
        throw new Refused(answer.err.code, { reason: answer.err.reason, afterMs: answer.err.after_ms });
      case 'unknown':
        throw new Unanswered(frame.t);
      default:
        return answer satisfies never;
    }
  }

  /** Whatever brings a conversation here answers with where its following begins. */
  async bring(
    frame: Extract<Command<AgentFrame>, { t: 'accept' | 'take' | 'transfer_accept' }>,
  ): Promise<string | undefined> {
    const ok = await this.command(frame);
    if (!('conv' in ok)) return undefined;
    this.client.hold(ok.conv, ok.seq);
    return ok.conv;
  }

  async fetch<T>(
    path: string,
    query: Readonly<Record<string, string | number | undefined>> = {},
  ): Promise<T> {
    return get<T>(path, await this.access.token(), query);
  }

  /** A look into a conversation that one has no part in: live, and logged by the node. */
  async peek(conv: string): Promise<void> {
    this.#peeking.add(conv);
    const conversation = await this.fetch<Conversation>(`/conversations/${conv}`);
    if (!this.#peeking.has(conv)) return;
    this.#desk.set(peek(this.#desk.getSnapshot(), conversation));
    const ok = await this.command({ t: 'follow', conv });
    this.client.hold(conv, 'head' in ok ? ok.head : conversation.head);
  }

  async stopPeeking(conv: string): Promise<void> {
    this.#peeking.delete(conv);
    const desk = this.#desk.getSnapshot();
    if (desk.peeked[conv] === undefined) return;
    this.#desk.set(stopPeeking(desk, conv));
    if (desk.chats[conv] !== undefined) return;
    this.client.forget(conv);
    await this.command({ t: 'unfollow', conv });
  }

  /** Tells the shopper that they were read, and this desk too. */
  read(conv: string): void {
    const desk = this.#desk.getSnapshot();
    const chat = desk.chats[conv];
    if (chat === undefined || chat.attention.unread === 0) return;
    const seq = chat.conversation.head;
    if (this.client.remark({ t: 'read', conv, seq })) this.#desk.set(markRead(desk, conv, seq));
  }

  async lookBack(conv: string): Promise<boolean> {
    if (this.#reading.has(conv)) return false;
    this.#reading.add(conv);
    const hasMore = await this.client.lookBack(conv);
    this.#reading.delete(conv);
    const events = this.client.conversation(conv)?.getSnapshot().timeline.events ?? [];
    this.#desk.set(logRead(this.#desk.getSnapshot(), conv, events));
    return hasMore;
  }

  #received(frame: ServerFrame): void {
    if (frame.t === 'welcome') this.#skewMs = frame.now - Date.now();
    const before = this.#desk.getSnapshot();
    const notice = noticeOf(before, frame);
    this.#desk.set(applyFrame(before, frame, this.now()));
    if (frame.t === 'welcome' || frame.t === 'state') void this.#readDesk();
    if (notice) for (const listener of this.#noticed) listener(notice);
  }

  /** The last page of every chat on the desk: for its unanswered messages, and so that opening it shows it at once. */
  async #readDesk(): Promise<void> {
    for (const conv of Object.keys(this.#desk.getSnapshot().chats)) {
      const timeline = this.client.conversation(conv)?.getSnapshot().timeline;
      const isUnread = timeline !== undefined && timeline.events.length === 0 && timeline.first > 1;
      if (isUnread && chatIn(this.#desk.getSnapshot(), conv)) await this.lookBack(conv);
    }
  }
}

async function issueToken(access: Access) {
  try {
    const { access_token, expires_at } = await access.renewed();
    return { token: access_token, expires_at };
  } catch (error) {
    if (error instanceof Refused) return 'refused';
    throw error;
  }
}

function startTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

function whenAwake(wake: () => void): () => void {
  const wakeWhenVisible = () => document.visibilityState === 'visible' && wake();
  addEventListener('online', wake);
  document.addEventListener('visibilitychange', wakeWhenVisible);
  return () => {
    removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', wakeWhenVisible);
  };
}
