import { Button as AriaButton } from 'react-aria-components/Button';
import { useI18n } from '../../i18n/I18n';
import type { Board } from '../../realtime/desk';
import { cx } from '../../ui/cx';
import type { BoardRows } from './rows';
import styles from './Tiles.module.css';
import { totalsOf } from './totals';

/** Longer than this somebody should look at. */
const LONG_WAIT_MS = 60_000;

/** The numbers that say whether it goes well; each leads to what it counts. */
export function Tiles({ board, onRows }: { board: Board; onRows: (rows: BoardRows) => void }) {
  const { t, format } = useI18n();
  const totals = totalsOf(board);
  const isLong = (totals.longestWaitMs ?? 0) > LONG_WAIT_MS;
  return (
    <ul className={styles.tiles}>
      <Tile
        name={t('board.waiting')}
        value={format.number(totals.waiting)}
        detail={t('board.offered', { count: totals.offered })}
        onPress={() => onRows({ state: 'waiting' })}
      />
      <Tile
        name={t('board.longest')}
        value={totals.longestWaitMs === null ? '–' : format.elapsed(totals.longestWaitMs)}
        detail={totals.longestIn ?? t('board.nobodyWaits')}
        isAlarming={isLong}
        onPress={() => onRows({ state: 'waiting' })}
      />
      <Tile
        name={t('board.serviceLevel')}
        value={totals.serviceLevel === null ? '–' : format.percent(totals.serviceLevel)}
        detail={t('board.serviceLevelDetail')}
      />
      <Tile
        name={t('board.active')}
        value={format.number(totals.active)}
        detail={t('board.activeDetail')}
        onPress={() => onRows({ state: 'owned' })}
      />
      <Tile
        name={t('board.agents')}
        value={`${format.number(totals.agentsOnline)}/${format.number(totals.agentsHere)}`}
        detail={t('board.notResponding', { count: totals.notResponding })}
        isAlarming={totals.notResponding > 0}
      />
      <Tile
        name={t('board.slots')}
        value={`${format.number(totals.slotsUsed)}/${format.number(totals.slots)}`}
        detail={
          totals.slots === 0
            ? t('board.noSlots')
            : t('board.slotsUsed', { share: format.percent(totals.slotsUsed / totals.slots) })
        }
        isAlarming={totals.slots === 0 && totals.waiting > 0}
      />
    </ul>
  );
}

interface TileProps {
  name: string;
  value: string;
  detail: string;
  isAlarming?: boolean;
  onPress?: () => void;
}

function Tile({ name, value, detail, isAlarming = false, onPress }: TileProps) {
  const words = (
    <>
      <span className={styles.name}>{name}</span>
      <span className={styles.value}>{value}</span>
      <span className={styles.detail}>{detail}</span>
    </>
  );
  const look = cx(styles.tile, isAlarming && styles.alarming);
  return (
    <li>
      {onPress ? (
        <AriaButton className={() => look} onPress={onPress}>
          {words}
        </AriaButton>
      ) : (
        <div className={look}>{words}</div>
      )}
    </li>
  );
}
