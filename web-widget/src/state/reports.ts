import type { FromFrame } from '../bridge';
import type { Chat, ChatState } from './chat';
import { isLive, unreadOf } from './thread';

/** Tells the shop's page what has changed here that it may know: numbers and moments, never words. */
export class Reports {
  readonly #chat: Chat;
  readonly #say: (message: FromFrame) => void;
  #before: {
    unread: number;
    live: boolean;
    conv: string | undefined;
    last: number;
    ended: boolean;
    rated: boolean;
  };

  constructor(chat: Chat, say: (message: FromFrame) => void) {
    this.#chat = chat;
    this.#say = say;
    this.#before = summary(chat.state.getSnapshot());
  }

  begin(): void {
    this.#chat.state.subscribe(() => this.#report());
  }

  #report(): void {
    const before = this.#before;
    const now = summary(this.#chat.state.getSnapshot());
    this.#before = now;
    if (now.unread !== before.unread) this.#say({ is: 'unread', count: now.unread });
    if (now.live !== before.live) this.#say({ is: 'live', live: now.live });
    // What a page load brings back did not happen now.
    if (now.conv === undefined || now.conv !== before.conv) return;
    if (before.last === 0 && now.last > 0) this.#say({ is: 'happened', what: 'started' });
    if (now.unread > before.unread) this.#say({ is: 'happened', what: 'message' });
    if (now.ended && !before.ended) this.#say({ is: 'happened', what: 'ended' });
    if (now.rated && !before.rated) this.#say({ is: 'happened', what: 'rated' });
  }
}

function summary(state: ChatState) {
  const { conversation } = state;
  return {
    unread: unreadOf(state),
    live: isLive(state),
    conv: state.lane,
    last: conversation?.timeline.last ?? 0,
    ended: conversation?.standing.state === 'closed',
    rated: conversation?.standing.rated ?? false,
  };
}
