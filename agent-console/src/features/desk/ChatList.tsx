import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { useI18n } from '../../i18n/I18n';
import { useAction } from '../../keyboard/Keyboard';
import { useRanking } from '../../realtime/live';
import type { Ranked } from '../../realtime/ranking';
import { ChatRow } from './ChatRow';
import rows from './ChatRow.module.css';
import styles from './DeskList.module.css';

interface ChatListProps {
  open: string | undefined;
  onOpen: (conv: string) => void;
}

/** The chats in this agent's hands. It draws the order; each row draws itself. */
export function ChatList({ open, onOpen }: ChatListProps) {
  const { t } = useI18n();
  const ranked = useRanking();

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
        items={ranked}
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
        {({ id, name = '' }) => (
          <ListBoxItem textValue={name} className={() => rows.row ?? ''}>
            <ChatRow conv={id} />
          </ListBoxItem>
        )}
      </ListBox>
    </section>
  );
}

/** The next or previous chat, going round at the ends; the first when none is open. */
function neighbour(ranked: readonly Ranked[], open: string | undefined, by: 1 | -1): string | undefined {
  const at = ranked.findIndex(({ id }) => id === open);
  const next = at < 0 ? 0 : (at + by + ranked.length) % ranked.length;
  return ranked[next]?.id;
}
