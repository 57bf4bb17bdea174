import { beforeEach, describe, expect, test } from 'vitest';
import { ChatClient } from './client';
import type { ShopperFrame } from './generated/ShopperFrame';
import { CONV, log, message } from './testing/events';
import { FakeClock, settle } from './testing/FakeClock';
import { FakeSocket } from './testing/FakeSocket';
import { MemoryStorage } from './testing/memory-storage';
import { welcome } from './testing/welcome';

interface Opening {
  locale: string;
}

let clock: FakeClock;
let sockets: FakeSocket[];
let client: ChatClient<ShopperFrame, Opening>;

beforeEach(() => {
  clock = new FakeClock();
  sockets = [];
  let cids = 0;
  let tokens = 0;
  client = new ChatClient<ShopperFrame, Opening>({
    url: 'wss://node.test/ws',
    device: 'tab',
    clock,
    random: () => 0.5,
    openSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    issueToken: async () => {
      tokens += 1;
      return { token: `token ${tokens}`, expires_at: clock.now() + 600_000 };
    },
    onWake: () => () => undefined,
    newCid: () => {
      cids += 1;
      return `cid ${cids}`;
    },
    storage: new MemoryStorage<Opening>(),
    reopening: () => ({ locale: 'en' }),
  });
});

async function open(): Promise<FakeSocket> {
  client.start();
  await settle();
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error('no socket was opened');
  socket.accept();
  socket.deliver(welcome(clock.now()));
  await settle();
  return socket;
}

function answer(socket: FakeSocket, type: string, fields: object): void {
  const frame = socket.sentOf(type).at(-1);
  if (frame === undefined) throw new Error(`no ${type} was sent`);
  socket.deliver({ t: 'ok', re: frame['id'], ...fields });
}

function seqs(): number[] {
  return (
    client
      .conversation(CONV)
      ?.getSnapshot()
      .timeline.events.map((event) => event.seq) ?? []
  );
}

test('a first message opens the conversation, then is sent in it', async () => {
  const socket = await open();
  const moves: [string, string][] = [];
  client.onMoved((from, to) => moves.push([from, to]));
  const place = client.open({ locale: 'nl' });
  const cid = client.say(place, 'hello');
  await settle();
  expect(socket.sentOf('open')).toMatchObject([{ locale: 'nl', cid: 'cid 1' }]);
  expect(socket.sentOf('send')).toEqual([]);
  answer(socket, 'open', { conv: CONV, seq: 1, created: true });
  await settle();
  expect(moves).toEqual([[place, CONV]]);
  expect(socket.sentOf('send')).toMatchObject([{ conv: CONV, cid, body: { kind: 'text', text: 'hello' } }]);
});

describe('its own message is shown once', () => {
  test.each([
    ['echo first', ['event', 'ok']],
    ['answer first', ['ok', 'event']],
  ])('%s', async (_, order) => {
    const socket = await open();
    socket.deliver({ t: 'event', ...message(1) });
    const cid = client.say(CONV, 'hello');
    await settle();
    for (const what of order) {
      if (what === 'ok') answer(socket, 'send', { conv: CONV, seq: 2, at: 1, dup: false });
      else socket.deliver({ t: 'event', ...message(2, cid) });
      await settle();
    }
    expect(seqs()).toEqual([1, 2]);
    expect(client.outbox.items.getSnapshot()).toEqual([]);
  });
});

test('SEND2: what was not answered is sent again after a reconnect, under the same cid', async () => {
  const first = await open();
  first.deliver({ t: 'event', ...message(1) });
  const cid = client.say(CONV, 'hello');
  await settle();
  first.drop(1006);
  await clock.advance(250);
  const second = await open();
  expect(second.sent[0]).toMatchObject({ t: 'hello', resume: { [CONV]: 1 } });
  expect(second.sentOf('send')).toMatchObject([{ conv: CONV, cid }]);
});

