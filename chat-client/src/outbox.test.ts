import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer } from './commands';
import type { ErrorCode } from './generated/ErrorCode';
import { type Item, Outbox } from './outbox';
import { FakeClock, settle } from './testing/FakeClock';
import { MemoryStorage } from './testing/memory-storage';

interface Opening {
  locale: string;
}

/** What can become of a command on its way: the last two differ in whether the server has carried it out. */
type Fate = 'answered' | 'rate_limited' | 'lost_before' | 'lost_after';

const ROUND_TRIP_MS = 40;
const SENT = { t: 'ok', re: 'c1', at: 1, dup: false } as const;

/** A server that keeps the promises of the protocol: a `cid` is stored once, a closed conversation stays closed. */
class ModelServer {
  readonly said: { conv: string; cid: string; text: string }[] = [];
  readonly opened = new Map<string, string>();
  readonly closed = new Set<string>();
  readonly fates: Fate[] = [];
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  async answer(item: Item<Opening>): Promise<Answer> {
    const fate = this.fates.shift() ?? 'answered';
    const answer = this.#decide(item, fate);
    await new Promise<void>((arrive) => this.#clock.after(ROUND_TRIP_MS, arrive));
    return answer;
  }

  #decide(item: Item<Opening>, fate: Fate): Answer {
    if (fate === 'rate_limited') return refusal('rate_limited', 100);
    if (fate === 'lost_before') return { is: 'unknown' };
    const answer = this.#carryOut(item);
    return fate === 'lost_after' ? { is: 'unknown' } : answer;
  }

  #carryOut({ cid, lane, draft }: Item<Opening>): Answer {
    if (draft.is === 'open') return this.#open(cid);
    const before = this.said.findIndex((one) => one.cid === cid);
    if (before >= 0) return { is: 'ok', ok: { ...SENT, conv: lane, seq: before + 2 } };
    if (this.closed.has(lane)) return refusal('conversation_closed');
    this.said.push({ conv: lane, cid, text: draft.body.text });
    return { is: 'ok', ok: { ...SENT, conv: lane, seq: this.said.length + 1 } };
  }

  #open(cid: string): Answer {
    const present = [...this.opened.values()].find((conv) => !this.closed.has(conv));
    const conv = this.opened.get(cid) ?? present ?? `conv_${this.opened.size + 1}`;
    this.opened.set(cid, conv);
    return { is: 'ok', ok: { ...SENT, conv, seq: 1 } };
  }
}

function refusal(code: ErrorCode, afterMs?: number): Answer {
  const retry = code === 'rate_limited' || code === 'unavailable';
  const after = afterMs === undefined ? {} : { after_ms: afterMs };
  return { is: 'err', err: { t: 'err', re: 'c1', code, message: code, retry, ...after } };
}

type Server = { answer(item: Item<Opening>): Promise<Answer> };

function bench(server: Server, clock = new FakeClock()) {
  const storage = new MemoryStorage<Opening>();
  const moves: [string, string][] = [];
  let issued = 0;
  let left = new AbortController();
  /** A page of the same browser: it finds what the one before has left, and that one does nothing any more. */
  const page = () => {
    left.abort();
    left = new AbortController();
    const { signal } = left;
    return new Outbox<Opening>({
      clock,
      random: () => 0.5,
      newCid: () => {
        issued += 1;
        return `cid ${issued}`;
      },
      storage: storage.until(signal),
      transmit: (item) => (signal.aborted ? new Promise(() => undefined) : server.answer(item)),
      reopening: () => ({ locale: 'en' }),
      onMoved: (from, to) => {
        if (!signal.aborted) moves.push([from, to]);
      },
    });
  };
  return { clock, storage, moves, page };
}

function text(value: string) {
  return { is: 'send', body: { kind: 'text', text: value } } as const;
}

type Step =
  | { is: 'write' }
  | { is: 'cut' }
  | { is: 'mend' }
  | { is: 'reload' }
  | { is: 'close' }
  | { is: 'fate'; fate: Fate }
  | { is: 'wait'; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step>({ is: 'write' }) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ is: 'cut' }, { is: 'mend' }, { is: 'reload' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ is: 'close' }) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom<Fate>('answered', 'rate_limited', 'lost_before', 'lost_after')
      .map((fate): Step => ({ is: 'fate', fate })),
  },
  { weight: 3, arbitrary: fc.nat(300).map((ms): Step => ({ is: 'wait', ms })) },
);

