import { reduce, startingAfter } from '@tillside/chat-client/timeline';
import { describe, expect, it } from 'vitest';
import type { ShownEvent } from '../../api/wire';
import { event, said } from '../../testing/wire';
import { type Row, rowsOf } from './rows';

type Unsent = Parameters<typeof rowsOf>[1][number];

function log(events: ShownEvent[], readByShopper = 0) {
  const timeline = reduce(startingAfter(0), { is: 'later', events, head: events.length, complete: true });
  return { timeline, read: { shopper: readByShopper, agent: 0 } };
}

function unsent(cid: string, progress: Unsent['progress'], at = 10_000): Unsent {
  const draft = { is: 'send', body: { kind: 'text', text: cid }, epoch: 1 } as const;
  return { cid, lane: 'conv_1', order: at, at, draft, progress };
}

const shown = (rows: readonly Row[]) =>
  rows.map((row) => (row.is === 'line' ? row.event.kind : `${row.from}: ${row.text}`));
const delivery = (rows: readonly Row[]) =>
  rows.map((row) => (row.is === 'line' ? undefined : row.delivery?.is));

describe('rows', () => {
  it('are what was said and what happened, without what shows elsewhere', () => {
    const rows = rowsOf(
      log([
        event(1, 'opened', { queue: 'que_sales', locale: 'es' }),
        event(2, 'assigned', { to: { agent: 'agt_ana', name: 'Ana' }, how: 'accepted' }),
        said(3, 'shopper', 'Hola'),
        { conv: 'conv_1', seq: 4, kind: 'hidden' },
        said(5, 'ana', 'Buenas'),
        said(6, 'luis', 'Aquí Luis'),
      ]),
      [],
      'agt_ana',
    );
    expect(shown(rows)).toEqual(['assigned', 'shopper: Hola', 'me: Buenas', 'colleague: Aquí Luis']);
  });

  it('say how far each of one’s own messages has come', () => {
    const rows = rowsOf(
      log([said(1, 'ana', 'read'), said(2, 'ana', 'sent')], 1),
      [unsent('waits', { is: 'waiting' }), unsent('fails', { is: 'failed', code: 'stale_owner' })],
      'agt_ana',
    );
    expect(delivery(rows)).toEqual(['read', 'sent', 'sending', 'failed']);
  });

  it('keep the name of a message from the composer to the log', () => {
    const [before] = rowsOf(log([]), [unsent('cid-1', { is: 'sending' })], 'agt_ana');
    const stored = { ...said(1, 'ana', 'cid-1'), cid: 'cid-1' };
    const [after] = rowsOf(log([stored]), [], 'agt_ana');
    expect(after?.id).toBe(before?.id);
  });

  it('draw together what was said in one breath, and not over a day', () => {
    const day = 24 * 3_600_000;
    const rows = rowsOf(
      log([
        said(1, 'shopper', 'a', 1_000),
        said(2, 'shopper', 'b', 2_000),
        said(3, 'ana', 'c', 3_000),
        said(4, 'ana', 'd', 3_000 + day),
      ]),
      [],
      'agt_ana',
    );
    expect(rows.map((row) => row.is !== 'line' && row.goesOn)).toEqual([false, true, false, false]);
    expect(rows.map(({ opensDay }) => opensDay)).toEqual([true, false, false, true]);
  });

  it('never join a note with a reply', () => {
    const note = event(
      2,
      'note',
      { body: { kind: 'text', text: 'n' } },
      { by: { agent: 'agt_ana', name: 'Ana' } },
    );
    const rows = rowsOf(log([said(1, 'ana', 'r'), note]), [], 'agt_ana');
    expect(rows.map((row) => row.is)).toEqual(['message', 'note']);
    expect(rows[1]).toMatchObject({ goesOn: false });
  });
});
