import type { ConversationPage } from '../../api/wire';
import { usePolled } from '../../components/usePolled';
import { useI18n } from '../../i18n/I18n';
import { useSession } from '../../realtime/live';
import styles from './ShopperPane.module.css';

const EVERY_MS = 120_000;

/** What this shopper came with before. Without the right to see it there is none. */
export function PastChats({ shopper, except }: { shopper: string; except: string }) {
  const { t, format } = useI18n();
  const session = useSession();
  const { value } = usePolled(
    () => session.fetch<ConversationPage>(`/shoppers/${shopper}/conversations`),
    EVERY_MS,
    shopper,
  );
  const past = value?.items.filter(({ conv }) => conv !== except) ?? [];
  if (past.length === 0) return null;
  return (
    <section className={styles.card}>
      <h2>{t('shopper.past', { count: past.length })}</h2>
      <ul className={styles.past}>
        {past.map((conversation) => (
          <li key={conversation.conv}>
            <time dateTime={new Date(conversation.opened_at).toISOString()}>
              {format.dateTime(conversation.opened_at)}
            </time>
            <span dir="auto">{conversation.subject ?? conversation.last?.text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
