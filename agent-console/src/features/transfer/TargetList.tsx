import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { AvailabilityDot } from '../../components/AvailabilityDot';
import { availabilities } from '../../components/availability';
import type { PlainKey } from '../../i18n/dictionary';
import { useI18n } from '../../i18n/I18n';
import { Icon } from '../../ui/Icon';
import styles from './TransferDialog.module.css';
import type { Obstacle, Target } from './targets';

const obstacles = {
  full: 'transfer.full',
  away: 'transfer.away',
  agents_only: 'transfer.agentsOnly',
} satisfies Record<Obstacle, PlainKey>;

interface TargetListProps {
  targets: readonly Target[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
  onSubmit: () => void;
}

/** Arrows choose, letters jump to a name, Enter hands over. */
export function TargetList({ targets, chosen, onChoose, onSubmit }: TargetListProps) {
  const { t } = useI18n();
  return (
    <div
      onKeyDownCapture={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        event.stopPropagation();
        onSubmit();
      }}
    >
      <ListBox
        aria-label={t('transfer.to')}
        items={targets}
        dependencies={[chosen]}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        autoFocus
        selectedKeys={chosen === undefined ? [] : [chosen]}
        disabledKeys={targets.filter(({ obstacle }) => obstacle).map(({ id }) => id)}
        onSelectionChange={(keys) => {
          if (keys === 'all') return;
          const [id] = keys;
          if (id !== undefined) onChoose(String(id));
        }}
        className={() => styles.targets ?? ''}
      >
        {(target) => (
          <ListBoxItem id={target.id} textValue={target.name} className={() => styles.target ?? ''}>
            {target.is === 'agent' ? (
              <AvailabilityDot availability={target.agent.availability} />
            ) : (
              <Icon name="queue" size={16} />
            )}
            <span className={styles.name}>{target.name}</span>
            <span className={styles.detail}>{detailOf(target, t)}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </div>
  );
}

function detailOf(target: Target, t: ReturnType<typeof useI18n>['t']): string {
  if (target.obstacle === 'away' && target.is === 'agent') {
    return target.agent.live ? t(availabilities[target.agent.availability].label) : t(obstacles.away);
  }
  if (target.obstacle) return t(obstacles[target.obstacle]);
  if (target.is === 'queue' && target.free === 0) return t('transfer.waits');
  return t('transfer.free', { count: target.free });
}
