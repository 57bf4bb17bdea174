import type { en } from './en';
import type { PluralMessage } from './message';

/** What every language has to say: the keys of the English one, a plural where it has a plural. */
export type Dictionary = {
  readonly [key in Key]: (typeof en)[key] extends PluralMessage ? PluralMessage : string;
};
export type Key = keyof typeof en;

/** The keys of sentences that stand alone, so that tables may name them. */
export type PlainKey = {
  [key in Key]: (typeof en)[key] extends `${string}{${string}` | PluralMessage ? never : key;
}[Key];
