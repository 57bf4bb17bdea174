import type { AgentMe, SaidAvailability } from '../../api/wire';
import { AvailabilityDot } from '../../components/AvailabilityDot';
import { availabilities } from '../../components/availability';
import { useAsk } from '../../components/useAsk';
import { useI18n } from '../../i18n/I18n';
import { useAction } from '../../keyboard/Keyboard';
import { useSession } from '../../realtime/live';
import { MenuButton } from '../../ui/MenuButton';
import styles from './AvailabilityMenu.module.css';

/** What one can choose oneself; `not_responding` only happens to one. */
const choices = ['online', 'transfer_only', 'away', 'draining', 'offline'] as const;

export function AvailabilityMenu({ me }: { me: AgentMe }) {
  const { t } = useI18n();
  const session = useSession();
  const [ask] = useAsk();

  function choose(availability: SaidAvailability) {
    ask(() => session.command({ t: 'status', availability }));
  }
  useAction('comeOnline', () => choose('online'), me.availability !== 'online');
  useAction('goAway', () => choose('away'), me.availability !== 'away');

  const entries = choices.map((id) => ({
    id,
    label: t(availabilities[id].label),
    detail: t(availabilities[id].detail),
    mark: <AvailabilityDot availability={id} />,
  }));
  const words = t(availabilities[me.availability].label);
  const chosen = me.availability === 'not_responding' ? {} : { chosen: me.availability };
  return (
    <div className={styles.bar}>
      <MenuButton
        label={t('availability.menu', { state: words })}
        entries={entries}
        {...chosen}
        onChoose={choose}
      >
        <AvailabilityDot availability={me.availability} />
        {words}
      </MenuButton>
      <span className={styles.slots}>
        {t('availability.slots', { load: me.load, capacity: me.capacity })}
      </span>
    </div>
  );
}
