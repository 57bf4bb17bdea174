import { Conversation } from '@tillside/chat-client/conversation';
import { Store } from '@tillside/chat-client/store';
import { FakeClock } from '@tillside/chat-client/testing/FakeClock';
import { expect, test } from 'vitest';
import type { FromFrame } from '../bridge';
import type { ChatState } from './chat';
import { reportTo } from './reports';

const NOBODY: ChatState = { lane: undefined, conversation: undefined, unsaid: [] };

function reports(first: ChatState) {
  const chat = new Store<ChatState>(first);
  const said: FromFrame[] = [];
  reportTo((message) => said.push(message), chat);
  return { chat, said };
}

test('a page that nothing has happened on hears nothing', () => {
  expect(reports(NOBODY).said).toEqual([]);
});

test('what an earlier page has left unsaid is something to come back to, from the start', () => {
  expect(reports({ ...NOBODY, lane: 'conv_1' }).said).toEqual([{ is: 'live', live: true }]);
});

test('what is brought back did not happen now, what comes then did', () => {
  const thread = new Conversation('conv_1', 4, new FakeClock());
  const state = () => ({ ...NOBODY, lane: 'conv_1', conversation: thread.getSnapshot() });
  const { chat, said } = reports(NOBODY);
  const by = { agent: 'agt_ana', name: 'Ana' };
  const event = { conv: 'conv_1', by, at: 1, epoch: 1 };
  const data = { body: { kind: 'text', text: 'Hello' } } as const;
  thread.apply({ is: 'earlier', events: [{ ...event, seq: 4, kind: 'message', data }] });
  chat.set(state());
  expect(said.splice(0)).toEqual([
    { is: 'unread', count: 1 },
    { is: 'live', live: true },
  ]);
  thread.apply({ is: 'event', event: { ...event, seq: 5, kind: 'message', data } });
  chat.set(state());
  expect(said.splice(0)).toEqual([
    { is: 'unread', count: 2 },
    { is: 'happened', what: 'message' },
  ]);
  thread.apply({ is: 'event', event: { ...event, seq: 6, kind: 'closed', data: { by: 'agent' } } });
  chat.set(state());
  expect(said).toEqual([{ is: 'happened', what: 'ended' }]);
});
