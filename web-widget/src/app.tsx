import { useEffect, useState } from 'preact/hooks';
import { ENGLISH, translatorFor } from './i18n/languages';
import type { Translator } from './i18n/translator';
import { accentOn } from './theme';
import { Panel } from './ui/Panel';
import { type Surroundings, SurroundingsProvider, TranslatorProvider } from './ui/surroundings';
import { useStore } from './ui/use-store';

interface AppProps {
  surroundings: Surroundings;
  /** For what is being written. */
  memory: Storage;
}

/** Language and colours around the panel. */
export function App({ surroundings, memory }: AppProps) {
  const { locale } = useStore(surroundings.panel);
  const site = useStore(surroundings.site);
  const [translator, setTranslator] = useState<Translator>(ENGLISH);

  useEffect(() => {
    let isWanted = true;
    void translatorFor(locale || (site?.locale ?? '')).then((spoken) => {
      if (isWanted) setTranslator(spoken);
    });
    return () => {
      isWanted = false;
    };
  }, [locale, site?.locale]);

  useEffect(() => {
    document.documentElement.lang = translator.locale;
    document.documentElement.dir = translator.dir;
    document.title = translator.say('title');
  }, [translator]);

  const color = site?.theme.color;
  useEffect(() => (color === undefined ? undefined : wear(color)), [color]);

  return (
    <TranslatorProvider value={translator}>
      <SurroundingsProvider value={surroundings}>
        <Panel memory={memory} />
      </SurroundingsProvider>
    </TranslatorProvider>
  );
}

/** Puts the site's colour on, corrected for the theme that is showing, now and when that changes. */
function wear(color: string): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paint = () => {
    const { style } = document.documentElement;
    const surface = getComputedStyle(document.documentElement).getPropertyValue('--surface');
    const accent = accentOn(color, longHex(surface));
    if (accent === undefined) return;
    style.setProperty('--accent', accent.accent);
    style.setProperty('--on-accent', accent.onAccent);
    style.setProperty('--accent-hover', accent.hover);
    style.setProperty('--accent-ink', accent.ink);
  };
  paint();
  dark.addEventListener('change', paint);
  return () => dark.removeEventListener('change', paint);
}

/** A minifier writes `#fff` for `#ffffff`. */
function longHex(color: string): string {
  return color.trim().replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
}
