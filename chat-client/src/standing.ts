import type { AgentRef } from './generated/AgentRef';
import type { ShownEvent } from './generated/ShownEvent';
import type { State } from './generated/State';

/** How a conversation stands, as the log up to `at` tells it. */
export interface Standing {
  readonly at: number;
  readonly state: State;
  readonly owner: AgentRef | null;
  readonly queue: string;
  readonly epoch: number;
  readonly rated: boolean;
}

export const UNOPENED: Standing = {
  at: 0,
  state: 'waiting',
  owner: null,
  queue: '',
  epoch: 0,
  rated: false,
};

/** A summary that a node gave may already hold an event that is only now replayed: what is not newer is skipped. */
export function advance(standing: Standing, event: ShownEvent): Standing {
  if (event.seq <= standing.at) return standing;
  if (event.kind === 'hidden') return { ...standing, at: event.seq };
  const here: Standing = { ...standing, at: event.seq, epoch: Math.max(standing.epoch, event.epoch) };
  switch (event.kind) {
    case 'opened':
      return { ...here, queue: event.data.queue };
    case 'queued':
      // Waiting for a hand-off the conversation keeps its owner: make before break.
      return { ...here, queue: event.data.queue, state: here.owner === null ? 'waiting' : 'owned' };
    case 'parked':
      return { ...here, state: 'parked' };
    case 'offered':
      return here.owner === null ? { ...here, state: 'offered' } : here;
    case 'assigned':
    case 'transferred':
      return { ...here, state: 'owned', owner: event.data.to };
    case 'closed':
      return { ...here, state: 'closed' };
    case 'rated':
      return { ...here, rated: true };
    default:
      return here;
  }
}
