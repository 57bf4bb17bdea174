import type { Conversation, ShownEvent } from '../api/wire';

/** What one chat asks of its agent, kept up event by event. */
export interface Attention {
  /** When the shopper wrote the oldest message that nobody has answered; `null` when it is the shopper's turn. */
  readonly unansweredSince: number | null;
  /** The shopper's messages beyond what this agent has read. */
  readonly unread: number;
  /** The last `seq` that these are about, so that an event counts once. */
  readonly upTo: number;
}

/** From what the server says about a conversation before any of its log is here. */
export function firstAttention({ head, last, read }: Conversation): Attention {
  const waits = last !== undefined && 'shopper' in last.by;
  return {
    unansweredSince: waits ? last.at : null,
    unread: waits && last.seq > read.agent ? 1 : 0,
    upTo: head,
  };
}

export function attentionAfter(attention: Attention, event: ShownEvent): Attention {
  if (event.seq <= attention.upTo) return attention;
  const next = { ...attention, upTo: event.seq };
  if (event.kind !== 'message') return next;
  if (!('shopper' in event.by)) return { ...next, unansweredSince: null };
  return {
    ...next,
    unansweredSince: attention.unansweredSince ?? event.at,
    unread: attention.unread + 1,
  };
}

/** The same from a stretch of the log that ends at the head, which knows more than `last` does. */
export function attentionFrom(events: readonly ShownEvent[], readByAgent: number): Attention {
  let attention: Attention = { unansweredSince: null, unread: 0, upTo: 0 };
  for (const event of events) {
    attention = attentionAfter(attention, event);
    if (event.seq <= readByAgent) attention = { ...attention, unread: 0 };
  }
  return attention;
}
