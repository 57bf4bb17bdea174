import type { ShownEvent } from './generated/ShownEvent';

/**
 * A client's copy of one conversation's log: a stretch of it without holes, and what is known about the rest. It says
 * what it lacks (`missing`), and whoever owns the socket fetches that. It is only ever replaced, so a view may keep it.
 */
export interface Timeline {
  /** Ascending and dense from `first` to `last`; empty when `last` is `first - 1`. */
  readonly events: readonly ShownEvent[];
  readonly first: number;
  readonly last: number;
  /** The highest `seq` that anybody has spoken of. */
  readonly head: number;
  /** Nothing more comes by itself until a fetch has been answered as complete (FETCH1). */
  readonly paused: boolean;
  /** What came before its turn, to be used when the hole before it is filled. */
  readonly early: ReadonlyMap<number, ShownEvent>;
}

export type Input =
  | { is: 'event'; event: ShownEvent }
  | { is: 'later'; events: readonly ShownEvent[]; head: number; complete: boolean }
  | { is: 'earlier'; events: readonly ShownEvent[] }
  | { is: 'synced'; head: number; more: boolean }
  | { is: 'reset'; head: number }
  | { is: 'head'; head: number };

/** A burst that overtakes a hole is kept up to here; what is beyond is fetched with the hole. */
const EARLY_MAX = 500;

/** A copy that begins after `head`: what is older is fetched when somebody scrolls there. */
export function startingAfter(head: number): Timeline {
  return {
    events: [],
    first: head + 1,
    last: head,
    head,
    paused: false,
    early: new Map(),
  };
}

export function reduce(timeline: Timeline, input: Input): Timeline {
  switch (input.is) {
    case 'event':
      return append(timeline, [input.event]);
    case 'later': {
      const grown = append(timeline, input.events);
      return { ...grown, head: Math.max(grown.head, input.head), paused: grown.paused && !input.complete };
    }
    case 'earlier':
      return prepend(timeline, input.events);
    case 'synced':
      return { ...timeline, head: Math.max(timeline.head, input.head), paused: input.more };
    case 'reset':
      return { ...startingAfter(0), head: input.head, paused: true };
    case 'head':
      return input.head > timeline.head ? { ...timeline, head: input.head } : timeline;
    default:
      return input satisfies never;
  }
}

/** The `seq` after which to fetch, if anything is missing. */
export function missingAfter(timeline: Timeline): number | undefined {
  return timeline.paused || timeline.head > timeline.last ? timeline.last : undefined;
}

function append(timeline: Timeline, arriving: readonly ShownEvent[]): Timeline {
  const early = new Map(timeline.early);
  let { head } = timeline;
  for (const event of arriving) {
    head = Math.max(head, event.seq);
    if (event.seq > timeline.last && early.size < EARLY_MAX + arriving.length) early.set(event.seq, event);
  }
  const next: ShownEvent[] = [];
  for (let seq = timeline.last + 1; early.has(seq); seq += 1) {
    const event = early.get(seq);
    if (event !== undefined) next.push(event);
    early.delete(seq);
  }
  if (next.length === 0) return { ...timeline, head, early };
  return {
    ...timeline,
    events: timeline.events.concat(next),
    last: timeline.last + next.length,
    head,
    early,
  };
}

function prepend(timeline: Timeline, page: readonly ShownEvent[]): Timeline {
  const older = page.filter((event) => event.seq < timeline.first);
  const oldest = older[0];
  // A page that was asked for before the copy was reset does not touch it any more.
  if (oldest === undefined || older.at(-1)?.seq !== timeline.first - 1) return timeline;
  return {
    ...timeline,
    events: older.concat(timeline.events),
    first: oldest.seq,
  };
}
