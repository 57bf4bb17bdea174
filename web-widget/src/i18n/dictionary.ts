import type { en } from './en';

type Key = keyof typeof en;

/** A phrase for each class of numbers that the language has. */
type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

export type PluralKey = { [K in Key]: (typeof en)[K] extends string ? never : K }[Key];
export type PhraseKey = Exclude<Key, PluralKey>;

export type Dictionary = Record<PhraseKey, string> & Record<PluralKey, Plural>;
