import type { ConversationSnapshot } from '@tillside/chat-client/conversation';
import type { Item } from '@tillside/chat-client/outbox';
import type { Author, ErrorCode, ShownEvent } from '../../api/wire';

export type Delivery =
  | { readonly is: 'sending' }
  | { readonly is: 'sent' }
  | { readonly is: 'read' }
  | { readonly is: 'failed'; readonly code: ErrorCode };

interface Placed {
  /** Stays the same from the composer to the log, so that a message is not drawn anew when it has been stored. */
  readonly id: string;
  readonly at: number;
  /** It is the first of its day. */
  readonly opensDay: boolean;
}

export interface Said extends Placed {
  readonly is: 'message' | 'note';
  readonly from: 'shopper' | 'me' | 'colleague';
  readonly name: string | undefined;
  readonly text: string;
  readonly isMasked: boolean;
  readonly delivery: Delivery | undefined;
  /** Nothing stands between it and the one before, of the same author. */
  readonly goesOn: boolean;
  readonly cid: string | undefined;
}

export interface Line extends Placed {
  readonly is: 'line';
  readonly event: LoggedEvent;
}

export type Row = Said | Line;
export type LoggedEvent = Exclude<ShownEvent, { kind: 'hidden' | 'message' | 'note' }>;

/** Entries that nobody needs to read: what they did shows elsewhere. */
const silent: ReadonlySet<ShownEvent['kind']> = new Set(['hidden', 'offered', 'wrapped', 'opened']);

/** Somebody who goes on writing within this time goes on in the same breath. */
const BREATH_MS = 120_000;

type Log = Pick<ConversationSnapshot, 'timeline' | 'read'>;

/** The log, and below it what has not reached it yet, as the rows of a thread. */
export function rowsOf({ timeline, read }: Log, unsent: readonly Item<never>[], me: string): readonly Row[] {
  const rows: Row[] = [];
  for (const event of timeline.events) {
    const row = rowOf(event, rows.at(-1), me, read.shopper);
    if (row) rows.push(row);
  }
  for (const item of unsent) {
    const row = unsentRow(item, rows.at(-1));
    if (row) rows.push(row);
  }
  return rows;
}

function rowOf(
  event: ShownEvent,
  before: Row | undefined,
  me: string,
  readByShopper: number,
): Row | undefined {
  if (silent.has(event.kind) || event.kind === 'hidden') return undefined;
  const { at } = event;
  const opensDay = isNewDay(before?.at, at);
  if (event.kind !== 'message' && event.kind !== 'note') {
    return { is: 'line', id: `s${event.seq}`, at, opensDay, event };
  }
  const from = sideOf(event.by, me);
  const name = 'name' in event.by ? event.by.name : undefined;
  const isMine = from === 'me' && event.kind === 'message';
  return {
    is: event.kind,
    id: event.cid ?? `s${event.seq}`,
    at,
    opensDay,
    from,
    name,
    text: event.data.body.text,
    isMasked: event.kind === 'message' && event.data.masked === true,
    delivery: isMine ? { is: readByShopper >= event.seq ? 'read' : 'sent' } : undefined,
    goesOn: goesOn(before, event.kind, from, name, at, opensDay),
    cid: undefined,
  };
}

function unsentRow({ cid, at, draft, progress }: Item<never>, before: Row | undefined): Said | undefined {
  if (draft.is === 'open') return undefined;
  const kind = draft.is === 'note' ? 'note' : 'message';
  const opensDay = isNewDay(before?.at, at);
  return {
    is: kind,
    id: cid,
    at,
    opensDay,
    from: 'me',
    name: undefined,
    text: draft.body.text,
    isMasked: false,
    delivery: deliveryOf(progress),
    goesOn: goesOn(before, kind, 'me', undefined, at, opensDay),
    cid,
  };
}

function deliveryOf(progress: Item<never>['progress']): Delivery {
  switch (progress.is) {
    case 'waiting':
    case 'sending':
      return { is: 'sending' };
    case 'sent':
      return { is: 'sent' };
    case 'failed':
      return progress;
    default:
      return progress satisfies never;
  }
}

function sideOf(author: Author, me: string): Said['from'] {
  if ('shopper' in author) return 'shopper';
  return 'agent' in author && author.agent === me ? 'me' : 'colleague';
}

function goesOn(
  before: Row | undefined,
  kind: Said['is'],
  from: Said['from'],
  name: string | undefined,
  at: number,
  opensDay: boolean,
): boolean {
  if (before === undefined || before.is !== kind || opensDay) return false;
  const sameAuthor = before.from === from && (from !== 'colleague' || before.name === name);
  return sameAuthor && at - before.at < BREATH_MS;
}

function isNewDay(before: number | undefined, at: number): boolean {
  return before === undefined || new Date(before).toDateString() !== new Date(at).toDateString();
}
