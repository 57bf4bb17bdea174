import { Conversation } from '@tillside/chat-client/conversation';
import type { ShownEvent } from '@tillside/chat-client/generated/ShownEvent';
import { FakeClock } from '@tillside/chat-client/testing/FakeClock';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, expect, test } from 'vitest';
import { Announcer } from './Announcer';

let thread: Conversation;

beforeEach(() => {
  render(null, document.body);
  thread = new Conversation('conv_1', 10, new FakeClock());
  show();
});

function show(): void {
  const state = { lane: 'conv_1', conversation: thread.getSnapshot(), unsaid: [] };
  act(() => render(<Announcer state={state} />, document.body));
}

function spoken(): string[] {
  return Array.from(document.querySelectorAll('[aria-live=polite] p'), (one) => one.textContent ?? '');
}

function message(seq: number, by: 'Ana' | 'the shopper' = 'Ana'): ShownEvent {
  const author = by === 'Ana' ? { agent: 'agt_ana', name: 'Ana' } : { shopper: 'shp_1' };
  const data = { body: { kind: 'text', text: `words ${seq}` } } as const;
  return { conv: 'conv_1', seq, kind: 'message', by: author, at: seq, epoch: 1, data };
}

test('a message is spoken once', () => {
  thread.apply({ is: 'event', event: message(11) });
  show();
  expect(spoken()).toEqual(['Ana says: words 11']);
  thread.apply({ is: 'event', event: message(11) });
  show();
  expect(spoken()).toEqual(['Ana says: words 11']);
});

test('what is loaded from before is not spoken', () => {
  thread.apply({ is: 'earlier', events: [message(9), message(10)] });
  show();
  expect(spoken()).toEqual([]);
});

test("one's own words are not spoken", () => {
  thread.apply({ is: 'event', event: message(11, 'the shopper') });
  show();
  expect(spoken()).toEqual([]);
});

test('a burst is counted', () => {
  thread.apply({
    is: 'later',
    events: [11, 12, 13, 14].map((seq) => message(seq)),
    head: 14,
    complete: true,
  });
  show();
  expect(spoken()).toEqual(['4 new messages']);
});

test('a hand-off is spoken like it is written', () => {
  const to = { agent: 'agt_luis', name: 'Luis' };
  const from = { agent: 'agt_ana', name: 'Ana' };
  const data = { how: 'warm', from, to, sees: ['basket'] } as const;
  thread.apply({
    is: 'event',
    event: {
      conv: 'conv_1',
      seq: 11,
      kind: 'transferred',
      by: to,
      at: 1,
      epoch: 2,
      data: { ...data, sees: ['basket'] },
    },
  });
  show();
  expect(spoken()).toEqual(['Luis is joining and can see your basket']);
});
