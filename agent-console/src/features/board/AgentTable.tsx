import type { AgentSummary } from '../../api/wire';
import { AvailabilityDot } from '../../components/AvailabilityDot';
import { availabilities } from '../../components/availability';
import { Elapsed } from '../../components/Elapsed';
import { useI18n } from '../../i18n/I18n';
import { Tag } from '../../ui/Tag';
import styles from './BoardTable.module.css';
import { CountCell } from './CountCell';
import type { BoardRows } from './rows';

interface AgentTableProps {
  agents: readonly AgentSummary[];
  queueName: (id: string) => string;
  onRows: (rows: BoardRows) => void;
}

/** As the node sorts them: those who need attention first. */
export function AgentTable({ agents, queueName, onRows }: AgentTableProps) {
  const { t, format } = useI18n();
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption>{t('board.agents')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('board.agent')}</th>
            <th scope="col">{t('board.state')}</th>
            <th scope="col" className={styles.number}>
              {t('board.since')}
            </th>
            <th scope="col" className={styles.number}>
              {t('board.chats')}
            </th>
            <th scope="col" className={styles.number}>
              {t('board.capacity')}
            </th>
            <th scope="col" className={styles.wide}>
              {t('board.queues')}
            </th>
          </tr>
        </thead>
        <tbody>
          {agents.map((agent) => (
            <tr key={agent.id}>
              <th scope="row">{agent.name}</th>
              <td>
                <span className={styles.state}>
                  <AvailabilityDot availability={agent.availability} />
                  {t(availabilities[agent.availability].label)}
                  {agent.reason && <span className={styles.reason}>{agent.reason}</span>}
                  {!agent.live && agent.availability !== 'offline' && (
                    <Tag tone="danger">{t('board.notConnected')}</Tag>
                  )}
                </span>
              </td>
              <td className={styles.number}>
                <Elapsed since={agent.since} />
              </td>
              <CountCell
                count={agent.load}
                label={t('board.showChats', { name: agent.name })}
                onPress={() => onRows({ agent: agent.id })}
              />
              <td className={styles.number}>{format.number(agent.capacity)}</td>
              <td className={styles.wide}>{format.list(agent.queues.map(queueName))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
