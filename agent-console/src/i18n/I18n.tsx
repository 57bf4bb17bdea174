import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { remember, remembered } from '../lib/remember';
import type { Dictionary, Key } from './dictionary';
import { en } from './en';
import { type Format, formatFor } from './format';
import { isLocale, type Locale, locales, preferredLocale } from './locales';
import { type Arguments, fill, type Message } from './message';

export type Translate = <K extends Key>(key: K, ...values: Arguments<(typeof en)[K]>) => string;

interface I18n {
  readonly t: Translate;
  readonly format: Format;
  readonly locale: Locale;
  readonly choose: (locale: Locale) => void;
}

const I18nContext = createContext<I18n | null>(null);
const CHOICE = 'locale';

export function useI18n(): I18n {
  const i18n = use(I18nContext);
  if (!i18n) throw new Error('useI18n needs an <I18n> above it');
  return i18n;
}

/** Speaks one language to everything below it, and keeps the old one on screen until the new one is there. */
export function I18n({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState<Locale>(firstChoice);
  const [spoken, setSpoken] = useState<{ locale: Locale; dictionary: Dictionary }>({
    locale: 'en',
    dictionary: en,
  });

  useEffect(() => {
    let current = true;
    void locales[choice].load().then((dictionary) => {
      if (current) setSpoken({ locale: choice, dictionary });
    });
    return () => {
      current = false;
    };
  }, [choice]);

  useEffect(() => {
    document.documentElement.lang = spoken.locale;
    document.documentElement.dir = locales[spoken.locale].dir;
  }, [spoken]);

  const i18n = useMemo<I18n>(
    () => ({
      t: translator(spoken.locale, spoken.dictionary),
      format: formatFor(spoken.locale),
      locale: choice,
      choose(locale) {
        remember(CHOICE, locale);
        setChoice(locale);
      },
    }),
    [spoken, choice],
  );

  return (
    <I18nContext value={i18n}>
      <I18nProvider locale={spoken.locale}>{children}</I18nProvider>
    </I18nContext>
  );
}

function firstChoice(): Locale {
  const choice = remembered(CHOICE);
  return choice !== null && isLocale(choice) ? choice : preferredLocale(navigator.languages);
}

function translator(locale: Locale, dictionary: Dictionary): Translate {
  const wording = { plural: new Intl.PluralRules(locale), number: new Intl.NumberFormat(locale) };
  return (key, ...[values]) => {
    const message: Message = dictionary[key];
    return values === undefined && typeof message === 'string'
      ? message
      : fill(message, values ?? {}, wording);
  };
}
