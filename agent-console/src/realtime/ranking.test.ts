import { Store } from '@tillside/chat-client/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { conversation, said, welcome } from '../testing/wire';
import { applyFrame, type Desk, emptyDesk } from './desk';
import { ranking } from './ranking';

const three = welcome(['a', 'b', 'c'].map((conv) => conversation({ conv })));

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function deskOf(frame = three) {
  const desk = new Store<Desk>(applyFrame(emptyDesk, frame, 0));
  const order = ranking(desk);
  const ids = () => order.getSnapshot().map(({ id }) => id);
  const hear = (conv: string, seq: number) =>
    desk.set(applyFrame(desk.getSnapshot(), { t: 'event', ...said(seq, 'shopper', 'Hola'), conv }, 0));
  return { desk, order, ids, hear };
}

describe('ranking', () => {
  it('is drawn anew once for many changes', () => {
    const { order, ids, hear } = deskOf();
    const drawn = vi.fn();
    order.subscribe(drawn);
    for (const [place, conv] of ['c', 'b'].entries()) hear(conv, 4 + place);
    expect(drawn).not.toHaveBeenCalled();
    vi.advanceTimersByTime(250);
    expect(drawn).toHaveBeenCalledOnce();
    expect(ids()).toEqual(['c', 'b', 'a']);
  });

  it('shows at once who has come or gone', () => {
    const { desk, ids } = deskOf();
    desk.set(applyFrame(desk.getSnapshot(), welcome([conversation({ conv: 'b' })]), 0));
    expect(ids()).toEqual(['b']);
  });

  it('stays the very same list while the order does', () => {
    const { order, hear } = deskOf();
    const before = order.getSnapshot();
    hear('a', 4);
    vi.advanceTimersByTime(250);
    expect(order.getSnapshot()).toBe(before);
  });
});
