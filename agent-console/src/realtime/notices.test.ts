import { describe, expect, it } from 'vitest';
import type { ServerFrame } from '../api/wire';
import { ana, event, luis, welcome } from '../testing/wire';
import { applyFrame, emptyDesk } from './desk';
import { noticeOf } from './notices';

const desk = applyFrame(emptyDesk, welcome(), 0);
const me = { agent: ana.id, name: ana.name };
const transferred = (how: 'warm' | 'recall' | 'takeover'): ServerFrame => ({
  t: 'event',
  ...event(4, 'transferred', { how, from: me, to: luis, sees: [] }, { epoch: 2 }),
});

describe('notices', () => {
  it('say who has the shopper now, and how that came', () => {
    expect(noticeOf(desk, transferred('warm'))).toEqual({ is: 'handed_over', shopper: 'Lucía', to: 'Luis' });
    expect(noticeOf(desk, transferred('recall'))).toEqual({ is: 'recalled', shopper: 'Lucía', to: 'Luis' });
    expect(noticeOf(desk, transferred('takeover'))).toEqual({
      is: 'taken_over',
      shopper: 'Lucía',
      by: 'Luis',
    });
  });

  it('still say so when the desk was told first', () => {
    const state: ServerFrame = { t: 'state', rev: 2, me: ana, conversations: [], offers: [] };
    expect(noticeOf(applyFrame(desk, state, 0), transferred('recall'))?.is).toBe('recalled');
  });

  it('tell the sender that nobody came, and not that they changed their mind', () => {
    const ended = (reason: 'expired' | 'gone' | 'cancelled'): ServerFrame => ({
      t: 'event',
      ...event(4, 'transfer_ended', { transfer: 'trf_1', reason }),
    });
    expect(noticeOf(desk, ended('expired'))).toEqual({ is: 'came_back', shopper: 'Lucía', why: 'expired' });
    expect(noticeOf(desk, ended('gone'))).toMatchObject({ why: 'gone' });
    expect(noticeOf(desk, ended('cancelled'))).toBeUndefined();
  });

  it('tell of an offer that ran out, not of one that was answered', () => {
    expect(noticeOf(desk, { t: 'offer_ended', offer: 'ofr_1', reason: 'expired' })).toEqual({
      is: 'offer_missed',
    });
    expect(noticeOf(desk, { t: 'offer_ended', offer: 'ofr_1', reason: 'answered' })).toBeUndefined();
  });

  it('say once that no more offers come', () => {
    const away: ServerFrame = {
      t: 'state',
      rev: 2,
      me: { ...ana, availability: 'not_responding' },
      conversations: [],
      offers: [],
    };
    expect(noticeOf(desk, away)).toEqual({ is: 'not_responding' });
    expect(noticeOf(applyFrame(desk, away, 0), away)).toBeUndefined();
  });
});
