import type { Welcome } from '../connection';

/** What a node says to a shopper who has no conversation yet. */
export function welcome(now: number): Welcome {
  return {
    t: 'welcome',
    conn: 'conn 1',
    node: 'node 1',
    log: 'log 1',
    now,
    ping_ms: 25_000,
    dead_ms: 35_000,
    me: { id: 'shp_01test', verified: false },
    conversations: [],
  };
}
