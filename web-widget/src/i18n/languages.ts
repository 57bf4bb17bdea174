import type { Dictionary } from './dictionary';
import { en } from './en';
import { Translator } from './translator';

/** Each is a file of its own, fetched when it is spoken; English is here already and stands in. */
const LANGUAGES: Record<string, () => Promise<Dictionary>> = {
  ar: async () => (await import('./ar')).ar,
  es: async () => (await import('./es')).es,
  nl: async () => (await import('./nl')).nl,
};

export const ENGLISH = new Translator('en', en);

export async function translatorFor(tag: string): Promise<Translator> {
  const load = LANGUAGES[tag.slice(0, 2).toLowerCase()];
  if (load === undefined) return tag.toLowerCase().startsWith('en') ? new Translator(tag, en) : ENGLISH;
  return new Translator(tag, await load());
}
