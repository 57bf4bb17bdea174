import { clockOf, outboxIn, wakeUpsOf } from '@tillside/chat-client/browser';
import { ChatClient } from '@tillside/chat-client/client';
import type { ShopperFrame } from '@tillside/chat-client/generated/ShopperFrame';
import { Store } from '@tillside/chat-client/store';
import { render } from 'preact';
import { App } from './app';
import type { FromPage } from './bridge';
import { PageLink } from './page-link';
import { Chat, type Opening } from './state/chat';
import { ShopContext } from './state/context';
import { PREFIX, sharedMemory, tabMemory } from './state/memory';
import { reportTo } from './state/reports';
import { Session } from './state/session';
import { ringFor } from './state/sound';
import type { Panel } from './ui/surroundings';
import './styles/tokens.css';
import './styles/base.css';

// The frame's address says whose it is: /frame/{site_key}?origin=…&locale=…
const siteKey = decodeURIComponent(location.pathname.split('/').at(-1) ?? '');
const query = new URLSearchParams(location.search);
const pageOrigin = query.get('origin') ?? '';
const locale = query.get('locale') || navigator.language;

const shared = sharedMemory(window);
const ofThisTab = tabMemory(window);
const clock = clockOf(window);
const panel = new Store<Panel>({ open: false, fullScreen: false, locale });

const session = new Session({ fetch: fetch.bind(window), siteKey, pageOrigin, locale, memory: shared });
const context: ShopContext = new ShopContext(clock, ofThisTab, (news) => chat.tellContext(news));
const client = new ChatClient<ShopperFrame, Opening>({
  url: `${location.origin.replace(/^http/, 'ws')}/ws`,
  device: crypto.randomUUID(),
  openSocket: (url, protocol) => new WebSocket(url, protocol),
  clock,
  random: Math.random,
  issueToken: session.issueToken,
  onWake: wakeUpsOf(window, document),
  newCid: () => crypto.randomUUID(),
  storage: outboxIn<Opening>(shared, 'tillside.outbox.'),
  reopening: () => chat.opening(),
});
const chat: Chat = new Chat(client, context, shared, () => panel.getSnapshot().locale);
const page = new PageLink(window, pageOrigin, hear);

function hear(message: FromPage): void {
  switch (message.is) {
    case 'shown':
      panel.set({ ...panel.getSnapshot(), open: message.open, fullScreen: message.fullScreen });
      return look();
    case 'locale':
      return panel.set({ ...panel.getSnapshot(), locale: message.tag });
    case 'page':
    case 'ecommerce':
    case 'cart':
    case 'checkout':
      return context.hear(message);
    case 'shutdown':
      client.stop();
      for (const memory of [shared, ofThisTab]) forgetAll(memory);
      return page.say({ is: 'live', live: false });
    default:
      return message satisfies never;
  }
}

/** What is in front of somebody's eyes has been seen. */
function look(): void {
  if (panel.getSnapshot().open && document.visibilityState === 'visible') chat.seen();
}

function forgetAll(memory: Storage): void {
  const keys = Array.from({ length: memory.length }, (_, index) => memory.key(index));
  for (const key of keys) if (key?.startsWith(PREFIX)) memory.removeItem(key);
}

document.addEventListener('visibilitychange', look);
chat.state.subscribe(look);
reportTo((message) => page.say(message), chat.state);
ringFor(window, chat.state);
client.start();

render(
  <App
    surroundings={{
      chat,
      panel,
      connection: client.connection,
      site: session.site,
      reconnect: () => client.start(),
      close: () => page.say({ is: 'close' }),
    }}
    memory={shared}
  />,
  document.body,
);
page.say({ is: 'ready' });
