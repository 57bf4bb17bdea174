import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Tillside } from '../api';
import { KNOCK, WELCOME } from '../bridge';
import { answerCalls } from './calls';

const NODE = 'https://node.test';

let addresses: string[];

beforeEach(() => {
  addresses = [];
  // The tests play the frame's part themselves: nothing is loaded.
  vi.spyOn(HTMLIFrameElement.prototype, 'src', 'set').mockImplementation((url) => {
    addresses.push(url);
  });
  for (const left of document.querySelectorAll('aside')) left.remove();
  localStorage.clear();
  Reflect.deleteProperty(window, 'dataLayer');
  Reflect.deleteProperty(window, 'Tillside');
});

afterEach(() => {
  window.Tillside?.('shutdown');
});

function shop(): Tillside {
  answerCalls(window, NODE);
  if (window.Tillside === undefined) throw new Error('the loader left no function');
  return window.Tillside;
}

function root(): ShadowRoot {
  const found = document.querySelector('aside')?.shadowRoot;
  if (!found) throw new Error('nothing was put on the page');
  return found;
}

function launcher(): HTMLButtonElement {
  const found = root().querySelector('button');
  if (found === null) throw new Error('there is no launcher');
  return found;
}

function frame(): HTMLIFrameElement | null {
  return root().querySelector('iframe');
}

interface Knock {
  data: string;
  origin: string;
  source: 'the frame' | 'the page';
}

/** The frame's side, which no test loads: it knocks, and what it is told then ends with whether it is shown. */
async function knock(other: Partial<Knock> = {}) {
  const given: MessagePort[] = [];
  const theirs = {
    postMessage(message: unknown, origin: string, ports: MessagePort[]) {
      expect([message, origin]).toEqual([WELCOME, NODE]);
      given.push(...ports);
    },
  };
  Object.defineProperty(frame(), 'contentWindow', { value: theirs, configurable: true });
  const { data, origin, source }: Knock = { data: KNOCK, origin: NODE, source: 'the frame', ...other };
  const event = new MessageEvent('message', { data, origin });
  Object.defineProperty(event, 'source', { value: source === 'the frame' ? theirs : window });
  window.dispatchEvent(event);
  const [port] = given;
  if (port === undefined) return undefined;
  const heard: { is: string }[] = [];
  await new Promise<void>((shown) => {
    port.onmessage = (message) => {
      heard.push(message.data);
      if (message.data.is === 'shown') shown();
    };
  });
  return { heard, say: (message: unknown) => port.postMessage(message) };
}

describe('before it is opened', () => {
  test('there is a button, no frame, and nothing stored', () => {
    shop()('boot', { key: 'demo', locale: 'en' });
    expect(launcher().getAttribute('aria-label')).toBe('Open chat');
    expect(launcher().getAttribute('aria-expanded')).toBe('false');
    expect(frame()).toBeNull();
    expect(localStorage.length).toBe(0);
  });

  test('what was asked before the loader came is answered in order', () => {
    const queue: ArrayLike<unknown>[] = [
      ['boot', { key: 'demo', locale: 'nl' }],
      ['unheard_of', 1],
      ['open'],
    ];
    window.Tillside = Object.assign(() => undefined, { q: queue }) as unknown as Tillside;
    shop();
    expect(launcher().getAttribute('aria-label')).toBe('Chat sluiten');
    expect(addresses[0]).toMatch(/^https:\/\/node\.test\/frame\/demo\?origin=http%3A%2F%2F/);
  });

  test('a shop may have a button of its own', () => {
    shop()('boot', { key: 'demo', launcher: 'none' });
    expect(root().querySelector('button')).toBeNull();
  });
});

