import type { Dictionary, PhraseKey, PluralKey } from './dictionary';

const RIGHT_TO_LEFT = ['ar', 'fa', 'he', 'ur'];

type Values = Record<string, string>;

/** Speaks one language: phrases from its dictionary, numbers, dates and lists from the browser. */
export class Translator {
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  readonly #dictionary: Dictionary;
  readonly #plurals: Intl.PluralRules;
  readonly #numbers: Intl.NumberFormat;
  readonly #times: Intl.DateTimeFormat;
  readonly #days: Intl.DateTimeFormat;
  readonly #moments: Intl.DateTimeFormat;
  readonly #lists: Intl.ListFormat;

  constructor(locale: string, dictionary: Dictionary) {
    this.locale = locale;
    this.dir = RIGHT_TO_LEFT.includes(locale.slice(0, 2)) ? 'rtl' : 'ltr';
    this.#dictionary = dictionary;
    this.#plurals = new Intl.PluralRules(locale);
    this.#numbers = new Intl.NumberFormat(locale);
    this.#times = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
    this.#days = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
    this.#moments = new Intl.DateTimeFormat(locale, { weekday: 'long', hour: '2-digit', minute: '2-digit' });
    this.#lists = new Intl.ListFormat(locale);
  }

  say(key: PhraseKey, values: Values = {}): string {
    return fill(this.#dictionary[key], values);
  }

  count(key: PluralKey, count: number): string {
    const phrases = this.#dictionary[key];
    return fill(phrases[this.#plurals.select(count)] ?? phrases.other, {
      count: this.#numbers.format(count),
    });
  }

  time(at: number): string {
    return this.#times.format(at);
  }

  day(at: number): string {
    return this.#days.format(at);
  }

  /** A day of this week and a time, in the shopper's own time zone. */
  moment(at: number): string {
    return this.#moments.format(at);
  }

  list(things: string[]): string {
    return this.#lists.format(things);
  }
}

function fill(phrase: string, values: Values): string {
  return phrase.replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
}
