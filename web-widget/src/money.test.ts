import { expect, test } from 'vitest';
import { fractionDigits, minorUnits } from './money';

test.each([
  [12.5, 2, 1250],
  ['12.50', 2, 1250],
  [19.99, 2, 1999],
  [1.005, 2, 101],
  ['12,50', 2, 1250],
  ['1.299,00 €', 2, 129_900],
  ['$1,299.00', 2, 129_900],
  ['1,299,000', 2, 129_900_000],
  ['-8', 2, -800],
  [500, 0, 500],
  [1.234, 3, 1234],
])('%s with %i digits is %i', (amount, digits, minor) => {
  expect(minorUnits(amount, digits)).toBe(minor);
});

test.each(['', 'free', undefined, null, Number.NaN, {}])('%s is no amount', (amount) => {
  expect(minorUnits(amount, 2)).toBeUndefined();
});

test('digits follow the currency', () => {
  expect(['EUR', 'JPY', 'KWD', 'no currency'].map(fractionDigits)).toEqual([2, 0, 3, 2]);
});
