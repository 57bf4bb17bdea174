import { expect, test } from 'vitest';
import { ar } from './ar';
import { en } from './en';
import { es } from './es';
import { translatorFor } from './languages';
import { nl } from './nl';

const holes = (phrase: unknown) => [...JSON.stringify(phrase).matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

test.each(Object.entries({ ar, es, nl }))('%s fills the same holes as English', (_, dictionary) => {
  const own = new Map(Object.entries(dictionary));
  for (const [key, phrase] of Object.entries(en)) {
    if (typeof phrase === 'string') expect(holes(own.get(key)).sort(), key).toEqual(holes(phrase).sort());
  }
});

test('a region speaks its language, an unknown one English', async () => {
  expect((await translatorFor('es-MX')).say('send')).toBe('Enviar');
  expect((await translatorFor('fr')).say('send')).toBe('Send');
});

test('numbers choose their phrase', async () => {
  const english = await translatorFor('en');
  expect([1, 3].map((n) => english.count('place', n))).toEqual([
    'You are next in the queue.',
    'You are number 3 in the queue.',
  ]);
  const arabic = await translatorFor('ar');
  expect(arabic.dir).toBe('rtl');
  expect(arabic.count('wait_bound', 2)).toContain('دقيقتين');
});
