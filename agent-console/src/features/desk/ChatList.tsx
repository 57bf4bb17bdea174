import { useMemo } from 'react';
import { ListBox } from 'react-aria-components/ListBox';
import { useDraftMarks } from '../../drafts/useDraft';
import { useI18n } from '../../i18n/I18n';
import { useAction } from '../../keyboard/Keyboard';
import type { Chat } from '../../realtime/desk';
import { useDesk } from '../../realtime/live';
import { byRisk } from '../../realtime/risk';
import { ChatRow } from './ChatRow';
import styles from './DeskList.module.css';

interface ChatListProps {
  open: string | undefined;
  onOpen: (conv: string) => void;
}

/** The chats in this agent's hands, whom to answer next on top. */
export function ChatList({ open, onOpen }: ChatListProps) {
  const { t } = useI18n();
  const chats = useDesk((desk) => desk.chats);
  const me = useDesk((desk) => desk.me);
  const drafts = useDraftMarks();
  const ranked = useMemo(() => Object.values(chats).sort(byRisk), [chats]);

  const step = (by: 1 | -1) => {
    const next = neighbour(ranked, open, by);
    if (next) onOpen(next);
  };
  useAction('nextChat', () => step(1), ranked.length > 0);
  useAction('previousChat', () => step(-1), ranked.length > 0);

  return (
    <section aria-labelledby="desk-chats" className={styles.section}>
      <h2 id="desk-chats" className={styles.heading}>
        {t('desk.chats')} <span className={styles.count}>{ranked.length}</span>
      </h2>
      <ListBox
        aria-labelledby="desk-chats"
        items={ranked.map((chat) => ({ ...chat, id: chat.conversation.conv }))}
        dependencies={[drafts, me]}
        selectionMode="single"
        selectedKeys={open === undefined ? [] : [open]}
        disallowEmptySelection
        onSelectionChange={(keys) => {
          if (keys === 'all') return;
          const [conv] = keys;
          if (conv !== undefined && conv !== open) onOpen(String(conv));
        }}
        renderEmptyState={() => <p className={styles.empty}>{t('desk.noChats')}</p>}
        className={() => styles.list ?? ''}
      >
        {(chat) => (
          <ChatRow
            chat={chats[chat.id] ?? chat}
            isOwn={chat.conversation.owner?.agent === me?.id}
            hasDraft={drafts.has(chat.id)}
          />
        )}
      </ListBox>
    </section>
  );
}

/** The next or previous chat, going round at the ends; the first when none is open. */
function neighbour(ranked: readonly Chat[], open: string | undefined, by: 1 | -1): string | undefined {
  const at = ranked.findIndex(({ conversation }) => conversation.conv === open);
  const next = at < 0 ? 0 : (at + by + ranked.length) % ranked.length;
  return ranked[next]?.conversation.conv;
}
