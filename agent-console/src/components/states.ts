import type { State } from '../api/wire';
import type { PlainKey } from '../i18n/dictionary';

/** How a conversation stands, in the order in which it goes. */
export const states = {
  waiting: 'state.waiting',
  offered: 'state.offered',
  owned: 'state.owned',
  wrapup: 'state.wrapUp',
  parked: 'state.parked',
  closed: 'state.closed',
} satisfies Record<State, PlainKey>;

export function isState(word: string): word is State {
  return Object.hasOwn(states, word);
}