test('whatever happens on the way, everything is said once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const clock = new FakeClock();
      const server = new ModelServer(clock);
      const { storage, moves, page } = bench(server, clock);
      let outbox = page();
      outbox.connected();
      let here = outbox.open({ locale: 'en' });
      const follow = () => {
        for (const [from, to] of moves.splice(0)) if (from === here) here = to;
      };
      let written = 0;
      for (const one of steps) {
        switch (one.is) {
          case 'write':
            written += 1;
            outbox.add(here, text(String(written)));
            break;
          case 'cut':
            outbox.disconnected();
            break;
          case 'mend':
            outbox.connected();
            break;
          case 'reload':
            outbox = page();
            outbox.connected();
            break;
          case 'close':
            for (const conv of server.opened.values()) server.closed.add(conv);
            break;
          case 'fate':
            server.fates.push(one.fate);
            break;
          case 'wait':
            await clock.advance(one.ms);
            break;
        }
        await settle();
        follow();
      }
      server.fates.length = 0;
      outbox.connected();
      await clock.advance(600_000);
      expect(server.said.map((one) => one.text)).toEqual(
        Array.from({ length: written }, (_, index) => String(index + 1)),
      );
      expect(storage.kept.size).toBe(0);
    }),
    { numRuns: 200 },
  );
});

test('what is written is kept before it is sent', () => {
  const { storage, page } = bench({ answer: () => new Promise(() => undefined) });
  page().add('conv_1', text('hello'));
  expect(storage.load()).toMatchObject([{ lane: 'conv_1', draft: text('hello') }]);
});

describe('a refusal that will not pass', () => {
  async function refused(code: ErrorCode) {
    const answers = [refusal(code)];
    const said: string[] = [];
    const { storage, page } = bench({
      answer: async (item) => {
        const answer = answers.shift();
        if (answer !== undefined) return answer;
        said.push(item.draft.is === 'open' ? 'open' : item.draft.body.text);
        return { is: 'ok', ok: { ...SENT, conv: 'conv_1', seq: 2 } };
      },
    });
    const outbox = page();
    outbox.connected();
    return { outbox, said, storage };
  }

  test('is shown, holds up nothing, and outlives the page', async () => {
    const { outbox, said, storage } = await refused('too_large');
    outbox.add('conv_1', text('long'));
    outbox.add('conv_1', text('short'));
    await settle();
    expect(said).toEqual(['short']);
    expect(outbox.items.getSnapshot()[0]?.progress).toEqual({ is: 'failed', code: 'too_large' });
    expect(storage.load()).toMatchObject([{ failed: 'too_large', draft: text('long') }]);
  });

  test('can be tried again with the same cid', async () => {
    const { outbox, said, storage } = await refused('stale_owner');
    const cid = outbox.add('conv_1', text('mine'));
    await settle();
    outbox.retry(cid);
    await settle();
    expect(said).toEqual(['mine']);
    expect(outbox.items.getSnapshot()).toMatchObject([{ cid, progress: { is: 'sent' } }]);
    expect(storage.kept.size).toBe(0);
  });

  test('can be discarded', async () => {
    const { outbox, storage } = await refused('invalid');
    outbox.discard(outbox.add('conv_1', text('oops')));
    await settle();
    const cid = outbox.items.getSnapshot()[0]?.cid ?? '';
    outbox.discard(cid);
    expect(outbox.items.getSnapshot()).toEqual([]);
    expect(storage.kept.size).toBe(0);
  });

  test('of an opening fails what waits behind it, and writing on tries both again', async () => {
    const { outbox, said } = await refused('site_refused');
    const lane = outbox.open({ locale: 'en' });
    const first = outbox.add(lane, text('anybody there?'));
    await settle();
    expect(outbox.items.getSnapshot().map((item) => item.progress.is)).toEqual(['failed', 'failed']);
    outbox.retry(first);
    await settle();
    expect(said).toEqual(['open', 'anybody there?']);
  });
});

test('CLOSE2: what was refused is repeated in a new conversation with its own cid', async () => {
  const clock = new FakeClock();
  const server = new ModelServer(clock);
  const { moves, page } = bench(server, clock);
  const outbox = page();
  outbox.connected();
  const lane = outbox.open({ locale: 'en' });
  outbox.add(lane, text('one'));
  await clock.advance(2 * ROUND_TRIP_MS);
  server.closed.add('conv_1');
  const cid = outbox.add('conv_1', text('two'));
  await clock.advance(3 * ROUND_TRIP_MS);
  expect(server.said.at(-1)).toEqual({ conv: 'conv_2', cid, text: 'two' });
  expect(moves.at(-1)?.[1]).toBe('conv_2');
});

test('an echo is as good as an answer', async () => {
  const { storage, page } = bench({ answer: () => new Promise(() => undefined) });
  const outbox = page();
  outbox.connected();
  const cid = outbox.add('conv_1', text('hello'));
  outbox.seen(cid);
  expect(outbox.items.getSnapshot()).toEqual([]);
  expect(storage.kept.size).toBe(0);
});
