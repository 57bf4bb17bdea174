import { useI18n } from '../i18n/I18n';
import { useNow } from '../realtime/live';

/** How long ago something was, ticking. Silent: a screen reader asks for it, it does not tell. */
export function Elapsed({ since }: { since: number }) {
  const { format } = useI18n();
  return <time dateTime={new Date(since).toISOString()}>{format.elapsed(useNow() - since)}</time>;
}
