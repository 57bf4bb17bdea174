import { mayDo, type Viewer } from '../../api/capabilities';
import type { AgentSummary, Conversation, ConversationPage, State } from '../../api/wire';
import { StepTag } from '../../components/CheckoutSteps';
import { Elapsed } from '../../components/Elapsed';
import { refusalOf } from '../../components/refusal';
import { shopperName } from '../../components/shopper-name';
import { isState, states } from '../../components/states';
import { usePolled } from '../../components/usePolled';
import { useI18n } from '../../i18n/I18n';
import { useSession } from '../../realtime/live';
import { Button } from '../../ui/Button';
import { Choice } from '../../ui/Choice';
import styles from './BoardTable.module.css';
import type { BoardRows } from './rows';
import { SupervisorActions } from './SupervisorActions';

const EVERY_MS = 4_000;
const LIMIT = 100;

interface ConversationTableProps {
  rows: BoardRows;
  viewer: Viewer;
  agents: readonly AgentSummary[];
  queueName: (id: string) => string;
  onRows: (rows: BoardRows) => void;
  onPeek: (conv: string) => void;
}

/** The rows behind a number, with what a supervisor may do to each. */
export function ConversationTable({
  rows,
  viewer,
  agents,
  queueName,
  onRows,
  onPeek,
}: ConversationTableProps) {
  const { t, format } = useI18n();
  const session = useSession();
  const { value, at, refusal, again } = usePolled(
    () => session.fetch<ConversationPage>('/conversations', { ...rows, limit: LIMIT }),
    EVERY_MS,
    JSON.stringify(rows),
  );
  const agent = agents.find(({ id }) => id === rows.agent)?.name;
  const title = agent ?? (rows.queue ? queueName(rows.queue) : t('board.allQueues'));
  return (
    <div className={styles.scroll}>
      <div className={styles.filter}>
        <Choice<State | 'all'>
          label={t('board.filter')}
          isLabelHidden
          look="segments"
          options={[
            { id: 'all', label: t('board.anyState') },
            ...Object.keys(states)
              .filter(isState)
              .map((id) => ({ id, label: t(states[id]) })),
          ]}
          chosen={rows.state ?? 'all'}
          onChoose={(state) => {
            const { state: _, ...others } = rows;
            onRows(state === 'all' ? others : { ...others, state });
          }}
        />
        {(rows.queue || rows.agent) && (
          <Button size="s" icon="close" onPress={() => onRows(rows.state ? { state: rows.state } : {})}>
            {title}
          </Button>
        )}
      </div>
      <table className={styles.table}>
        <caption>
          {t('board.conversations', { of: title })}{' '}
          {at !== undefined && (
            <span className={styles.reason}>{t('desk.asOf', { time: format.clockWithSeconds(at) })}</span>
          )}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('board.shopper')}</th>
            <th scope="col">{t('board.state')}</th>
            <th scope="col">{t('board.owner')}</th>
            <th scope="col">{t('board.queue')}</th>
            <th scope="col" className={styles.number}>
              {t('board.since')}
            </th>
            <th scope="col" className={styles.wide}>
              {t('board.last')}
            </th>
            <th scope="col">{t('board.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {value?.items.map((conversation) => (
            <tr key={conversation.conv}>
              <th scope="row">
                <bdi>{shopperName(conversation.shopper, t)}</bdi>
              </th>
              <td>
                <span className={styles.state}>
                  {t(states[conversation.state])}
                  {conversation.checkout && <StepTag checkout={conversation.checkout} />}
                </span>
              </td>
              <td>{conversation.owner?.name ?? '–'}</td>
              <td>{queueName(conversation.queue)}</td>
              <td className={styles.number}>
                <Since conversation={conversation} />
              </td>
              <td className={styles.text}>
                <bdi>{conversation.last?.text}</bdi>
              </td>
              <td>
                <span className={styles.actions}>
                  <Button size="s" icon="eye" onPress={() => onPeek(conversation.conv)}>
                    {t('board.peek')}
                  </Button>
                  {mayDo('assign', conversation, viewer).allowed && (
                    <SupervisorActions
                      conversation={conversation}
                      viewer={viewer}
                      agents={agents}
                      onDone={again}
                    />
                  )}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {refusal && <p className={styles.nothing}>{refusalOf(refusal, t)}</p>}
      {value?.items.length === 0 && <p className={styles.nothing}>{t('board.nothing')}</p>}
      {value?.next && <p className={styles.nothing}>{t('board.newestOnly', { count: LIMIT })}</p>}
    </div>
  );
}

function Since({ conversation }: { conversation: Conversation }) {
  const { format } = useI18n();
  if (conversation.state === 'closed')
    return format.dateTime(conversation.closed_at ?? conversation.opened_at);
  return <Elapsed since={conversation.waiting_since ?? conversation.opened_at} />;
}
