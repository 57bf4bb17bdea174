import { useEffect } from 'react';
import type { AgentMe } from '../api/wire';
import { useAsk } from '../components/useAsk';
import { Board } from '../features/board/Board';
import { SupervisorActions } from '../features/board/SupervisorActions';
import { ShopperPane } from '../features/checkout/ShopperPane';
import { ConversationPane } from '../features/conversation/ConversationPane';
import { useI18n } from '../i18n/I18n';
import { useAction } from '../keyboard/Keyboard';
import { useChat, useDesk, useSession } from '../realtime/live';
import { Blank } from '../ui/Blank';
import { IconButton } from '../ui/Button';
import { Tag } from '../ui/Tag';
import styles from './BoardPage.module.css';
import { go, type Route } from './route';

type BoardRoute = Extract<Route, { page: 'board' }>;

/** The board, and beside it the conversation that is looked into. */
export function BoardPage({ me, route }: { me: AgentMe; route: BoardRoute }) {
  const { conv, rows } = route;
  const { desk } = useSession();
  const others = rows === undefined ? {} : { rows };
  return (
    <div className={styles.page}>
      <div className={styles.board} data-pane tabIndex={-1}>
        <Board
          rows={rows}
          viewer={{ me, isOnDesk: false }}
          onRows={(next) => go({ page: 'board', rows: next, ...(conv ? { conv } : {}) })}
          onPeek={(next) => {
            const isOwn = desk.getSnapshot().chats[next] !== undefined;
            go(isOwn ? { page: 'desk', conv: next } : { page: 'board', conv: next, ...others });
          }}
        />
      </div>
      {conv && <Peek key={conv} conv={conv} me={me} onLeave={() => go({ page: 'board', ...others })} />}
    </div>
  );
}

/** Looking on without taking part: the shopper does not see it, the node logs it. */
function Peek({ conv, me, onLeave }: { conv: string; me: AgentMe; onLeave: () => void }) {
  const { t } = useI18n();
  const session = useSession();
  const chat = useChat(conv);
  const isOnDesk = useDesk((desk) => desk.chats[conv] !== undefined);
  const agents = useDesk((desk) => desk.board?.agents);
  const [ask] = useAsk();
  useAction('leaveChat', onLeave);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `ask` says what it was refused, and is made anew each time
  useEffect(() => {
    ask(() => session.peek(conv));
    return () => ask(() => session.stopPeeking(conv));
  }, [session, conv]);

  // Taken over, or given: from now on it is worked on like any other.
  useEffect(() => {
    if (isOnDesk) go({ page: 'desk', conv });
  }, [isOnDesk, conv]);

  if (chat === undefined) {
    return (
      <div className={styles.peek}>
        <Blank icon="eye" title={t('board.peeking')} />
      </div>
    );
  }
  return (
    <div className={styles.peek} data-pane tabIndex={-1}>
      <ConversationPane
        chat={chat}
        viewer={{ me, isOnDesk }}
        onLeave={onLeave}
        actions={
          <>
            <Tag icon="eye">{t('board.peekLogged')}</Tag>
            <SupervisorActions
              conversation={chat.conversation}
              viewer={{ me, isOnDesk }}
              agents={agents ?? []}
            />
            <IconButton icon="close" label={t('board.stopPeeking')} onPress={onLeave} />
          </>
        }
      />
      <div className={styles.shopper}>
        <ShopperPane conversation={chat.conversation} />
      </div>
    </div>
  );
}
