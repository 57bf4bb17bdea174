import type { AgentMe, Conversation, Offer, ServerFrame, ShownEvent } from '../api/wire';
import { type Attention, attentionAfter, attentionFrom, firstAttention } from './attention';
import { conversationAfter } from './conversation';

export type Board = Extract<ServerFrame, { t: 'board' }>;

/** One conversation as this agent has it before them. */
export interface Chat {
  readonly conversation: Conversation;
  readonly attention: Attention;
}

export interface OpenOffer extends Offer {
  /** By this browser's reckoning of the node's clock. */
  readonly endsAt: number;
}

/**
 * What the node has told this agent about all their conversations. Logs, read marks and typing of a single one are in
 * its own store, in the chat client. Replaced, never changed in place.
 */
export interface Desk {
  readonly me: AgentMe | null;
  readonly chats: Readonly<Record<string, Chat>>;
  /** Conversations followed by somebody who has no part in them. */
  readonly peeked: Readonly<Record<string, Chat>>;
  /** What has left the desk lately: the event that says why may come after the frame that takes it away. */
  readonly departed: Readonly<Record<string, Conversation>>;
  readonly offers: Readonly<Record<string, OpenOffer>>;
  readonly board: Board | null;
}

export const emptyDesk: Desk = { me: null, chats: {}, peeked: {}, departed: {}, offers: {}, board: null };

const DEPARTED_MAX = 30;

/** What a frame does to the desk. `now` is the node's time. */
export function applyFrame(desk: Desk, frame: ServerFrame, now: number): Desk {
  switch (frame.t) {
    case 'welcome':
      // Offers that are still open are sent again after it.
      return { ...welcomed(desk, frame), offers: {} };
    case 'state':
      return {
        ...withDesk(desk, frame.me, frame.conversations),
        offers: Object.fromEntries(frame.offers.map((offer) => [offer.offer, opened(desk, offer, now)])),
      };
    case 'offer':
      return { ...desk, offers: { ...desk.offers, [frame.offer]: opened(desk, frame, now) } };
    case 'offer_ended':
      return { ...desk, offers: without(desk.offers, frame.offer) };
    case 'event':
      return changeChat(desk, frame.conv, (chat) => chatAfter(chat, frame));
    case 'ephemeral':
      return changeChat(desk, frame.conv, (chat) => chatDuring(chat, frame));
    case 'board':
      return { ...desk, board: frame };
    case 'ok':
    case 'err':
    case 'synced':
    case 'reset':
    case 'ping':
    case 'bye':
      return desk;
    default:
      return frame satisfies never;
  }
}

/** The log of a chat has been read up to its head: now its attention is exact. */
export function logRead(desk: Desk, conv: string, events: readonly ShownEvent[]): Desk {
  return changeChat(desk, conv, (chat) => {
    const attention = attentionFrom(events, chat.conversation.read.agent);
    return attention.upTo < chat.attention.upTo ? chat : { ...chat, attention };
  });
}

export function markRead(desk: Desk, conv: string, seq: number): Desk {
  return changeChat(desk, conv, (chat) => {
    const read = { ...chat.conversation.read, agent: Math.max(chat.conversation.read.agent, seq) };
    return {
      ...chat,
      conversation: { ...chat.conversation, read },
      attention: { ...chat.attention, unread: 0 },
    };
  });
}

export function peek(desk: Desk, conversation: Conversation): Desk {
  return { ...desk, peeked: { ...desk.peeked, [conversation.conv]: newChat(conversation) } };
}

export function stopPeeking(desk: Desk, conv: string): Desk {
  return { ...desk, peeked: without(desk.peeked, conv) };
}

export function chatIn(desk: Desk, conv: string): Chat | undefined {
  return desk.chats[conv] ?? desk.peeked[conv];
}

/** A welcome serves both roles; to an agent's token only an agent's answers. */
function welcomed(desk: Desk, { me, conversations }: Extract<ServerFrame, { t: 'welcome' }>): Desk {
  if (!('rights' in me)) return desk;
  return withDesk(
    desk,
    me,
    conversations.filter((conversation) => 'epoch' in conversation),
  );
}

function withDesk(desk: Desk, me: AgentMe, conversations: readonly Conversation[]): Desk {
  const chats: Record<string, Chat> = {};
  for (const conversation of conversations) {
    const known = chatIn(desk, conversation.conv);
    chats[conversation.conv] = known ? { ...known, conversation } : newChat(conversation);
  }
  const leaving = Object.values(desk.chats).filter(
    ({ conversation }) => chats[conversation.conv] === undefined,
  );
  const departed = leaving.map(({ conversation }) => [conversation.conv, conversation] as const);
  const kept = [...Object.entries(desk.departed), ...departed].slice(-DEPARTED_MAX);
  return { ...desk, me, chats, departed: Object.fromEntries(kept) };
}

function newChat(conversation: Conversation): Chat {
  return { conversation, attention: firstAttention(conversation) };
}

/** An offer that is told again keeps its end: clocks are compared once. */
function opened(desk: Desk, offer: Offer, now: number): OpenOffer {
  return { ...offer, endsAt: desk.offers[offer.offer]?.endsAt ?? now + offer.expires_in_ms };
}

function changeChat(desk: Desk, conv: string, change: (chat: Chat) => Chat): Desk {
  for (const place of ['chats', 'peeked'] as const) {
    const chat = desk[place][conv];
    if (chat === undefined) continue;
    const changed = change(chat);
    return changed === chat ? desk : { ...desk, [place]: { ...desk[place], [conv]: changed } };
  }
  return desk;
}

function chatAfter({ conversation, attention }: Chat, event: ShownEvent): Chat {
  return {
    conversation: conversationAfter(conversation, event),
    attention: attentionAfter(attention, event),
  };
}

function chatDuring(chat: Chat, frame: Extract<ServerFrame, { t: 'ephemeral' }>): Chat {
  const { conversation } = chat;
  switch (frame.kind) {
    case 'presence':
      return { ...chat, conversation: { ...conversation, presence: frame.data.shopper } };
    case 'context': {
      const { verified: _, ...context } = frame.data;
      return { ...chat, conversation: { ...conversation, ...context } };
    }
    case 'typing':
    case 'read':
    case 'queue':
      return chat;
    default:
      return frame satisfies never;
  }
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _, ...rest } = record;
  return rest;
}
