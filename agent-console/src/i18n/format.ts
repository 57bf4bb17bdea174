/** Times, durations and money in the agent's language. Formatters are costly to make, so there is one set a locale. */
export interface Format {
  readonly clock: (at: number) => string;
  readonly clockWithSeconds: (at: number) => string;
  readonly day: (at: number) => string;
  readonly dateTime: (at: number) => string;
  /** `0:41`, `12:05`, `1:02:09`: short enough for a row, and read by everyone. */
  readonly elapsed: (ms: number) => string;
  readonly money: (minor: number, currency: string) => string;
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
  readonly list: (items: readonly string[]) => string;
  readonly language: (tag: string) => string;
}

export function formatFor(locale: string): Format {
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const seconds = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const number = new Intl.NumberFormat(locale);
  const twoDigits = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const languages = new Intl.DisplayNames(locale, { type: 'language' });

  return {
    clock: (at) => clock.format(at),
    clockWithSeconds: (at) => seconds.format(at),
    day: (at) => day.format(at),
    dateTime: (at) => dateTime.format(at),
    elapsed(ms) {
      const total = Math.max(0, Math.floor(ms / 1000));
      const hours = Math.floor(total / 3600);
      const minutes = Math.floor((total % 3600) / 60);
      const rest = twoDigits.format(total % 60);
      return hours > 0
        ? `${number.format(hours)}:${twoDigits.format(minutes)}:${rest}`
        : `${number.format(minutes)}:${rest}`;
    },
    money: moneyIn(locale),
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    list: (items) => list.format(items),
    language: (tag) => languageName(languages, tag),
  };
}

/** A page may claim any currency and any language tag; what `Intl` does not know is shown as it came. */
function moneyIn(locale: string): Format['money'] {
  const known = new Map<string, (minor: number) => string>();
  return (minor, currency) => {
    const format = known.get(currency) ?? currencyFormat(locale, currency);
    known.set(currency, format);
    return format(minor);
  };
}

function currencyFormat(locale: string, currency: string): (minor: number) => string {
  try {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    return (minor) => format.format(minor / 10 ** digits);
  } catch (error) {
    if (error instanceof RangeError) return (minor) => `${minor} ${currency}`;
    throw error;
  }
}

function languageName(names: Intl.DisplayNames, tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch (error) {
    if (error instanceof RangeError) return tag;
    throw error;
  }
}
