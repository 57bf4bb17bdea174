import type { AgentMe, Conversation, Offer, ServerFrame, ShownEvent } from '../api/wire';

/** What the node would say, for tests: whole values, so that a test names only what it is about. */
export const ana: AgentMe = {
  id: 'agt_ana',
  name: 'Ana',
  rights: 'agent',
  availability: 'online',
  capacity: 4,
  load: 1,
  queues: [{ id: 'que_sales', key: 'sales', name: 'Sales' }],
};

export const luis = { agent: 'agt_luis', name: 'Luis' };

export function conversation(changes: Partial<Conversation> = {}): Conversation {
  return {
    conv: 'conv_1',
    state: 'owned',
    epoch: 1,
    head: 3,
    queue: 'que_sales',
    owner: { agent: ana.id, name: ana.name },
    shopper: { id: 'shp_1', name: 'Lucía', verified: false },
    locale: 'es',
    opened_at: 1_000,
    read: { shopper: 0, agent: 3 },
    presence: 'here',
    ...changes,
  };
}

export function offer(changes: Partial<Offer> = {}): Offer {
  return {
    offer: 'ofr_1',
    conv: 'conv_9',
    kind: 'queue',
    queue: 'que_sales',
    expires_at: 25_000,
    expires_in_ms: 25_000,
    packet: { orders: [], promises: [], locale: 'es', turns: [], sees: [], hash: '' },
    ...changes,
  };
}

type Logged<K> = Extract<ShownEvent, { kind: K; data: object }>;

export function event<K extends Logged<string>['kind']>(
  seq: number,
  kind: K,
  data: Logged<K>['data'],
  changes: Partial<Pick<Logged<K>, 'by' | 'at' | 'epoch' | 'cid'>> = {},
): Logged<K> {
  const base = { conv: 'conv_1', seq, by: { system: 'routing' }, at: seq * 1_000, epoch: 1, ...changes };
  return { ...base, kind, data } as Logged<K>;
}

export function said(seq: number, by: 'shopper' | 'ana' | 'luis', text: string, at = seq * 1_000) {
  const author = {
    shopper: { shopper: 'shp_1' },
    ana: { agent: ana.id, name: ana.name },
    luis,
  }[by];
  return event(seq, 'message', { body: { kind: 'text', text } }, { by: author, at });
}

export function welcome(
  conversations: Conversation[] = [conversation()],
): Extract<ServerFrame, { t: 'welcome' }> {
  return {
    t: 'welcome',
    conn: 'c',
    node: 'n',
    log: 'l',
    now: 0,
    ping_ms: 10_000,
    dead_ms: 15_000,
    features: [],
    limits: {
      frame: 65_536,
      server_frame: 262_144,
      message: 8_192,
      rate: { burst: 200, per_s: 50 },
      unanswered: 32,
    },
    me: ana,
    conversations,
  };
}
