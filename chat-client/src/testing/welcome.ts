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
    features: [],
    limits: {
      frame: 65_536,
      server_frame: 262_144,
      message: 8192,
      rate: { burst: 60, per_s: 10 },
      unanswered: 32,
    },
    me: { id: 'shp_01test', verified: false },
    conversations: [],
  };
}
