import { ChatClient } from '@tillside/chat-client/client';
import type { ShopperConversation } from '@tillside/chat-client/generated/ShopperConversation';
import type { ShopperFrame } from '@tillside/chat-client/generated/ShopperFrame';
import type { ShownEvent } from '@tillside/chat-client/generated/ShownEvent';
import { FakeClock, settle } from '@tillside/chat-client/testing/FakeClock';
import { FakeSocket } from '@tillside/chat-client/testing/FakeSocket';
import { MemoryStorage } from '@tillside/chat-client/testing/memory-storage';
import { welcome } from '@tillside/chat-client/testing/welcome';
import { beforeEach, describe, expect, test } from 'vitest';
import { Chat, type Opening } from './chat';
import { ShopContext } from './context';
import { isLive, linesOf, unreadOf } from './thread';

const ANA = { agent: 'agt_ana', name: 'Ana' };
const LUIS = { agent: 'agt_luis', name: 'Luis' };
const SHOPPER = { shopper: 'shp_01test' };

let clock: FakeClock;
let socket: FakeSocket;
let context: ShopContext;
let chat: Chat;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

/** A page of the shop, and a node that says what the shopper already has. */
async function page(conversations: ShopperConversation[] = []): Promise<void> {
  clock = new FakeClock();
  let cids = 0;
  const client = new ChatClient<ShopperFrame, Opening>({
    url: 'wss://node.test/ws',
    device: 'tab',
    clock,
    random: () => 0.5,
    openSocket: () => {
      socket = new FakeSocket();
      return socket;
    },
    issueToken: async () => ({ token: 'token', expires_at: clock.now() + 600_000 }),
    onWake: () => () => undefined,
    newCid: () => {
      cids += 1;
      return `cid ${cids}`;
    },
    storage: new MemoryStorage<Opening>(),
    reopening: () => chat.opening(),
  });
  context = new ShopContext(clock, sessionStorage, (news) => chat.tellContext(news));
  chat = new Chat(client, context, localStorage, () => 'nl');
  client.start();
  await settle();
  socket.accept();
  socket.deliver({ ...welcome(clock.now()), conversations });
  await settle();
}

function conversation(conv: string, changes: Partial<ShopperConversation> = {}): ShopperConversation {
  return {
    conv,
    state: 'owned',
    head: 3,
    queue: 'que_sales',
    owner: ANA,
    locale: 'nl',
    opened_at: 1,
    read: { shopper: 3, agent: 3 },
    rated: [],
    ...changes,
  };
}

async function answer(type: string, fields: object): Promise<void> {
  const frame = socket.sentOf(type).at(-1);
  if (frame === undefined) throw new Error(`no ${type} was sent`);
  socket.deliver({ t: 'ok', re: frame['id'], ...fields });
  await settle();
}

type Told = { conv?: string; seq: number; by?: object; cid?: string } & Pick<
  Exclude<ShownEvent, { kind: 'hidden' }>,
  'kind'
> & { data: object };

async function tell(event: Told): Promise<void> {
  socket.deliver({ t: 'event', conv: 'conv_1', by: ANA, at: clock.now(), epoch: 1, ...event });
  await settle();
}

function text(value: string) {
  return { body: { kind: 'text', text: value } };
}

function lines(): string[] {
  return linesOf(chat.state.getSnapshot()).map((line) => {
    if (line.is === 'own') return `own ${line.text} ${line.delivery}`;
    return line.is === 'theirs' ? `${line.name} ${line.text}` : line.is;
  });
}

test('nothing is opened before the first message, which then brings what the page has said', async () => {
  await page();
  context.hear({ is: 'page', url: 'https://shop.test/mug', title: 'Mug' });
  context.hear({ is: 'checkout', checkout: { step: 'cart' } });
  await clock.advance(1000);
  expect(socket.sent.map((frame) => frame['t'])).toEqual(['hello']);

  chat.say('Is this in stock?');
  await settle();
  expect(socket.sentOf('open')).toMatchObject([
    {
      locale: 'nl',
      context: { checkout: { step: 'cart' }, page: { url: 'https://shop.test/mug', title: 'Mug' } },
    },
  ]);
  expect(lines()).toEqual(['own Is this in stock? sending']);
});

test('a message goes from sending to sent to read, and is there once', async () => {
  await page();
  chat.say('Hello');
  await settle();
  await answer('open', { conv: 'conv_1', seq: 1, created: true });
  await tell({
    kind: 'opened',
    seq: 1,
    by: SHOPPER,
    cid: 'cid 1',
    data: { queue: 'que_sales', locale: 'nl' },
  });
  await answer('send', { conv: 'conv_1', seq: 2, at: 1, dup: false });
  expect(lines()).toEqual(['own Hello sent']);
  const cid = String(socket.sentOf('send')[0]?.['cid']);
  await tell({ kind: 'message', seq: 2, by: SHOPPER, cid, data: text('Hello') });
  expect(lines()).toEqual(['own Hello sent']);
  socket.deliver({ t: 'ephemeral', conv: 'conv_1', kind: 'read', data: { by: ANA, seq: 2 } });
  expect(lines()).toEqual(['own Hello read']);
});

