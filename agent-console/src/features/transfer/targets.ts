import type { AgentSummary, Queue } from '../../api/wire';

export type TransferKind = 'warm' | 'consult';

/** Somebody, or a line of shoppers, that a chat can be handed to; and why not, when not. */
export type Target = { readonly id: string; readonly name: string } & (
  | {
      readonly is: 'agent';
      readonly agent: AgentSummary;
      readonly free: number;
      readonly obstacle: Obstacle | undefined;
    }
  | {
      readonly is: 'queue';
      readonly queue: Queue;
      readonly free: number;
      readonly obstacle: Obstacle | undefined;
    }
);

export type Obstacle = 'full' | 'away' | 'agents_only';

/**
 * Who can take it now, the least loaded colleague on top and the queues after the colleagues; then, with the reason,
 * who cannot: whoever looks for Luis should learn that Luis is full.
 */
export function targetsOf(
  agents: readonly AgentSummary[],
  queues: readonly Queue[],
  me: string,
  kind: TransferKind,
): readonly Target[] {
  const colleagues = agents.filter(({ id }) => id !== me).map((agent) => agentTarget(agent, kind));
  const lines = queues.map((queue) => queueTarget(queue, kind));
  const all = [...colleagues.sort(byFree), ...lines];
  return [...all.filter(({ obstacle }) => !obstacle), ...all.filter(({ obstacle }) => obstacle)];
}

function agentTarget(agent: AgentSummary, kind: TransferKind): Target {
  const free = Math.max(0, agent.capacity - agent.load);
  const isThere = agent.live && (agent.availability === 'online' || agent.availability === 'transfer_only');
  // Being asked for advice uses no slot.
  const obstacle = !isThere ? 'away' : free === 0 && kind === 'warm' ? 'full' : undefined;
  return { is: 'agent', id: agent.id, name: agent.name, agent, free, obstacle };
}

function queueTarget(queue: Queue, kind: TransferKind): Target {
  const obstacle = kind === 'consult' ? 'agents_only' : undefined;
  return { is: 'queue', id: queue.id, name: queue.name, queue, free: queue.slots_free, obstacle };
}

function byFree(a: Target, b: Target): number {
  return b.free - a.free || a.name.localeCompare(b.name);
}
