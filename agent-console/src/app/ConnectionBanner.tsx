import type { ConnectionState } from '@tillside/chat-client/connection';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { PlainKey } from '../i18n/dictionary';
import { useI18n } from '../i18n/I18n';
import { useConnection, useNow, useSession } from '../realtime/live';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import styles from './ConnectionBanner.module.css';

/** A line that comes back sooner than this has bothered nobody. */
const PATIENCE_MS = 1_500;

/** Says that the line is away and that nothing is lost; or why it will not come back by itself. */
export function ConnectionBanner({ onSignOut }: { onSignOut: () => void }) {
  const { t, format } = useI18n();
  const { client } = useSession();
  const connection = useConnection();
  const now = useNow();
  const items = useSyncExternalStore(client.outbox.items.subscribe, client.outbox.items.getSnapshot);
  const isLate = useIsLate(connection);
  const unsent = items.filter(
    ({ progress }) => progress.is === 'waiting' || progress.is === 'sending',
  ).length;

  if (connection.is === 'closed') {
    return (
      <div role="alert" className={styles.closed}>
        <Icon name="alert" />
        <span className={styles.words}>{t(reasonFor(connection.code))}</span>
        <Button size="s" onPress={() => client.start()}>
          {t('connection.again')}
        </Button>
        <Button size="s" onPress={onSignOut}>
          {t('action.signOut')}
        </Button>
      </div>
    );
  }
  return (
    <div role="status">
      {isLate && (
        <p className={styles.away}>
          <Icon name="retry" />
          <span className={styles.words}>
            {t('connection.away')} {unsent > 0 && t('connection.unsent', { count: unsent })}
            {connection.is === 'waiting' &&
              ` ${t('connection.next', { time: format.elapsed(Math.max(0, connection.until - now) + 999) })}`}
          </span>
        </p>
      )}
    </div>
  );
}

function useIsLate({ is }: ConnectionState): boolean {
  const isAway = is !== 'open';
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isAway) return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isAway]);
  return isAway && isLate;
}

const reasons: Record<number, PlainKey> = {
  4500: 'connection.protocol',
  4503: 'connection.siteClosed',
  4509: 'connection.tooMany',
  4510: 'connection.banned',
};

/** Without a code, or when the token is refused, the session itself has ended. */
function reasonFor(code: number | undefined): PlainKey {
  return (code === undefined ? undefined : reasons[code]) ?? 'connection.ended';
}
