import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from './backoff';

test('a wait is anything from nothing to the cap, and the cap doubles up to 20 s', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.nat(2000), random, (attempt, r) => {
      const cap = Math.min(20_000, 500 * 2 ** attempt);
      const wait = backoffMs(attempt, () => r);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThan(cap);
    }),
  );
  expect([0, 1, 5, 6, 60].map((attempt) => backoffMs(attempt, () => 1))).toEqual([
    500, 1000, 16_000, 20_000, 20_000,
  ]);
});
