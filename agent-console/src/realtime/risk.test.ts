import { describe, expect, it } from 'vitest';
import type { State, Step } from '../api/wire';
import { byRisk, riskOf } from './risk';

interface Sketch {
  since?: number;
  step?: Step;
  state?: State;
  openedAt?: number;
}

function chat(conv: string, { since, step, state = 'owned', openedAt = 0 }: Sketch = {}) {
  const checkout = step ? { checkout: { step } } : {};
  return {
    conversation: { conv, state, opened_at: openedAt, ...checkout },
    attention: { unansweredSince: since ?? null },
  };
}

const order = (...chats: ReturnType<typeof chat>[]) =>
  chats.sort(byRisk).map(({ conversation }) => conversation.conv);

describe('risk', () => {
  it('puts who has waited longest first, and who waits before who does not', () => {
    expect(order(chat('idle'), chat('young', { since: 2_000 }), chat('old', { since: 1_000 }))).toEqual([
      'old',
      'young',
      'idle',
    ]);
  });

  it('lets somebody at payment overtake by half a minute and no more', () => {
    const paying = (since: number) => chat('paying', { since, step: 'payment' });
    expect(order(chat('browsing', { since: 1_000, step: 'browse' }), paying(30_000))[0]).toBe('paying');
    expect(order(chat('browsing', { since: 1_000, step: 'browse' }), paying(32_000))[0]).toBe('browsing');
  });

  it('shows the latest of the answered ones first, and wrap-up last', () => {
    const wrapUp = chat('wrap-up', { state: 'wrapup', since: 1 });
    expect(order(wrapUp, chat('earlier', { openedAt: 1 }), chat('later', { openedAt: 2 }))).toEqual([
      'later',
      'earlier',
      'wrap-up',
    ]);
  });

  it('is the same whatever order the chats came in', () => {
    const chats = ['a', 'b', 'c'].map((conv) => chat(conv));
    expect(order(...chats)).toEqual(order(...chats.reverse()));
  });

  it('turns amber after half a minute and red after one', () => {
    expect([0, 29_999, 30_000, 60_000].map((now) => riskOf(0, now))).toEqual([
      'calm',
      'calm',
      'soon',
      'late',
    ]);
    expect(riskOf(null, 1_000_000)).toBe('calm');
  });
});
