import { describe, expect, it } from 'vitest';
import { ar } from './ar';
import { en } from './en';
import { es } from './es';
import { fill, type Message } from './message';
import { nl } from './nl';

const wording = (locale: string) => ({
  plural: new Intl.PluralRules(locale),
  number: new Intl.NumberFormat(locale),
});

describe('messages', () => {
  it('fills names and numbers in the way of the language', () => {
    expect(fill('{name} has {load}', { name: 'Ana', load: 1200 }, wording('nl'))).toBe('Ana has 1.200');
  });

  it('picks the plural form by the rules of the language', () => {
    const chats: Message = { zero: '0', one: '1', two: '2', few: 'few', many: 'many', other: 'other' };
    const forms = [0, 1, 2, 3, 11, 100].map((count) => fill(chats, { count }, wording('ar')));
    expect(forms).toEqual(['0', '1', '2', 'few', 'many', 'other']);
  });

  it.each(Object.entries({ es, nl, ar }))(
    '%s speaks about the same things as the English',
    (_, dictionary) => {
      const braces = (message: Message) => {
        const text = typeof message === 'string' ? message : message.other;
        return [...text.matchAll(/\{\w+\}/g)].map(String).sort();
      };
      for (const key of Object.keys(en) as (keyof typeof en)[]) {
        expect([key, braces(dictionary[key])]).toEqual([key, braces(en[key])]);
      }
    },
  );
});
