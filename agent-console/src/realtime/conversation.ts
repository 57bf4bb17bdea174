import type { Conversation, ShownEvent } from '../api/wire';

/**
 * The law of snapshot and events: what the server would say about this conversation after this event. `state` frames
 * say so too, but later, and for the desk only; a conversation that somebody peeks into is kept up by this alone.
 */
export function conversationAfter(conversation: Conversation, event: ShownEvent): Conversation {
  if (event.seq <= conversation.head) return conversation;
  const next = { ...conversation, head: event.seq };
  if (event.kind === 'hidden') return next;
  next.epoch = event.epoch;
  switch (event.kind) {
    case 'message': {
      if (!('body' in event.data)) return next;
      return { ...next, last: { seq: event.seq, at: event.at, by: event.by, text: event.data.body.text } };
    }
    case 'queued':
      // A recall or a transfer to a queue stands in line while its owner keeps it.
      return next.owner ? next : { ...next, state: 'waiting', queue: event.data.queue };
    case 'parked':
      return { ...next, state: 'parked' };
    case 'offered':
      return next.owner ? next : { ...next, state: 'offered' };
    case 'assigned':
    case 'transferred':
      return { ...without(next, 'transfer'), state: 'owned', owner: event.data.to };
    case 'transfer_offered': {
      const { transfer, kind, from, to, expires_at } = event.data;
      return { ...next, transfer: { transfer, kind, from, to, expires_at } };
    }
    case 'transfer_ended':
      return next.transfer?.transfer === event.data.transfer ? without(next, 'transfer') : next;
    case 'closed':
      return { ...without(next, 'transfer'), state: next.owner ? 'wrapup' : 'closed', closed_at: event.at };
    case 'wrapped':
      return { ...next, state: 'closed' };
    default:
      return next;
  }
}

function without<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = value;
  return rest;
}
