import type { PlainKey } from '../i18n/dictionary';
import type { Chord } from './chord';

interface Action {
  readonly label: PlainKey;
  readonly chord?: Chord;
}

/** Everything that has a key. The palette lists those that can be done where one is. */
export const actions = {
  palette: { label: 'action.palette', chord: 'Mod+K' },
  acceptOffer: { label: 'action.acceptOffer', chord: 'Mod+Enter' },
  nextChat: { label: 'action.nextChat', chord: 'Alt+ArrowDown' },
  previousChat: { label: 'action.previousChat', chord: 'Alt+ArrowUp' },
  leaveChat: { label: 'action.leaveChat', chord: 'Escape' },
  nextPane: { label: 'action.nextPane', chord: 'F6' },
  previousPane: { label: 'action.previousPane', chord: 'Shift+F6' },
  switchWriting: { label: 'action.switchWriting', chord: 'Mod+;' },
  transfer: { label: 'action.transfer', chord: 'Alt+T' },
  closeChat: { label: 'action.closeChat', chord: 'Mod+Shift+Enter' },
  shopperPane: { label: 'action.shopperPane', chord: 'Mod+.' },
  openDesk: { label: 'action.openDesk' },
  openBoard: { label: 'action.openBoard' },
  takeWaiting: { label: 'action.takeWaiting' },
  comeOnline: { label: 'action.comeOnline' },
  goAway: { label: 'action.goAway' },
  signOut: { label: 'action.signOut' },
} satisfies Record<string, Action>;

export type ActionId = keyof typeof actions;

export function chordOf(id: ActionId): Chord | undefined {
  const action: Action = actions[id];
  return action.chord;
}
