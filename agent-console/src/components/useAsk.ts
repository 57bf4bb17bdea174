import { useState } from 'react';
import { useI18n } from '../i18n/I18n';
import { useToasts } from '../ui/toasts';
import { inWords } from './refusal';

/**
 * Runs what asks the node for something, once at a time. A refusal is said in a toast, or given to `onRefused` by
 * whoever has a better place for it.
 */
export function useAsk(
  onRefused?: (words: string) => void,
): [ask: (run: () => Promise<unknown>) => void, isBusy: boolean] {
  const { t, format } = useI18n();
  const show = useToasts((toasts) => toasts.show);
  const [isBusy, setBusy] = useState(false);

  async function ask(run: () => Promise<unknown>) {
    setBusy(true);
    try {
      await run();
    } catch (error) {
      const words = inWords(error, t, format);
      if (onRefused) onRefused(words);
      else show({ tone: 'danger', text: words });
    } finally {
      setBusy(false);
    }
  }

  return [(run) => void ask(run), isBusy];
}
