import type { ServerFrame } from './generated/ServerFrame';
import type { ShownEvent } from './generated/ShownEvent';

type Kind = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'any';
type Shape = Readonly<Record<string, Kind>>;

/**
 * What must be there before a frame is believed. A new frame fails to compile here first; fields that are not listed
 * are optional or belong to one view only.
 */
const SHAPES = {
  welcome: {
    conn: 'string',
    log: 'string',
    now: 'number',
    ping_ms: 'number',
    dead_ms: 'number',
    me: 'object',
    conversations: 'array',
  },
  ok: { re: 'string' },
  err: { re: 'any', code: 'string', message: 'string', retry: 'boolean' },
  event: { conv: 'string', seq: 'number', kind: 'string' },
  synced: { conv: 'string', at: 'number', head: 'number', more: 'boolean' },
  reset: { conv: 'string', head: 'any' },
  ephemeral: { conv: 'string', kind: 'string', data: 'object' },
  offer: { offer: 'string', conv: 'string', kind: 'string', expires_in_ms: 'number', packet: 'object' },
  offer_ended: { offer: 'string', reason: 'string' },
  state: { rev: 'number', me: 'object', conversations: 'array', offers: 'array' },
  board: { rev: 'number', at: 'number', queues: 'array', agents: 'array' },
  ping: { n: 'number', heads: 'object' },
  bye: { code: 'number', after_ms: 'number' },
} as const satisfies Record<ServerFrame['t'], Shape>;

const EVENT_KINDS = {
  hidden: true,
  opened: true,
  queued: true,
  parked: true,
  offered: true,
  assigned: true,
  message: true,
  note: true,
  transfer_offered: true,
  transfer_ended: true,
  consulting: true,
  transferred: true,
  context: true,
  left: true,
  closed: true,
  wrapped: true,
  rated: true,
} as const satisfies Record<ShownEvent['kind'], true>;

/** Undefined is what this client does not know, or what is broken: both are ignored. */
export function decode(text: string): ServerFrame | undefined {
  const value = parse(text);
  if (!isRecord(value) || !isServerFrame(value)) return undefined;
  return value.t === 'event' ? { t: 'event', ...known(value) } : value;
}

/**
 * A newer node may log what this client has never heard of, and what has been redacted has lost its content: both keep
 * their place in the order and show nothing.
 */
export function known(event: ShownEvent): ShownEvent {
  const isReadable = Object.hasOwn(EVENT_KINDS, event.kind) && !('data' in event && 'redacted' in event.data);
  return isReadable ? event : { conv: event.conv, seq: event.seq, kind: 'hidden' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

function isServerFrame(value: Record<string, unknown>): value is ServerFrame {
  if (typeof value['t'] !== 'string' || !Object.hasOwn(SHAPES, value['t'])) return false;
  const shape: Shape = SHAPES[value['t'] as ServerFrame['t']];
  return Object.entries(shape).every(([field, kind]) => field in value && is(kind, value[field]));
}

function is(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'any':
      return true;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === kind;
    default:
      return kind satisfies never;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
