import { useMemo } from 'react';
import type { Viewer } from '../../api/capabilities';
import { useI18n } from '../../i18n/I18n';
import { useNow } from '../../realtime/live';
import { Blank } from '../../ui/Blank';
import { Tag } from '../../ui/Tag';
import { AgentTable } from './AgentTable';
import styles from './Board.module.css';
import { ConversationTable } from './ConversationTable';
import { QueueTable } from './QueueTable';
import type { BoardRows } from './rows';
import { Tiles } from './Tiles';
import { useBoard } from './useBoard';

/** Snapshots come every second; what is older than this says so loudly. */
const STALE_MS = 5_000;

interface BoardProps {
  rows: BoardRows | undefined;
  viewer: Viewer;
  onRows: (rows: BoardRows) => void;
  onPeek: (conv: string) => void;
}

export function Board({ rows, viewer, onRows, onPeek }: BoardProps) {
  const { t } = useI18n();
  const board = useBoard();
  const queueNames = useMemo(() => new Map(board?.queues.map(({ id, name }) => [id, name])), [board]);
  if (board === null) return <Blank icon="board" title={t('board.reading')} />;
  const queueName = (id: string) => queueNames.get(id) ?? id;
  return (
    <div className={styles.board}>
      <header className={styles.header}>
        <h1>{t('board.title')}</h1>
        <BoardAge at={board.at} />
      </header>
      <Tiles board={board} onRows={onRows} />
      <div className={styles.tables}>
        <QueueTable queues={board.queues} onRows={onRows} />
        <AgentTable agents={board.agents} queueName={queueName} onRows={onRows} />
      </div>
      <ConversationTable
        rows={rows ?? {}}
        viewer={viewer}
        agents={board.agents}
        queueName={queueName}
        onRows={onRows}
        onPeek={onPeek}
      />
    </div>
  );
}

function BoardAge({ at }: { at: number }) {
  const { t, format } = useI18n();
  const age = useNow() - at;
  const isStale = age > STALE_MS;
  return (
    <Tag tone={isStale ? 'danger' : 'success'} icon={isStale ? 'alert' : 'clock'}>
      {isStale
        ? t('board.stale', { time: format.clockWithSeconds(at), age: format.elapsed(age) })
        : t('board.live', { time: format.clockWithSeconds(at) })}
    </Tag>
  );
}
