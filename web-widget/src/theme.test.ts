import { expect, test } from 'vitest';
import { accentOn, contrastOf } from './theme';

const SURFACES = ['#ffffff', '#141a18'];

/** A thousand colours, spread evenly over the cube. */
const COLORS = Array.from({ length: 1000 }, (_, index) => {
  const level = (value: number) => Math.round((value * 255) / 9);
  const rgb = [level(Math.floor(index / 100)), level(Math.floor(index / 10) % 10), level(index % 10)];
  return `#${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
});

test.each(SURFACES)('any colour of a site can be read on %s, and what stands on it too', (surface) => {
  for (const color of COLORS) {
    const accent = accentOn(color, surface);
    if (accent === undefined) throw new Error(`${color} was not read`);
    expect(contrastOf(accent.ink, surface), color).toBeGreaterThanOrEqual(4.5);
    expect(contrastOf(accent.onAccent, accent.accent), color).toBeGreaterThanOrEqual(4.5);
    expect(contrastOf(accent.onAccent, accent.hover), color).toBeGreaterThanOrEqual(4.5);
  }
});

test('a colour that reads already is left alone', () => {
  expect(accentOn('#0f5c4d', '#ffffff')?.accent).toBe('#0f5c4d');
});

test('what is no colour changes nothing', () => {
  expect(accentOn('teal', '#ffffff')).toBeUndefined();
});
