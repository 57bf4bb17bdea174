import { useMemo } from 'react';
import type { Conversation, ConversationPage } from '../../api/wire';
import { StepTag } from '../../components/CheckoutSteps';
import { Elapsed } from '../../components/Elapsed';
import { refusalOf } from '../../components/refusal';
import { shopperName } from '../../components/shopper-name';
import { useAsk } from '../../components/useAsk';
import { usePolled } from '../../components/usePolled';
import { useQueueName } from '../../components/useQueueName';
import { useI18n } from '../../i18n/I18n';
import { useAction } from '../../keyboard/Keyboard';
import { useDesk, useNow, useSession } from '../../realtime/live';
import { Button } from '../../ui/Button';
import { Tag } from '../../ui/Tag';
import styles from './DeskList.module.css';
import rows from './WaitingList.module.css';

const EVERY_MS = 5_000;
/** A list of this age has missed a few turns. */
const STALE_MS = 20_000;
const SHOWN = 20;

/** Who waits in one's queues and who left a message there, longest first: anybody may be taken out of turn. */
export function WaitingList({ onTaken }: { onTaken: (conv: string) => void }) {
  const { t, format } = useI18n();
  const session = useSession();
  const queues = useDesk((desk) => desk.me?.queues);
  const mine = useMemo(() => new Set(queues?.map(({ id }) => id)), [queues]);
  const { value, at, refusal, again } = usePolled(
    async () => {
      const states = ['waiting', 'parked'] as const;
      const pages = await Promise.all(
        states.map((state) => session.fetch<ConversationPage>('/conversations', { state, limit: 100 })),
      );
      return pages.flatMap(({ items }) => items);
    },
    EVERY_MS,
    'waiting',
  );
  const waiting = useMemo(
    () => (value ?? []).filter(({ queue }) => mine.has(queue)).sort((a, b) => since(a) - since(b)),
    [value, mine],
  );
  const now = useNow();
  const [ask, isBusy] = useAsk();

  function take(conv: string) {
    ask(async () => {
      try {
        const taken = await session.bring({ t: 'take', conv });
        if (taken !== undefined) onTaken(taken);
      } finally {
        again();
      }
    });
  }
  const first = waiting[0]?.conv;
  useAction('takeWaiting', () => first && take(first), first !== undefined);

  return (
    <section aria-labelledby="desk-waiting" className={styles.section}>
      <h2 id="desk-waiting" className={styles.heading}>
        {t('desk.waiting')} <span className={styles.count}>{format.number(waiting.length)}</span>
        {at !== undefined && now - at > STALE_MS && (
          <span className={styles.age}>{t('desk.asOf', { time: format.clockWithSeconds(at) })}</span>
        )}
      </h2>
      {refusal && <p className={styles.empty}>{refusalOf(refusal, t)}</p>}
      {value && waiting.length === 0 && <p className={styles.empty}>{t('desk.nobodyWaits')}</p>}
      <ul>
        {waiting.slice(0, SHOWN).map((conversation) => (
          <WaitingRow
            key={conversation.conv}
            conversation={conversation}
            isBusy={isBusy}
            onTake={() => take(conversation.conv)}
          />
        ))}
      </ul>
      {waiting.length > SHOWN && (
        <p className={styles.empty}>{t('desk.more', { count: waiting.length - SHOWN })}</p>
      )}
    </section>
  );
}

interface WaitingRowProps {
  conversation: Conversation;
  isBusy: boolean;
  onTake: () => void;
}

function WaitingRow({ conversation, isBusy, onTake }: WaitingRowProps) {
  const { t } = useI18n();
  const queue = useQueueName(conversation.queue);
  const name = shopperName(conversation.shopper, t);
  return (
    <li className={rows.row}>
      <div className={rows.words}>
        <span className={rows.name} dir="auto">
          {name}
        </span>
        <span className={rows.last} dir="auto">
          {conversation.last?.text ?? conversation.subject ?? queue}
        </span>
        <span className={rows.tags}>
          {conversation.state === 'parked' ? (
            <Tag tone="note">{t('desk.parked')}</Tag>
          ) : (
            <Tag icon="clock">
              <Elapsed since={since(conversation)} />
            </Tag>
          )}
          <Tag icon="queue">{queue}</Tag>
          {conversation.checkout && conversation.checkout.step !== 'browse' && (
            <StepTag checkout={conversation.checkout} />
          )}
        </span>
      </div>
      <Button size="s" isDisabled={isBusy} aria-label={t('desk.takeThis', { name })} onPress={onTake}>
        {t('desk.take')}
      </Button>
    </li>
  );
}

function since({ waiting_since, opened_at }: Conversation): number {
  return waiting_since ?? opened_at;
}
