/** `Mod` is Ctrl, and Command on a Mac. */
export type Chord = `${'' | 'Mod+' | 'Alt+' | 'Shift+' | 'Mod+Shift+'}${string}`;

type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
> & {
  getModifierState: (key: 'AltGraph') => boolean;
};

/**
 * Whether this is the chord. AltGr is Ctrl+Alt on Windows and types letters there, and an input method's keys are
 * its own: neither is ever a shortcut. On a Mac Alt changes what a letter key types, so the key's place decides.
 */
export function matches(chord: Chord, press: KeyPress, isMac: boolean): boolean {
  if (press.isComposing || press.getModifierState('AltGraph')) return false;
  const parts = chord.split('+');
  const key = parts.pop() ?? '';
  const has = (modifier: string) => parts.includes(modifier);
  const mod = isMac ? press.metaKey : press.ctrlKey;
  const other = isMac ? press.ctrlKey : press.metaKey;
  if (mod !== has('Mod') || other || press.altKey !== has('Alt') || press.shiftKey !== has('Shift'))
    return false;
  if (press.key.toLowerCase() === key.toLowerCase()) return true;
  return isMac && press.altKey && press.code === `Key${key.toUpperCase()}`;
}

const symbols: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', Enter: '↵', Escape: 'Esc' };

export function chordText(chord: Chord, isMac: boolean): string {
  const mac: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };
  const pc: Record<string, string> = { Mod: 'Ctrl' };
  const words = chord.split('+').map((part) => (isMac ? mac : pc)[part] ?? symbols[part] ?? part);
  return words.join(isMac ? '' : '+');
}

export function isMac(platform: string): boolean {
  return platform.startsWith('Mac');
}
