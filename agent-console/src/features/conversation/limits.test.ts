import { expect, it } from 'vitest';
import { charactersLeft } from './limits';

it('says nothing until it matters', () => {
  expect(charactersLeft('')).toBeUndefined();
  expect(charactersLeft('a'.repeat(3_799))).toBeUndefined();
  expect(charactersLeft('a'.repeat(3_900))).toBe(100);
  expect(charactersLeft('a'.repeat(4_001))).toBe(-1);
});

it('counts what people count, and what travels', () => {
  expect(charactersLeft('😀'.repeat(2_048))).toBe(0);
  expect(charactersLeft('ع'.repeat(3_990))).toBe(10);
});
