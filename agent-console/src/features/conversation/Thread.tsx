import type { ConversationSnapshot } from '@tillside/chat-client/conversation';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { useI18n } from '../../i18n/I18n';
import { useMe, useSession, useUnsent } from '../../realtime/live';
import { Button } from '../../ui/Button';
import { Bubble } from './Bubble';
import { LogLine } from './LogLine';
import { type Row, rowsOf } from './rows';
import styles from './Thread.module.css';

/** Nearer than this to the end is at the end: new messages keep it in sight. */
const NEAR_END_PX = 60;
/** Nearer than this to the beginning of what is held, the page before it is fetched. */
const NEAR_START_PX = 400;

interface ThreadProps {
  thread: ConversationSnapshot;
  shopper: string;
  /** Called with whether the last message is in sight. */
  onAtEnd: (isAtEnd: boolean) => void;
}

/** The log as it is read. Only what is in sight is in the page, so that ten thousand messages cost what ten do. */
export function Thread({ thread, shopper, onAtEnd }: ThreadProps) {
  const { t, format } = useI18n();
  const session = useSession();
  const me = useMe();
  const unsent = useUnsent(thread.conv);
  const rows = useMemo(() => rowsOf(thread, unsent, me?.id ?? ''), [thread, unsent, me?.id]);
  const list = useRef<VirtualizerHandle>(null);
  const isAtEnd = useRef(true);
  const [newBelow, setNewBelow] = useState(0);
  const { isPrepended, added } = useGrowth(rows);

  useLayoutEffect(() => {
    if (isPrepended || added === 0) return;
    if (isAtEnd.current || rows.at(-1)?.id === unsent.at(-1)?.cid) {
      list.current?.scrollToIndex(rows.length - 1, { align: 'end' });
    } else {
      setNewBelow((count) => count + added);
    }
  }, [rows, unsent, isPrepended, added]);

  /** A pane that changes its size, or a bubble that grows, does not push the end out of sight. */
  function resized() {
    if (isAtEnd.current) list.current?.scrollToIndex(rows.length - 1, { align: 'end' });
  }

  const isAtStart = thread.timeline.first <= 1;
  function scrolled(offset: number) {
    const { scrollSize = 0, viewportSize = 0 } = list.current ?? {};
    const reached = scrollSize - offset - viewportSize < NEAR_END_PX;
    if (reached !== isAtEnd.current) onAtEnd(reached);
    isAtEnd.current = reached;
    if (reached) setNewBelow(0);
    if (offset < NEAR_START_PX && !isAtStart) void session.lookBack(thread.conv);
  }

  const { outbox } = session.client;
  const queueName = (id: string) => me?.queues.find((queue) => queue.id === id)?.name ?? id;
  return (
    <div className={styles.frame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section aria-label={t('thread.label', { name: shopper })} tabIndex={0} className={styles.scroll}>
        <div className={styles.push} />
        <Virtualizer
          ref={list}
          as="ol"
          item="li"
          data={rows}
          shift={isPrepended}
          onScroll={scrolled}
          onResize={resized}
        >
          {(row) => (
            <div key={row.id} className={styles.row}>
              {row.opensDay && <p className={styles.day}>{format.day(row.at)}</p>}
              {row.is === 'line' ? (
                <LogLine line={row} queueName={queueName} />
              ) : (
                <Bubble
                  said={row}
                  shopper={shopper}
                  onRetry={(cid) => outbox.retry(cid)}
                  onDiscard={(cid) => outbox.discard(cid)}
                />
              )}
            </div>
          )}
        </Virtualizer>
      </section>
      {newBelow > 0 && (
        <div className={styles.below}>
          <Button
            size="s"
            look="primary"
            icon="chevron"
            onPress={() => list.current?.scrollToIndex(rows.length - 1, { align: 'end' })}
          >
            {t('thread.newBelow', { count: newBelow })}
          </Button>
        </div>
      )}
    </div>
  );
}

/** How the rows differ from those of the last render: older ones before them, or new ones after. */
function useGrowth(rows: readonly Row[]): { isPrepended: boolean; added: number } {
  const [known, setKnown] = useState<{ rows: readonly Row[]; isPrepended: boolean; added: number }>({
    rows: [],
    isPrepended: false,
    added: 0,
  });
  if (known.rows === rows) return known;
  const isPrepended =
    known.rows.length > 0 && rows[0]?.id !== known.rows[0]?.id && rows.at(-1)?.id === known.rows.at(-1)?.id;
  const next = { rows, isPrepended, added: Math.max(0, rows.length - known.rows.length) };
  setKnown(next);
  return next;
}
