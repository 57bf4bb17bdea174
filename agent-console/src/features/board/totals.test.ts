import { expect, it } from 'vitest';
import type { AgentSummary, Queue } from '../../api/wire';
import { totalsOf } from './totals';

function queue(changes: Partial<Queue>): Queue {
  return {
    id: 'que_1',
    key: 'sales',
    name: 'Sales',
    mode: 'offer',
    open: true,
    depth: 0,
    waiting: 0,
    offered: 0,
    active: 0,
    longest_wait_ms: null,
    agents_online: 0,
    slots_free: 0,
    service_level: null,
    ...changes,
  };
}

function agent(changes: Partial<AgentSummary>): AgentSummary {
  return {
    id: 'a',
    name: 'A',
    availability: 'online',
    since: 0,
    live: true,
    load: 1,
    capacity: 4,
    queues: [],
    ...changes,
  };
}

it('sums the rows, and counts only who can answer as slots', () => {
  const queues = [
    queue({
      waiting: 3,
      offered: 1,
      longest_wait_ms: 10_000,
      service_level: { within_ms: 30_000, met: 8, of: 10 },
    }),
    queue({
      name: 'Returns',
      waiting: 2,
      longest_wait_ms: 90_000,
      service_level: { within_ms: 30_000, met: 0, of: 10 },
    }),
  ];
  const agents = [
    agent({}),
    agent({ availability: 'away', load: 2 }),
    agent({ live: false }),
    agent({ load: 4 }),
  ];
  expect(totalsOf({ queues, agents })).toMatchObject({
    waiting: 5,
    offered: 1,
    longestWaitMs: 90_000,
    longestIn: 'Returns',
    agentsOnline: 2,
    agentsHere: 3,
    slotsUsed: 5,
    slots: 8,
    serviceLevel: 0.4,
  });
});

it('says nothing about a service level before anybody was served', () => {
  expect(totalsOf({ queues: [queue({})], agents: [] })).toMatchObject({
    serviceLevel: null,
    longestWaitMs: null,
  });
});
