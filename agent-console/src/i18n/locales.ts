import type { Dictionary } from './dictionary';
import { en } from './en';

/** The languages of the console, in their own names. English is built in; the others are fetched when chosen. */
export const locales = {
  en: { name: 'English', dir: 'ltr', load: async () => en },
  es: { name: 'Español', dir: 'ltr', load: async () => (await import('./es')).es },
  nl: { name: 'Nederlands', dir: 'ltr', load: async () => (await import('./nl')).nl },
  ar: { name: 'العربية', dir: 'rtl', load: async () => (await import('./ar')).ar },
} satisfies Record<string, { name: string; dir: 'ltr' | 'rtl'; load: () => Promise<Dictionary> }>;

export type Locale = keyof typeof locales;

export function isLocale(tag: string): tag is Locale {
  return Object.hasOwn(locales, tag);
}

/** The first of the browser's languages that the console speaks. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const tag of languages) {
    const language = tag.split('-')[0] ?? '';
    if (isLocale(language)) return language;
  }
  return 'en';
}
