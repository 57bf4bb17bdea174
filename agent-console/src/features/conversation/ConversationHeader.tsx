import type { ReactNode } from 'react';
import type { Presence } from '../../api/wire';
import { shopperName } from '../../components/shopper-name';
import { useQueueName } from '../../components/useQueueName';
import { WaitMark } from '../../components/WaitMark';
import type { PlainKey } from '../../i18n/dictionary';
import { useI18n } from '../../i18n/I18n';
import type { Chat } from '../../realtime/desk';
import { IconButton } from '../../ui/Button';
import { Tag, type Tone } from '../../ui/Tag';
import styles from './ConversationHeader.module.css';

const presences = {
  here: { words: 'presence.here', tone: 'success' },
  away: { words: 'presence.away', tone: 'neutral' },
  bank: { words: 'presence.bank', tone: 'warning' },
} satisfies Record<Presence, { words: PlainKey; tone: Tone }>;

interface ConversationHeaderProps {
  chat: Chat;
  onLeave: () => void;
  children: ReactNode;
}

/** Who this is and how they stand; beside it what can be done. */
export function ConversationHeader({ chat, onLeave, children }: ConversationHeaderProps) {
  const { t, format } = useI18n();
  const { conversation, attention } = chat;
  const queue = useQueueName(conversation.queue);
  const presence = presences[conversation.presence];
  return (
    <header className={styles.header}>
      <span className={styles.back}>
        <IconButton icon="back" label={t('conversation.back')} onPress={onLeave} />
      </span>
      <div className={styles.who}>
        <h2 className={styles.name}>
          <bdi>{shopperName(conversation.shopper, t)}</bdi>
        </h2>
        <div className={styles.tags}>
          {attention.unansweredSince !== null && conversation.state === 'owned' && (
            <WaitMark since={attention.unansweredSince} />
          )}
          <Tag tone={presence.tone} {...(conversation.presence === 'bank' ? { icon: 'bank' as const } : {})}>
            {t(presence.words)}
          </Tag>
          <Tag icon="queue">{queue}</Tag>
          <Tag icon="globe">{format.language(conversation.locale)}</Tag>
          {conversation.idle === true && <Tag tone="warning">{t('chat.idle')}</Tag>}
        </div>
      </div>
      <div className={styles.actions}>{children}</div>
    </header>
  );
}
