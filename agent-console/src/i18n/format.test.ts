import { describe, expect, it } from 'vitest';
import { formatFor } from './format';

const en = formatFor('en');

describe('format', () => {
  it('shows a duration as short as a row allows', () => {
    expect([0, 9_000, 41_900, 725_000, 3_729_000].map(en.elapsed)).toEqual([
      '0:00',
      '0:09',
      '0:41',
      '12:05',
      '1:02:09',
    ]);
    expect(en.elapsed(-5)).toBe('0:00');
  });

  it('knows how many digits a currency has', () => {
    expect(en.money(4200, 'EUR')).toBe('€42.00');
    expect(en.money(4200, 'JPY')).toBe('¥4,200');
  });

  it('shows what a page claims as it came, when nobody knows it', () => {
    expect(en.money(4200, 'coins')).toBe('4200 coins');
    expect(en.language('not a tag')).toBe('not a tag');
  });
});
