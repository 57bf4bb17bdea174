import type { ConversationSnapshot } from '@tillside/chat-client/conversation';
import type { Item } from '@tillside/chat-client/outbox';
import type { ChatState, Opening } from './chat';

type Event = ConversationSnapshot['timeline']['events'][number];
type Shown<Kind extends Event['kind']> = Extract<Event, { kind: Kind }>;

/** How far a message of one's own has come. */
type Delivery = 'sending' | 'sent' | 'read' | 'failed';

/** What the shopper reads, line by line. */
export type Line =
  | {
      is: 'own';
      key: string;
      at: number;
      text: string;
      masked: boolean;
      delivery: Delivery;
      cid: string;
      /** Why it failed, where the shopper can do something about it. */
      isTooLong: boolean;
    }
  | { is: 'theirs'; key: string; at: number; text: string; name: string }
  | { is: 'joined'; key: string; at: number; name: string }
  | { is: 'handed_over'; key: string; at: number; name: string; sees: Shown<'transferred'>['data']['sees'] }
  | { is: 'parked'; key: string; at: number; reason: Shown<'parked'>['data']['reason'] }
  | { is: 'closed'; key: string; at: number; by: Shown<'closed'>['data']['by'] };

/** The log first, then what it does not show yet, in the order in which it was written. */
export function linesOf({ conversation, unsaid }: ChatState): Line[] {
  const logged = conversation === undefined ? [] : loggedLines(conversation);
  return [...logged, ...unsaid.flatMap(unsaidLine)];
}

function loggedLines({ timeline, read }: ConversationSnapshot): Line[] {
  return timeline.events.flatMap((event): Line[] => {
    if (event.kind === 'hidden') return [];
    const line = { key: keyOf(event), at: event.at };
    switch (event.kind) {
      case 'message':
        return [message(event, line, event.seq <= read.agent)];
      case 'assigned':
        return [{ ...line, is: 'joined', name: event.data.to.name }];
      case 'transferred':
        return [{ ...line, is: 'handed_over', name: event.data.to.name, sees: event.data.sees }];
      case 'parked':
        return [{ ...line, is: 'parked', reason: event.data.reason }];
      case 'closed':
        return [{ ...line, is: 'closed', by: event.data.by }];
      default:
        // The rest of the log moves the state and says nothing by itself.
        return [];
    }
  });
}

function message(event: Shown<'message'>, line: { key: string; at: number }, wasRead: boolean): Line {
  const { by, cid = '' } = event;
  const { text } = event.data.body;
  if (!('shopper' in by)) return { ...line, is: 'theirs', text, name: 'name' in by ? by.name : '' };
  const delivery = wasRead ? 'read' : 'sent';
  const masked = event.data.masked === true;
  return { ...line, is: 'own', text, masked, delivery, cid, isTooLong: false };
}

function unsaidLine({ cid, at, draft, progress }: Item<Opening>): Line[] {
  if (draft.is !== 'send') return [];
  const delivery = progress.is === 'failed' || progress.is === 'sent' ? progress.is : 'sending';
  const isTooLong = progress.is === 'failed' && progress.code === 'too_large';
  return [{ is: 'own', key: cid, at, text: draft.body.text, masked: false, delivery, cid, isTooLong }];
}

/** The same before and after the log has it, so that a bubble that is confirmed stays the bubble it is. */
function keyOf(event: Exclude<Event, { kind: 'hidden' }>): string {
  return event.cid ?? `${event.conv}/${event.seq}`;
}

/** What the shopper has not seen yet. */
export function unreadOf({ conversation }: ChatState): number {
  if (conversation === undefined) return 0;
  const { timeline, read } = conversation;
  return timeline.events.filter(
    (event) => event.kind === 'message' && event.seq > read.shopper && !('shopper' in event.by),
  ).length;
}

/** Is there something to come back to on the next page? */
export function isLive({ lane, conversation }: ChatState): boolean {
  if (conversation === undefined) return lane !== undefined;
  return conversation.standing.state !== 'closed' || hasNews(conversation);
}

/** Has somebody else done something that the shopper has not seen? */
export function hasNews({ timeline, read }: ConversationSnapshot): boolean {
  return timeline.events.some(
    (event) => event.kind !== 'hidden' && event.seq > read.shopper && !('shopper' in event.by),
  );
}
