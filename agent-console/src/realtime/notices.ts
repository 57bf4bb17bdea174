import type { Author, ServerFrame } from '../api/wire';
import type { Desk } from './desk';

/** Something that happened to the desk without this agent doing it, to be said in words once. */
export type Notice =
  | { is: 'offer_missed' }
  | { is: 'offer_gone'; reason: 'taken' | 'cancelled' | 'left' }
  | { is: 'not_responding' }
  | { is: 'given'; shopper: string | undefined; by: string | undefined }
  | { is: 'taken_over'; shopper: string | undefined; by: string }
  | { is: 'recalled'; shopper: string | undefined; to: string }
  | { is: 'handed_over'; shopper: string | undefined; to: string }
  | { is: 'came_back'; shopper: string | undefined; why: TransferEnd }
  | { is: 'left'; shopper: string | undefined }
  | { is: 'closed'; shopper: string | undefined };

type TransferEnd = 'declined' | 'expired' | 'gone';

/** Reads a frame against the desk as it was before the frame. */
export function noticeOf(desk: Desk, frame: ServerFrame): Notice | undefined {
  switch (frame.t) {
    case 'offer_ended':
      return offerNotice(frame.reason);
    case 'state':
      return frame.me.availability === 'not_responding' && desk.me?.availability !== 'not_responding'
        ? { is: 'not_responding' }
        : undefined;
    case 'event':
      return eventNotice(desk, frame);
    default:
      return undefined;
  }
}

type Ended = Extract<ServerFrame, { t: 'offer_ended' }>['reason'];

function offerNotice(reason: Ended): Notice | undefined {
  switch (reason) {
    case 'expired':
      return { is: 'offer_missed' };
    case 'taken':
    case 'cancelled':
    case 'left':
      return { is: 'offer_gone', reason };
    case 'answered':
    case 'declined':
      return undefined;
    default:
      return reason satisfies never;
  }
}

function eventNotice(desk: Desk, event: Extract<ServerFrame, { t: 'event' }>): Notice | undefined {
  const conversation = desk.chats[event.conv]?.conversation ?? desk.departed[event.conv];
  const me = desk.me?.id;
  if (conversation === undefined || event.kind === 'hidden') return undefined;
  const shopper = conversation.shopper.name;
  const isMine = conversation.owner?.agent === me;
  switch (event.kind) {
    case 'transferred':
      return transferNotice(event, me, shopper);
    case 'transfer_ended': {
      const why = event.data.reason;
      const isNews = why === 'declined' || why === 'expired' || why === 'gone';
      return isMine && isNews ? { is: 'came_back', shopper, why } : undefined;
    }
    case 'left':
      return isMine ? { is: 'left', shopper } : undefined;
    case 'closed':
      return isMine && event.data.by === 'system' ? { is: 'closed', shopper } : undefined;
    default:
      return undefined;
  }
}

function transferNotice(
  { data, by }: Extract<ServerFrame, { t: 'event'; kind: 'transferred' }>,
  me: string | undefined,
  shopper: string | undefined,
): Notice | undefined {
  const { how, from, to } = data;
  if (to.agent === me && how === 'assign') return { is: 'given', shopper, by: nameOf(by) };
  if (from.agent !== me) return undefined;
  if (how === 'recall') return { is: 'recalled', shopper, to: to.name };
  if (how === 'takeover' || how === 'assign') return { is: 'taken_over', shopper, by: to.name };
  return { is: 'handed_over', shopper, to: to.name };
}

function nameOf(author: Author): string | undefined {
  return 'agent' in author ? author.name : undefined;
}
