import type { AgentSummary } from '../../api/wire';
import type { Board } from '../../realtime/desk';

/** The board's tiles, summed from its rows. */
export interface Totals {
  readonly waiting: number;
  readonly offered: number;
  readonly longestWaitMs: number | null;
  readonly longestIn: string | undefined;
  readonly active: number;
  readonly agentsOnline: number;
  readonly agentsHere: number;
  readonly notResponding: number;
  readonly slotsUsed: number;
  readonly slots: number;
  /** Answered in time, as a share; null before there is anything to say. */
  readonly serviceLevel: number | null;
}

export function totalsOf({ queues, agents }: Pick<Board, 'queues' | 'agents'>): Totals {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const here = agents.filter(({ live }) => live);
  const online = here.filter(isOnline);
  const longest = queues.reduce<(typeof queues)[number] | undefined>(
    (worst, queue) => ((queue.longest_wait_ms ?? -1) > (worst?.longest_wait_ms ?? -1) ? queue : worst),
    undefined,
  );
  const met = sum(queues.map(({ service_level }) => service_level?.met ?? 0));
  const of = sum(queues.map(({ service_level }) => service_level?.of ?? 0));
  return {
    waiting: sum(queues.map(({ waiting }) => waiting)),
    offered: sum(queues.map(({ offered }) => offered)),
    longestWaitMs: longest?.longest_wait_ms ?? null,
    longestIn: longest?.longest_wait_ms == null ? undefined : longest.name,
    active: sum(queues.map(({ active }) => active)),
    agentsOnline: online.length,
    agentsHere: here.length,
    notResponding: here.filter(({ availability }) => availability === 'not_responding').length,
    slotsUsed: sum(online.map(({ load }) => load)),
    slots: sum(online.map(({ capacity }) => capacity)),
    serviceLevel: of > 0 ? met / of : null,
  };
}

function isOnline({ availability }: AgentSummary): boolean {
  return availability === 'online';
}
