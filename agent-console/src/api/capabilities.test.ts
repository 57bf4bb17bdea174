import { describe, expect, it } from 'vitest';
import { ana, conversation, luis } from '../testing/wire';
import { type Action, mayDo } from './capabilities';
import type { Conversation, State } from './wire';

const everything: Action[] = [
  'send',
  'note',
  'transfer',
  'cancelTransfer',
  'close',
  'finishWrapUp',
  'leaveConsult',
  'take',
  'takeOver',
  'assign',
];

function allowed(of: Partial<Conversation>, { rights = ana.rights, isOnDesk = true } = {}): Action[] {
  const viewer = { me: { ...ana, rights }, isOnDesk };
  return everything.filter((action) => mayDo(action, conversation(of), viewer).allowed);
}

describe('capabilities', () => {
  it('are the owner’s while they own', () => {
    expect(allowed({})).toEqual(['send', 'note', 'transfer', 'close']);
    expect(allowed({ state: 'wrapup' })).toEqual(['note', 'finishWrapUp']);
    expect(allowed({ state: 'closed' })).toEqual(['note']);
  });

  it('let whoever is consulted read and note, and leave', () => {
    expect(allowed({ owner: luis })).toEqual(['note', 'leaveConsult']);
  });

  it.each<State>(['waiting', 'offered', 'parked'])('let an agent of the queue take what is %s', (state) => {
    expect(allowed({ state, owner: null }, { isOnDesk: false })).toEqual(['take']);
    expect(allowed({ state, owner: null, queue: 'que_other' }, { isOnDesk: false })).toEqual([]);
  });

  it('let a supervisor note, cancel, take over and assign, but not speak for the owner', () => {
    const transfer = {
      transfer: 'trf_1',
      kind: 'warm',
      from: luis,
      to: { queue: 'que_1' },
      expires_at: 0,
    } as const;
    expect(allowed({ owner: luis, transfer }, { rights: 'supervisor', isOnDesk: false })).toEqual([
      'note',
      'cancelTransfer',
      'takeOver',
      'assign',
    ]);
  });

  it('do not let a supervisor take over from themselves', () => {
    expect(
      mayDo('takeOver', conversation(), { me: { ...ana, rights: 'supervisor' }, isOnDesk: true }),
    ).toEqual({
      allowed: false,
      reason: 'denied.yours',
    });
  });

  it('allow one hand-over at a time, and say why not two', () => {
    const transfer = { transfer: 'trf_1', kind: 'warm', from: luis, to: luis, expires_at: 0 } as const;
    const viewer = { me: ana, isOnDesk: true };
    expect(mayDo('transfer', conversation({ transfer }), viewer)).toEqual({
      allowed: false,
      reason: 'denied.pending',
    });
    expect(mayDo('cancelTransfer', conversation(), viewer)).toEqual({
      allowed: false,
      reason: 'denied.noTransfer',
    });
  });
});
