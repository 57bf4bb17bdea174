import { describe, expect, it } from 'vitest';
import type { AgentSummary, Queue } from '../../api/wire';
import { targetsOf } from './targets';

function agent(name: string, changes: Partial<AgentSummary> = {}): AgentSummary {
  return {
    id: name,
    name,
    availability: 'online',
    since: 0,
    live: true,
    load: 1,
    capacity: 4,
    queues: [],
    ...changes,
  };
}

const returns: Queue = {
  id: 'que_1',
  key: 'returns',
  name: 'Returns',
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
};

const shown = (kind: 'warm' | 'consult', ...agents: AgentSummary[]) =>
  targetsOf(agents, [returns], 'me', kind).map(({ id, obstacle }) => (obstacle ? `${id}: ${obstacle}` : id));

describe('transfer targets', () => {
  it('puts whoever has the most free slots on top, and never oneself', () => {
    expect(shown('warm', agent('luis', { load: 3 }), agent('me'), agent('noor', { load: 0 }))).toEqual([
      'noor',
      'luis',
      'que_1',
    ]);
  });

  it('shows who cannot take it, and why', () => {
    const away = agent('ana', { availability: 'away' });
    const gone = agent('eva', { live: false });
    const full = agent('luis', { load: 4 });
    expect(shown('warm', away, gone, full, agent('noor'))).toEqual([
      'noor',
      'que_1',
      'ana: away',
      'eva: away',
      'luis: full',
    ]);
  });

  it('asks a full colleague for advice, but no queue', () => {
    expect(shown('consult', agent('luis', { load: 4 }))).toEqual(['luis', 'que_1: agents_only']);
  });

  it('hands over to a queue with nobody free: the chat waits there with its sender', () => {
    expect(shown('warm')).toEqual(['que_1']);
  });
});