describe('what is missing is fetched', () => {
  test('a hole', async () => {
    const socket = await open();
    for (const seq of [1, 2, 5]) socket.deliver({ t: 'event', ...message(seq) });
    expect(socket.sentOf('fetch')).toMatchObject([{ conv: CONV, after: 2, limit: 200 }]);
    answer(socket, 'fetch', { events: log(5).slice(2, 4), head: 5, complete: true });
    await settle();
    expect(seqs()).toEqual([1, 2, 3, 4, 5]);
  });

  test('PING1: what a heartbeat has heard of', async () => {
    const socket = await open();
    socket.deliver({ t: 'event', ...message(1) });
    socket.deliver({ t: 'ping', n: 1, heads: { [CONV]: 3 } });
    expect(socket.sentOf('fetch')).toMatchObject([{ after: 1 }]);
  });

  test('FETCH1: page by page until it is complete', async () => {
    const socket = await open();
    socket.deliver({ t: 'synced', conv: CONV, at: 0, head: 4, more: true });
    answer(socket, 'fetch', { events: log(2), head: 4, complete: false });
    await settle();
    expect(socket.sentOf('fetch')).toMatchObject([{ after: 0 }, { after: 2 }]);
    answer(socket, 'fetch', { events: log(4).slice(2), head: 4, complete: true });
    await settle();
    expect(seqs()).toEqual([1, 2, 3, 4]);
    expect(socket.sentOf('fetch')).toHaveLength(2);
  });

  test('RESUME2: everything, after a reset', async () => {
    const socket = await open();
    for (const event of log(3)) socket.deliver({ t: 'event', ...event });
    socket.deliver({ t: 'reset', conv: CONV, head: 2 });
    answer(socket, 'fetch', { events: log(2), head: 2, complete: true });
    await settle();
    expect(seqs()).toEqual([1, 2]);
  });

  test('and again, when the server asks for patience', async () => {
    const socket = await open();
    socket.deliver({ t: 'synced', conv: CONV, at: 0, head: 1, more: true });
    const fetch = socket.sentOf('fetch')[0];
    const refusal = { code: 'rate_limited', message: '', retry: true, after_ms: 300 };
    socket.deliver({ t: 'err', re: fetch?.['id'], ...refusal });
    await clock.advance(300);
    expect(socket.sentOf('fetch')).toHaveLength(2);
  });
});

test('RESUME3: what may not be read is forgotten', async () => {
  const socket = await open();
  socket.deliver({ t: 'event', ...message(1) });
  socket.deliver({ t: 'reset', conv: CONV, head: null });
  expect(client.conversation(CONV)).toBeUndefined();
  expect(client.conversations.getSnapshot()).toEqual([]);
});

test('older events come when somebody looks back', async () => {
  const socket = await open();
  client.hold(CONV, 3);
  const looked = client.lookBack(CONV);
  await settle();
  expect(socket.sentOf('fetch')).toMatchObject([{ conv: CONV, before: 4, limit: 50 }]);
  answer(socket, 'fetch', { events: log(3), head: 3, complete: true });
  expect(await looked).toBe(true);
  expect(seqs()).toEqual([1, 2, 3]);
  expect(await client.lookBack(CONV)).toBe(false);
});

test('a command has three outcomes', async () => {
  const socket = await open();
  const rated = client.command({ t: 'rate', conv: CONV, score: 5 });
  answer(socket, 'rate', { seq: 9 });
  expect(await rated).toMatchObject({ is: 'ok', ok: { seq: 9 } });
  const left = client.command({ t: 'leave', conv: CONV });
  socket.deliver({
    t: 'err',
    re: socket.sentOf('leave')[0]?.['id'],
    code: 'not_found',
    message: '',
    retry: false,
  });
  expect(await left).toMatchObject({ is: 'err', err: { code: 'not_found' } });
  const unanswered = client.command({ t: 'leave', conv: CONV });
  await clock.advance(10_000);
  expect(await unanswered).toEqual({ is: 'unknown' });
  client.stop();
  expect(await client.command({ t: 'leave', conv: CONV })).toEqual({ is: 'unknown' });
});

describe('a token is renewed', () => {
  test('before it expires', async () => {
    const socket = await open();
    await keepAlive(socket, 540_000);
    expect(socket.sentOf('refresh')).toMatchObject([{ token: 'token 2' }]);
  });

  test('as soon as an answer says that it has expired', async () => {
    const socket = await open();
    void client.command({ t: 'leave', conv: CONV });
    const refusal = { code: 'token_expired', message: '', retry: false };
    socket.deliver({ t: 'err', re: socket.sentOf('leave')[0]?.['id'], ...refusal });
    await settle();
    expect(socket.sentOf('refresh')).toMatchObject([{ token: 'token 2' }]);
  });

  async function keepAlive(socket: FakeSocket, ms: number) {
    for (let passed = 0; passed < ms; passed += 20_000) {
      socket.deliver({ t: 'ping', n: passed, heads: {} });
      await clock.advance(20_000);
    }
  }
});

test('typing ends when a message comes, or by itself', async () => {
  const socket = await open();
  socket.deliver({ t: 'event', ...message(1) });
  const typing = {
    t: 'ephemeral',
    conv: CONV,
    kind: 'typing',
    data: { by: { agent: 'a', name: 'Ana' }, on: true },
  };
  const typist = () => client.conversation(CONV)?.getSnapshot().typing;
  socket.deliver(typing);
  expect(typist()).toEqual({ agent: 'a', name: 'Ana' });
  socket.deliver({ t: 'event', ...message(2) });
  expect(typist()).toBeUndefined();
  socket.deliver(typing);
  await clock.advance(6000);
  expect(typist()).toBeUndefined();
});
