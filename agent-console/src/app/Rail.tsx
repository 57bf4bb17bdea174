import { Link } from 'react-aria-components/Link';
import { isSupervisor } from '../api/capabilities';
import type { AgentMe } from '../api/wire';
import { useI18n } from '../i18n/I18n';
import { useDesk } from '../realtime/live';
import { cx } from '../ui/cx';
import { Hint } from '../ui/Hint';
import { Icon, type IconName } from '../ui/Icon';
import { ProfileMenu } from './ProfileMenu';
import styles from './Rail.module.css';
import { type Route, routeHash } from './route';

interface RailProps {
  me: AgentMe | null;
  page: Route['page'];
  onSignOut: () => void;
}

/** The rooms of the console. */
export function Rail({ me, page, onSignOut }: RailProps) {
  const { t } = useI18n();
  const offers = useDesk((desk) => Object.keys(desk.offers).length);
  return (
    <header className={styles.rail}>
      <nav aria-label={t('rail.label')} className={styles.rooms}>
        <Room
          icon="chats"
          name={offers > 0 ? t('rail.deskOffers', { count: offers }) : t('rail.desk')}
          to={{ page: 'desk' }}
          isHere={page === 'desk'}
          asking={offers}
        />
        {me && isSupervisor(me) && (
          <Room icon="board" name={t('rail.board')} to={{ page: 'board' }} isHere={page === 'board'} />
        )}
      </nav>
      <ProfileMenu me={me} onSignOut={onSignOut} />
    </header>
  );
}

interface RoomProps {
  icon: IconName;
  name: string;
  to: Route;
  isHere: boolean;
  asking?: number;
}

function Room({ icon, name, to, isHere, asking = 0 }: RoomProps) {
  return (
    <Hint text={name}>
      <Link
        href={routeHash(to)}
        aria-label={name}
        className={() => cx(styles.room, isHere && styles.here)}
        {...(isHere ? { 'aria-current': 'page' as const } : {})}
      >
        <Icon name={icon} size={22} />
        {asking > 0 && <span className={styles.asking}>{asking}</span>}
      </Link>
    </Hint>
  );
}
