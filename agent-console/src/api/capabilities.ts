import type { PlainKey } from '../i18n/dictionary';
import type { AgentMe, Conversation, State } from './wire';

/** Where an agent stands to a conversation; the columns of the table of rights in the protocol's §3.5. */
type Relation = 'owner' | 'consulted' | 'queue' | 'supervisor';

export type Action =
  | 'send'
  | 'note'
  | 'transfer'
  | 'cancelTransfer'
  | 'close'
  | 'finishWrapUp'
  | 'leaveConsult'
  | 'take'
  | 'takeOver'
  | 'assign';

export type Permission = { allowed: true } | { allowed: false; reason: PlainKey };

/** Whose view it is. A conversation on the desk of somebody who does not own it is there because they are consulted. */
export interface Viewer {
  readonly me: AgentMe;
  readonly isOnDesk: boolean;
}

interface Row {
  readonly by: readonly Relation[];
  readonly unless?: Relation;
  readonly states: readonly State[];
}

const unowned = ['waiting', 'offered', 'parked'] as const;
const everyState = [...unowned, 'owned', 'wrapup', 'closed'] as const;

/**
 * What may be done to a conversation, by whom and when. The server decides; this table spares people buttons that
 * it would refuse, and says why they are off.
 */
const rows = {
  send: { by: ['owner'], states: ['owned'] },
  note: { by: ['owner', 'consulted', 'supervisor'], states: everyState },
  transfer: { by: ['owner'], states: ['owned'] },
  cancelTransfer: { by: ['owner', 'supervisor'], states: ['owned'] },
  close: { by: ['owner'], states: ['owned'] },
  finishWrapUp: { by: ['owner'], states: ['wrapup'] },
  leaveConsult: { by: ['consulted'], states: ['owned'] },
  take: { by: ['queue', 'supervisor'], states: unowned },
  takeOver: { by: ['supervisor'], unless: 'owner', states: ['owned'] },
  assign: { by: ['supervisor'], states: [...unowned, 'owned'] },
} satisfies Record<Action, Row>;

export function mayDo(action: Action, conversation: Conversation, viewer: Viewer): Permission {
  const row: Row = rows[action];
  const relations = relationsTo(conversation, viewer);
  if (!row.by.some((relation) => relations.has(relation)))
    return { allowed: false, reason: 'denied.relation' };
  if (row.unless && relations.has(row.unless)) return { allowed: false, reason: 'denied.yours' };
  if (!row.states.includes(conversation.state))
    return { allowed: false, reason: inState[conversation.state] };
  if (action === 'transfer' && conversation.transfer) return { allowed: false, reason: 'denied.pending' };
  if (action === 'cancelTransfer' && !conversation.transfer)
    return { allowed: false, reason: 'denied.noTransfer' };
  return { allowed: true };
}

export function isSupervisor(me: AgentMe): boolean {
  return me.rights !== 'agent';
}

function relationsTo(conversation: Conversation, { me, isOnDesk }: Viewer): ReadonlySet<Relation> {
  const relations = new Set<Relation>();
  if (conversation.owner?.agent === me.id) relations.add('owner');
  else if (isOnDesk) relations.add('consulted');
  if (me.queues.some(({ id }) => id === conversation.queue)) relations.add('queue');
  if (isSupervisor(me)) relations.add('supervisor');
  return relations;
}

const inState: Record<State, PlainKey> = {
  waiting: 'denied.unowned',
  offered: 'denied.unowned',
  parked: 'denied.unowned',
  owned: 'denied.owned',
  wrapup: 'denied.wrapUp',
  closed: 'denied.closed',
};
