import { expect, it } from 'vitest';
import { countdown } from './countdown';

it('runs from everything to nothing, and stops there', () => {
  expect(countdown(25_000, 25_000, 0)).toEqual({ leftMs: 25_000, share: 1, isOver: false });
  expect(countdown(25_000, 25_000, 20_000)).toEqual({ leftMs: 5_000, share: 0.2, isOver: false });
  expect(countdown(25_000, 25_000, 26_000)).toEqual({ leftMs: 0, share: 0, isOver: true });
});

it('never shows more than all, when the clocks disagree', () => {
  expect(countdown(30_000, 25_000, 0).share).toBe(1);
});
