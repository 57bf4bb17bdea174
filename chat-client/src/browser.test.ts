import { expect, test } from 'vitest';
import { outboxIn } from './browser';
import type { Stored } from './outbox';

class Values {
  readonly map = new Map<string, string>();
  full = false;
  get length(): number {
    return this.map.size;
  }
  key(index: number): string | null {
    return [...this.map.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.map.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.full) throw new DOMException('no room', 'QuotaExceededError');
    this.map.set(key, value);
  }
  removeItem(key: string): void {
    this.map.delete(key);
  }
}

const ITEM: Stored<never> = {
  cid: 'cid 1',
  lane: 'conv_1',
  order: 1,
  at: 1,
  draft: { is: 'send', body: { kind: 'text', text: 'hello' } },
};

test('what is saved is found again, beside what belongs to others', () => {
  const values = new Values();
  values.setItem('theirs', 'not ours');
  const outbox = outboxIn<never>(values, 'ours.');
  outbox.save(ITEM);
  expect(outboxIn<never>(values, 'ours.').load()).toEqual([ITEM]);
  outbox.remove('cid 1');
  expect(outbox.load()).toEqual([]);
  expect(values.getItem('theirs')).toBe('not ours');
});

test('a full storage does not stop a message', () => {
  const values = new Values();
  values.full = true;
  expect(() => outboxIn<never>(values, 'ours.').save(ITEM)).not.toThrow();
});
