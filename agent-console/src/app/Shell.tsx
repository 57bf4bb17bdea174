import { lazy, Suspense } from 'react';
import { isSupervisor } from '../api/capabilities';
import { useI18n } from '../i18n/I18n';
import { useAction } from '../keyboard/Keyboard';
import { focusPane } from '../keyboard/panes';
import { useMe } from '../realtime/live';
import { Blank } from '../ui/Blank';
import { ConnectionBanner } from './ConnectionBanner';
import { DeskPage } from './DeskPage';
import { Notices } from './Notices';
import { Palette } from './Palette';
import { Rail } from './Rail';
import { go, useRoute } from './route';
import styles from './Shell.module.css';
import { TitleBadge } from './TitleBadge';

const BoardPage = lazy(async () => ({ default: (await import('./BoardPage')).BoardPage }));

export function Shell({ onSignOut }: { onSignOut: () => void }) {
  const { t } = useI18n();
  const me = useMe();
  const route = useRoute();
  const mayBoard = me !== null && isSupervisor(me);
  useAction('signOut', onSignOut);
  useAction('openDesk', () => go({ page: 'desk' }), route.page !== 'desk');
  useAction('openBoard', () => go({ page: 'board' }), mayBoard && route.page !== 'board');
  useAction('nextPane', () => focusPane(1));
  useAction('previousPane', () => focusPane(-1));

  return (
    <div className={styles.shell}>
      <Rail me={me} page={route.page} onSignOut={onSignOut} />
      <div className={styles.main}>
        <ConnectionBanner onSignOut={onSignOut} />
        {me === null ? (
          <main className={styles.page} aria-busy="true">
            <Blank icon="chats" title={t('app.opening')} />
          </main>
        ) : (
          <main className={styles.page}>
            <Suspense fallback={<Blank icon="board" title={t('board.reading')} />}>
              {route.page === 'board' && mayBoard ? (
                <BoardPage me={me} route={route} />
              ) : (
                <DeskPage me={me} route={route.page === 'desk' ? route : { page: 'desk' }} />
              )}
            </Suspense>
          </main>
        )}
      </div>
      <TitleBadge />
      <Notices />
      <Palette />
    </div>
  );
}
