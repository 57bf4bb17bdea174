import type { Queue } from '../../api/wire';
import { useI18n } from '../../i18n/I18n';
import { Tag } from '../../ui/Tag';
import styles from './BoardTable.module.css';
import { CountCell } from './CountCell';
import type { BoardRows } from './rows';

export function QueueTable({
  queues,
  onRows,
}: {
  queues: readonly Queue[];
  onRows: (rows: BoardRows) => void;
}) {
  const { t, format } = useI18n();
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption>{t('board.queues')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('board.queue')}</th>
            <th scope="col" className={styles.number}>
              {t('board.waiting')}
            </th>
            <th scope="col" className={styles.number}>
              {t('board.offeredColumn')}
            </th>
            <th scope="col" className={styles.number}>
              {t('board.longest')}
            </th>
            <th scope="col" className={styles.number}>
              {t('board.inTime')}
            </th>
            <th scope="col" className={styles.number}>
              {t('board.active')}
            </th>
            <th scope="col" className={styles.number}>
              {t('board.agentsColumn')}
            </th>
            <th scope="col" className={styles.number}>
              {t('board.free')}
            </th>
          </tr>
        </thead>
        <tbody>
          {queues.map((queue) => (
            <tr key={queue.id}>
              <th scope="row">
                {queue.name} {!queue.open && <Tag>{t('board.closed')}</Tag>}
              </th>
              <CountCell
                count={queue.waiting}
                label={t('board.showWaiting', { queue: queue.name })}
                onPress={() => onRows({ state: 'waiting', queue: queue.id })}
              />
              <CountCell
                count={queue.offered}
                label={t('board.showOffered', { queue: queue.name })}
                onPress={() => onRows({ state: 'offered', queue: queue.id })}
              />
              <td className={styles.number}>
                {queue.longest_wait_ms === null ? '–' : format.elapsed(queue.longest_wait_ms)}
              </td>
              <td className={styles.number}>
                {queue.service_level === null || queue.service_level.of === 0
                  ? '–'
                  : format.percent(queue.service_level.met / queue.service_level.of)}
              </td>
              <CountCell
                count={queue.active}
                label={t('board.showActive', { queue: queue.name })}
                onPress={() => onRows({ state: 'owned', queue: queue.id })}
              />
              <td className={styles.number}>{format.number(queue.agents_online)}</td>
              <td className={styles.number}>{format.number(queue.slots_free)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