test('a hand-off is told, and says what the next agent sees', async () => {
  await page([conversation('conv_1')]);
  const sees = ['basket', 'coupon'];
  await tell({ kind: 'transferred', seq: 4, by: LUIS, data: { how: 'warm', from: ANA, to: LUIS, sees } });
  expect(linesOf(chat.state.getSnapshot())).toMatchObject([{ is: 'handed_over', name: 'Luis', sees }]);
  expect(chat.state.getSnapshot().conversation?.standing.owner).toEqual(LUIS);
});

describe('which conversation is shown', () => {
  test('the one that goes on', async () => {
    await page([
      conversation('conv_2', { state: 'closed', opened_at: 2 }),
      conversation('conv_1', { opened_at: 1 }),
    ]);
    expect(chat.state.getSnapshot().lane).toBe('conv_1');
  });

  test('or the last that ended and was not rated, until it is put away', async () => {
    const ended = [conversation('conv_1', { state: 'closed' })];
    await page(ended);
    expect(chat.state.getSnapshot().lane).toBe('conv_1');
    chat.startAnew();
    expect(chat.state.getSnapshot().lane).toBeUndefined();
    await page(ended);
    expect(chat.state.getSnapshot().lane).toBeUndefined();
  });

  test('or the one that another tab opens', async () => {
    await page();
    await tell({ kind: 'opened', seq: 1, by: SHOPPER, cid: 'theirs', data: { queue: 'q', locale: 'nl' } });
    expect(chat.state.getSnapshot().lane).toBe('conv_1');
  });

  test('and none that may not be read any more', async () => {
    await page([conversation('conv_1')]);
    socket.deliver({ t: 'reset', conv: 'conv_1', head: null });
    expect(chat.state.getSnapshot().lane).toBeUndefined();
  });
});

test('CLOSE2: a message that meets a closed conversation is said in a new one', async () => {
  await page([conversation('conv_1')]);
  chat.say('One more thing');
  await settle();
  const send = socket.sentOf('send')[0];
  const refusal = { code: 'conversation_closed', message: '', retry: false };
  socket.deliver({ t: 'err', re: send?.['id'], ...refusal });
  await settle();
  expect(lines()).toEqual(['own One more thing sending']);
  await answer('open', { conv: 'conv_2', seq: 1, created: true });
  expect(socket.sentOf('send')[1]).toMatchObject({ conv: 'conv_2', cid: send?.['cid'] });
  expect(chat.state.getSnapshot().lane).toBe('conv_2');
});

test('what has been seen is not unread, and an end that was seen is nothing to come back to', async () => {
  await page([conversation('conv_1')]);
  await tell({ kind: 'message', seq: 4, data: text('Here I am') });
  expect(unreadOf(chat.state.getSnapshot())).toBe(1);
  chat.seen();
  expect(socket.sentOf('read')).toEqual([{ t: 'read', conv: 'conv_1', seq: 4 }]);
  expect(unreadOf(chat.state.getSnapshot())).toBe(0);
  await tell({ kind: 'closed', seq: 5, data: { by: 'agent' } });
  expect(isLive(chat.state.getSnapshot())).toBe(true);
  chat.seen();
  expect(isLive(chat.state.getSnapshot())).toBe(false);
});

test("an end of one's own is nothing to come back to", async () => {
  await page([conversation('conv_1')]);
  await tell({ kind: 'closed', seq: 4, by: SHOPPER, data: { by: 'shopper' } });
  expect(isLive(chat.state.getSnapshot())).toBe(false);
});

test('typing is said every 3 s at most, and only to somebody', async () => {
  await page([conversation('conv_1')]);
  chat.typing(10_000, true);
  chat.typing(11_000, true);
  chat.typing(13_000, true);
  chat.typing(13_500, false);
  chat.typing(13_600, false);
  expect(socket.sentOf('typing').map((frame) => frame['on'])).toEqual([true, true, false]);
});

test('the page is told once, and again when it has changed', async () => {
  await page([conversation('conv_1')]);
  context.hear({ is: 'cart', cart: { currency: 'EUR', items: [], total: 0 } });
  context.hear({ is: 'page', url: 'https://shop.test/', title: '' });
  await clock.advance(300);
  expect(socket.sentOf('context')).toMatchObject([
    { cart: { currency: 'EUR' }, page: { url: 'https://shop.test/' } },
  ]);
  await answer('context', {});
  context.hear({ is: 'ecommerce', event: 'begin_checkout', ecommerce: {} });
  await clock.advance(300);
  const frame = socket.sentOf('context')[1];
  expect(frame).toMatchObject({ checkout: { step: 'details' } });
  expect(frame).not.toHaveProperty('cart');
});
