import { describe, expect, it } from 'vitest';
import type { ServerFrame } from '../api/wire';
import { ana, conversation, event, luis, offer, said, welcome } from '../testing/wire';
import { applyFrame, type Desk, emptyDesk, logRead, markRead, peek } from './desk';

const NOW = 100_000;
const after = (frames: ServerFrame[], from: Desk = emptyDesk) =>
  frames.reduce((desk, frame) => applyFrame(desk, frame, NOW), from);
const chat = (desk: Desk) => desk.chats['conv_1'];

describe('desk', () => {
  it('is what the welcome says, and forgets offers that it does not send again', () => {
    const desk = after([welcome(), { t: 'offer', ...offer() }, welcome()]);
    expect(desk.me).toEqual(ana);
    expect(Object.keys(desk.chats)).toEqual(['conv_1']);
    expect(desk.offers).toEqual({});
  });

  it('counts what the shopper wrote, from the oldest that nobody answered', () => {
    const desk = after([
      welcome(),
      { t: 'event', ...said(4, 'shopper', 'Hola') },
      { t: 'event', ...said(5, 'shopper', '?') },
    ]);
    expect(chat(desk)?.attention).toEqual({ unansweredSince: 4_000, unread: 2, upTo: 5 });
    expect(chat(desk)?.conversation.last?.text).toBe('?');
    const answered = after([{ t: 'event', ...said(6, 'ana', 'Un momento') }], desk);
    expect(chat(answered)?.attention.unansweredSince).toBeNull();
  });

  it('counts an event once, also when it is sent again', () => {
    const hola: ServerFrame = { t: 'event', ...said(4, 'shopper', 'Hola') };
    expect(chat(after([welcome(), hola, hola]))?.attention.unread).toBe(1);
  });

  it('keeps what it knows of a chat over a reconnect, and adds what was missed', () => {
    const before = after([welcome(), { t: 'event', ...said(4, 'shopper', 'Hola') }]);
    const back = after(
      [welcome([conversation({ head: 5 })]), { t: 'event', ...said(5, 'shopper', 'Sigue ahí?') }],
      before,
    );
    expect(chat(back)?.attention).toEqual({ unansweredSince: 4_000, unread: 2, upTo: 5 });
  });

  it('replaces its count by an exact one when the log has been read', () => {
    const desk = after([welcome([conversation({ head: 5, read: { shopper: 0, agent: 3 } })])]);
    const log = [said(3, 'ana', 'Hola'), said(4, 'shopper', 'uno'), said(5, 'shopper', 'dos')];
    expect(chat(logRead(desk, 'conv_1', log))?.attention).toEqual({
      unansweredSince: 4_000,
      unread: 2,
      upTo: 5,
    });
    expect(chat(markRead(desk, 'conv_1', 5))?.attention.unread).toBe(0);
  });

  it('knows the new owner from the event, before any state frame', () => {
    const desk = after([
      welcome(),
      {
        t: 'event',
        ...event(4, 'transfer_offered', {
          transfer: 'trf_1',
          kind: 'warm',
          from: { agent: ana.id, name: ana.name },
          to: luis,
          expires_at: 60_000,
          hash: '',
        }),
      },
    ]);
    expect(chat(desk)?.conversation.transfer?.to).toEqual(luis);
    const given = after(
      [
        {
          t: 'event',
          ...event(
            5,
            'transferred',
            { transfer: 'trf_1', how: 'warm', from: { agent: ana.id, name: ana.name }, to: luis, sees: [] },
            { epoch: 2 },
          ),
        },
      ],
      desk,
    );
    expect(chat(given)?.conversation).toMatchObject({ owner: luis, epoch: 2, state: 'owned' });
    expect(chat(given)?.conversation).not.toHaveProperty('transfer');
  });

  it('keeps the end of an offer that a state frame tells again', () => {
    const desk = after([{ t: 'offer', ...offer({ expires_in_ms: 25_000 }) }]);
    const state: ServerFrame = {
      t: 'state',
      rev: 2,
      me: ana,
      conversations: [],
      offers: [offer({ expires_in_ms: 24_000 })],
    };
    expect(applyFrame(desk, state, NOW + 2_000).offers['ofr_1']?.endsAt).toBe(NOW + 25_000);
    expect(after([{ t: 'offer_ended', offer: 'ofr_1', reason: 'expired' }], desk).offers).toEqual({});
  });

  it('remembers what has left, for the event that says why', () => {
    const desk = after([welcome(), { t: 'state', rev: 2, me: ana, conversations: [], offers: [] }]);
    expect(desk.chats).toEqual({});
    expect(desk.departed['conv_1']?.shopper.name).toBe('Lucía');
  });

  it('takes cart and step as the page reports them, and leaves out what was not said', () => {
    const desk = after([
      welcome([conversation({ checkout: { step: 'cart' } })]),
      {
        t: 'ephemeral',
        conv: 'conv_1',
        kind: 'context',
        data: { page: { url: 'https://shop' }, verified: false },
      },
    ]);
    expect(chat(desk)?.conversation).toMatchObject({
      checkout: { step: 'cart' },
      page: { url: 'https://shop' },
    });
  });

  it('keeps a conversation that is only looked into apart from the desk', () => {
    const desk = peek(after([welcome([])]), conversation({ owner: luis }));
    const next = after([{ t: 'event', ...said(4, 'luis', 'Hola') }], desk);
    expect(next.chats).toEqual({});
    expect(next.peeked['conv_1']?.conversation.head).toBe(4);
  });

  it('changes nothing for what it does not hold', () => {
    const desk = after([welcome([])]);
    expect(after([{ t: 'event', ...said(4, 'shopper', 'Hola') }], desk)).toBe(desk);
  });
});