describe('the handshake', () => {
  test('the port is given to the frame, with what was said before it', async () => {
    const tillside = shop();
    const cart = { currency: 'EUR', items: [], total: 0 };
    tillside('cart', cart);
    tillside('boot', { key: 'demo' });
    tillside('open');
    const link = await knock();
    expect(link?.heard).toContainEqual({ is: 'cart', cart });
    expect(link?.heard.at(-1)).toMatchObject({ is: 'shown', open: true });
  });

  test.each<[string, Partial<Knock>]>([
    ['another origin', { origin: 'https://evil.test' }],
    ['another window', { source: 'the page' }],
    ['another word', { data: 'tillside:open sesame' }],
  ])('it is not given to %s', async (_, from) => {
    const tillside = shop();
    tillside('boot', { key: 'demo' });
    tillside('open');
    expect(await knock(from)).toBeUndefined();
  });

  test('what the schema does not know is not heard', async () => {
    const tillside = shop();
    tillside('boot', { key: 'demo' });
    tillside('open');
    const link = await knock();
    const closed = new Promise((resolve) => tillside('on', 'close', resolve));
    for (const message of ['close', { is: 'close', now: true }, { is: 'constructor' }, null])
      link?.say(message);
    expect(frame()?.hidden).toBe(false);
    link?.say({ is: 'close' });
    await closed;
    expect(frame()?.hidden).toBe(true);
  });
});

describe('the next page', () => {
  test('finds the chat open, as it was', () => {
    const tillside = shop();
    tillside('boot', { key: 'demo' });
    tillside('open');
    expect(localStorage.getItem('tillside.demo')).toMatch(/^open \d+$/);
    const mark = localStorage.getItem('tillside.demo') ?? '';
    tillside('shutdown');
    localStorage.setItem('tillside.demo', mark);
    shop()('boot', { key: 'demo' });
    expect(frame()?.hidden).toBe(false);
  });

  test('finds it closed but running while a conversation goes on', async () => {
    const tillside = shop();
    tillside('boot', { key: 'demo' });
    tillside('open');
    const link = await knock();
    const unread = new Promise((resolve) => tillside('on', 'unread', resolve));
    link?.say({ is: 'live', live: true });
    link?.say({ is: 'unread', count: 2 });
    expect(await unread).toBe(2);
    tillside('close');
    expect(launcher().getAttribute('aria-label')).toBe('Open chat, 2 unread');
    expect(localStorage.getItem('tillside.demo')).toMatch(/^closed \d+$/);
  });

  test('finds nothing when nothing came of it', () => {
    const tillside = shop();
    tillside('boot', { key: 'demo' });
    tillside('open');
    tillside('close');
    expect(localStorage.length).toBe(0);
  });

  test('finds nothing a day later', () => {
    localStorage.setItem('tillside.demo', `open ${Date.now() - 24 * 60 * 60 * 1000}`);
    shop()('boot', { key: 'demo' });
    expect(frame()).toBeNull();
  });
});

describe('the dataLayer', () => {
  test('only its ecommerce part is passed on, past and future', async () => {
    const layer: unknown[] = [
      { event: 'view_item', ecommerce: { currency: 'EUR' }, customer: 'secret' },
      { ecommerce: null },
      { event: 'login', user: 'secret' },
    ];
    window.dataLayer = layer;
    const tillside = shop();
    tillside('boot', { key: 'demo' });
    tillside('open');
    const link = await knock();
    const told = () => link?.heard.filter(({ is }) => is === 'ecommerce');
    layer.push({ event: 'purchase', ecommerce: { value: 3 } });
    layer.push(['event', 'view_cart', { currency: 'EUR', items: [], email: 'secret' }]);
    tillside('close');
    await expect.poll(() => link?.heard.at(-1)).toMatchObject({ is: 'shown', open: false });
    expect(told()).toEqual([
      { is: 'ecommerce', event: 'view_item', ecommerce: { currency: 'EUR' } },
      { is: 'ecommerce', event: 'purchase', ecommerce: { value: 3 } },
      { is: 'ecommerce', event: 'view_cart', ecommerce: { currency: 'EUR', items: [] } },
    ]);
  });

  test('a shutdown gives the page back as it was, when the frame has forgotten all', async () => {
    const layer: unknown[] = [];
    window.dataLayer = layer;
    const tillside = shop();
    tillside('boot', { key: 'demo' });
    tillside('open');
    const link = await knock();
    tillside('shutdown');
    expect(Object.hasOwn(layer, 'push')).toBe(false);
    expect(localStorage.length).toBe(0);
    await expect.poll(() => link?.heard.at(-1)).toEqual({ is: 'shutdown' });
    link?.say({ is: 'live', live: false });
    await expect.poll(() => document.querySelector('aside')).toBeNull();
  });
});
