import { describe, expect, it } from 'vitest';
import { chordText, matches } from './chord';

function press(
  key: string,
  changes: Partial<Parameters<typeof matches>[1]> = {},
): Parameters<typeof matches>[1] {
  return {
    key,
    code: '',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    isComposing: false,
    getModifierState: () => false,
    ...changes,
  };
}

describe('chords', () => {
  it('need exactly their modifiers', () => {
    expect(matches('Mod+Enter', press('Enter', { ctrlKey: true }), false)).toBe(true);
    expect(matches('Mod+Enter', press('Enter', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
    expect(matches('Mod+Enter', press('Enter'), false)).toBe(false);
  });

  it('take Command on a Mac, and the place of the key under Alt', () => {
    expect(matches('Mod+K', press('k', { metaKey: true }), true)).toBe(true);
    expect(matches('Mod+K', press('k', { ctrlKey: true }), true)).toBe(false);
    expect(matches('Alt+T', press('†', { altKey: true, code: 'KeyT' }), true)).toBe(true);
  });

  it('leave AltGr and input methods alone', () => {
    const altGraph = press('t', { altKey: true, getModifierState: () => true });
    expect(matches('Alt+T', altGraph, false)).toBe(false);
    expect(matches('Mod+Enter', press('Enter', { ctrlKey: true, isComposing: true }), false)).toBe(false);
  });

  it('are written the way each system writes them', () => {
    expect(chordText('Mod+Shift+Enter', false)).toBe('Ctrl+Shift+↵');
    expect(chordText('Alt+ArrowDown', true)).toBe('⌥↓');
  });
});
