import { beforeEach, describe, expect, test } from 'vitest';
import { Connection, type ConnectionState, type Token } from './connection';
import type { ServerFrame } from './generated/ServerFrame';
import { FakeClock, settle } from './testing/FakeClock';
import { FakeSocket } from './testing/FakeSocket';
import { welcome } from './testing/welcome';

const TOKEN_MS = 600_000;

let clock: FakeClock;
let sockets: FakeSocket[];
let issued: number;
let answer: () => Promise<Token | 'refused'>;
let wake: () => void;
let received: ServerFrame[];
let connection: Connection;

beforeEach(() => {
  clock = new FakeClock();
  sockets = [];
  issued = 0;
  received = [];
  answer = async () => ({ token: `token ${issued}`, expires_at: clock.now() + TOKEN_MS });
  connection = new Connection({
    url: 'wss://node.test/ws',
    device: 'tab',
    clock,
    random: () => 0.5,
    openSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    issueToken: () => {
      issued += 1;
      return answer();
    },
    onWake: (listener) => {
      wake = listener;
      return () => undefined;
    },
    resume: () => ({ conv_1: 41 }),
    onFrame: (frame) => received.push(frame),
  });
});

function socket(): FakeSocket {
  const last = sockets.at(-1);
  if (last === undefined) throw new Error('no socket was opened');
  return last;
}

function state(): ConnectionState['is'] {
  return connection.state.getSnapshot().is;
}

async function open(): Promise<FakeSocket> {
  connection.start();
  await settle();
  const opened = socket();
  opened.accept();
  opened.deliver(welcome(clock.now()));
  expect(state()).toBe('open');
  return opened;
}

test('the first hello brings nothing to resume, the next one the log and what is held', async () => {
  const first = await open();
  expect(first.sent).toEqual([{ t: 'hello', v: 1, token: 'token 1', device: 'tab' }]);
  first.drop(1006);
  await clock.advance(250);
  socket().accept();
  expect(socket().sent).toEqual([
    { t: 'hello', v: 1, token: 'token 1', device: 'tab', log: 'log 1', resume: { conv_1: 41 } },
  ]);
});

describe('the reconnect table', () => {
  test.each([1000, 1001, 1006, 1009, 4001, 4002, 4408, 4410, 4429, 4430, 4499])(
    '%i: comes back with the same token',
    async (code) => {
      (await open()).drop(code);
      expect(connection.state.getSnapshot()).toEqual({ is: 'waiting', until: clock.now() + 250 });
      await clock.advance(250);
      expect(sockets).toHaveLength(2);
      expect(issued).toBe(1);
    },
  );

  test('4401: comes back with a new token', async () => {
    (await open()).drop(4401);
    await clock.advance(250);
    expect(issued).toBe(2);
    expect(sockets).toHaveLength(2);
  });

  test('4501: gets a new token once, then stops', async () => {
    (await open()).drop(4501);
    await clock.advance(250);
    expect(issued).toBe(2);
    socket().drop(4501);
    expect(connection.state.getSnapshot()).toEqual({ is: 'closed', code: 4501 });
  });

  test.each([4500, 4503, 4509, 4510, 4999])('%i: stops', async (code) => {
    (await open()).drop(code);
    await clock.advance(60_000);
    expect(connection.state.getSnapshot()).toEqual({ is: 'closed', code });
    expect(sockets).toHaveLength(1);
  });
});

test('after a bye it comes back when it was told to', async () => {
  const first = await open();
  first.deliver({ t: 'bye', code: 4001, after_ms: 3000 });
  first.drop(4001);
  await clock.advance(2999);
  expect(sockets).toHaveLength(1);
  await clock.advance(1);
  expect(sockets).toHaveLength(2);
});

test('attempts grow apart, and a line that held is forgiven', async () => {
  connection.start();
  await settle();
  const waits = [];
  for (let attempt = 0; attempt < 7; attempt += 1) {
    socket().drop(1006);
    const now = connection.state.getSnapshot();
    if (now.is !== 'waiting') throw new Error(`expected to wait, not to be ${now.is}`);
    waits.push(now.until - clock.now());
    await clock.advance(now.until - clock.now());
  }
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000]);
  socket().accept();
  socket().deliver(welcome(clock.now()));
  await clock.advance(10_000);
  socket().drop(1006);
  expect(connection.state.getSnapshot()).toEqual({ is: 'waiting', until: clock.now() + 250 });
});

test('PING1: a ping is answered, and silence for dead_ms closes with 1000 and comes back', async () => {
  const first = await open();
  await clock.advance(30_000);
  first.deliver({ t: 'ping', n: 7, heads: {} });
  expect(first.sent.at(-1)).toEqual({ t: 'pong', n: 7 });
  await clock.advance(34_999);
  expect(state()).toBe('open');
  await clock.advance(1);
  expect(first.closedWith).toBe(1000);
  expect(state()).toBe('waiting');
});

test('a welcome that does not come is not waited for for ever', async () => {
  connection.start();
  await settle();
  socket().accept();
  await clock.advance(10_000);
  expect(state()).toBe('waiting');
});

test('a socket that was given up on can do nothing any more', async () => {
  const first = await open();
  await clock.advance(35_000);
  first.deliver({ t: 'bye', code: 4001, after_ms: 1 });
  first.drop(4510);
  expect(received.map((frame) => frame.t)).toEqual(['welcome']);
  expect(state()).toBe('waiting');
});

test('no token on a bad line is a reason to wait, a refusal one to stop', async () => {
  answer = async () => {
    throw new TypeError('no network');
  };
  connection.start();
  await settle();
  expect(state()).toBe('waiting');
  answer = async () => 'refused';
  await clock.advance(250);
  expect(connection.state.getSnapshot()).toEqual({ is: 'closed', code: undefined });
});

test('waking up tries at once, and finds out at once that the line has died', async () => {
  const first = await open();
  first.drop(1006);
  wake();
  await settle();
  expect(sockets).toHaveLength(2);
});

test('stopping ends it for good, and it can be started again', async () => {
  const first = await open();
  connection.stop();
  expect(first.closedWith).toBe(1000);
  expect(connection.send({ t: 'typing' })).toBe(false);
  await clock.advance(60_000);
  expect(sockets).toHaveLength(1);
  await open();
  expect(sockets).toHaveLength(2);
});
