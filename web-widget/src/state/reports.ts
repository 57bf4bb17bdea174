import type { Readable } from '@tillside/chat-client/store';
import type { FromFrame } from '../bridge';
import type { ChatState } from './chat';
import { isLive, unreadOf } from './thread';

/** Tells the shop's page what has changed here that it may know: numbers and moments, never words. */
export function reportTo(say: (message: FromFrame) => void, chat: Readable<ChatState>): void {
  // The page begins with nothing; what an earlier one has left unsaid may be here already.
  let before: Summary = NOTHING;
  const report = () => {
    const now = summary(chat.getSnapshot());
    for (const message of changes(before, now)) say(message);
    before = now;
  };
  report();
  chat.subscribe(report);
}

type Summary = ReturnType<typeof summary>;

const NOTHING = summary({ lane: undefined, conversation: undefined, unsaid: [] });

function changes(before: Summary, now: Summary): FromFrame[] {
  const messages: FromFrame[] = [];
  if (now.unread !== before.unread) messages.push({ is: 'unread', count: now.unread });
  if (now.live !== before.live) messages.push({ is: 'live', live: now.live });
  // What a page load brings back did not happen now.
  if (now.lane === undefined || now.lane !== before.lane) return messages;
  if (before.last === 0 && now.last > 0) messages.push({ is: 'happened', what: 'started' });
  if (now.unread > before.unread) messages.push({ is: 'happened', what: 'message' });
  if (now.ended && !before.ended) messages.push({ is: 'happened', what: 'ended' });
  if (now.rated && !before.rated) messages.push({ is: 'happened', what: 'rated' });
  return messages;
}

function summary(state: ChatState) {
  const { lane, conversation } = state;
  return {
    lane,
    unread: unreadOf(state),
    live: isLive(state),
    last: conversation?.timeline.last ?? 0,
    ended: conversation?.standing.state === 'closed',
    rated: conversation?.standing.rated ?? false,
  };
}
