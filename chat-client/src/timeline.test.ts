import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ShownEvent } from './generated/ShownEvent';
import { log, message } from './testing/events';
import { type Input, missingAfter, reduce, startingAfter, type Timeline } from './timeline';

const LENGTH = 30;
const LOG = log(LENGTH, (seq) => seq % 7 === 0);

/** What a node may say of the log, in any order, repeated or not at all. */
const input: fc.Arbitrary<Input> = fc.oneof(
  fc.nat(LENGTH - 1).map((index): Input => ({ is: 'event', event: at(index + 1) })),
  fc.tuple(fc.nat(LENGTH), fc.integer({ min: 1, max: 8 })).map(([after, size]) => page(after, size)),
  fc.tuple(fc.integer({ min: 1, max: LENGTH + 1 }), fc.integer({ min: 1, max: 8 })).map(
    ([before, size]): Input => ({
      is: 'earlier',
      events: LOG.slice(Math.max(0, before - 1 - size), before - 1),
    }),
  ),
  fc.tuple(fc.nat(LENGTH), fc.boolean()).map(([head, more]): Input => ({ is: 'synced', head, more })),
  fc.constant<Input>({ is: 'reset', head: LENGTH }),
  fc.nat(LENGTH).map((head): Input => ({ is: 'head', head })),
);

function at(seq: number): ShownEvent {
  const event = LOG[seq - 1];
  if (event === undefined) throw new Error(`the log has no ${seq}`);
  return event;
}

function page(after: number, size: number): Input {
  const events = LOG.slice(after, after + size);
  return { is: 'later', events, head: LENGTH, complete: after + size >= LENGTH };
}

/** As the client does: it fetches until nothing is missing, forwards and then back to the beginning. */
function repaired(timeline: Timeline): Timeline {
  let whole = reduce(timeline, { is: 'head', head: LENGTH });
  for (let after = missingAfter(whole); after !== undefined; after = missingAfter(whole)) {
    whole = reduce(whole, page(after, 8));
  }
  while (whole.first > 1) {
    whole = reduce(whole, {
      is: 'earlier',
      events: LOG.slice(Math.max(0, whole.first - 9), whole.first - 1),
    });
  }
  return whole;
}

test('SEND3: any interleaving of events, pages, resumes and resets gives the same list', () => {
  fc.assert(
    fc.property(fc.nat(LENGTH), fc.array(input, { maxLength: 60 }), (start, inputs) => {
      const timeline = inputs.reduce(reduce, startingAfter(start));
      expect(timeline.events.map((event) => event.seq)).toEqual(
        Array.from({ length: timeline.last - timeline.first + 1 }, (_, index) => timeline.first + index),
      );
      expect(repaired(timeline).events).toEqual(LOG);
    }),
  );
});

describe('FETCH1', () => {
  const synced = reduce(startingAfter(10), { is: 'synced', head: 10, more: true });

  test('after more: true a fetch is due, even when nothing is known to be missing', () => {
    expect(missingAfter(synced)).toBe(10);
  });

  test('only a complete answer ends it', () => {
    const half = reduce(synced, { is: 'later', events: [message(11)], head: 12, complete: false });
    expect(missingAfter(half)).toBe(11);
    const whole = reduce(half, { is: 'later', events: [message(12)], head: 12, complete: true });
    expect(missingAfter(whole)).toBeUndefined();
  });
});

test('RESUME2: a reset drops the copy and asks for everything', () => {
  const timeline = reduce(reduce(startingAfter(0), page(0, 8)), { is: 'reset', head: 3 });
  expect(timeline.events).toEqual([]);
  expect(missingAfter(timeline)).toBe(0);
});

test('a page from before a reset does not come back into the copy', () => {
  const timeline = reduce(startingAfter(20), { is: 'earlier', events: LOG.slice(3, 9) });
  expect(timeline.events).toEqual([]);
});
