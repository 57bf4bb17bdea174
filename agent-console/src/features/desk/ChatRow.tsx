import { memo } from 'react';
import { StepTag } from '../../components/CheckoutSteps';
import { shopperName } from '../../components/shopper-name';
import { WaitMark } from '../../components/WaitMark';
import { useDraftMarks } from '../../drafts/useDraft';
import { useI18n } from '../../i18n/I18n';
import { useChat, useDesk, useThread } from '../../realtime/live';
import { Hidden } from '../../ui/Hidden';
import { Initials } from '../../ui/Initials';
import { Tag } from '../../ui/Tag';
import styles from './ChatRow.module.css';

/** What a row of the list says. It follows its own chat and no other, and its timer ticks by itself. */
export const ChatRow = memo(function ChatRow({ conv }: { conv: string }) {
  const { t } = useI18n();
  const chat = useChat(conv);
  const me = useDesk((desk) => desk.me?.id);
  const hasDraft = useDraftMarks().has(conv);
  const isTyping = useThread(conv)?.typing !== undefined;
  if (chat === undefined) return null;
  const { conversation, attention } = chat;
  const isOwn = conversation.owner?.agent === me;
  const name = shopperName(conversation.shopper, t);
  return (
    <>
      <Initials name={name} />
      <span className={styles.name}>
        <bdi>{name}</bdi>
      </span>
      <span className={styles.last}>
        {isTyping ? t('chat.typing') : <bdi>{conversation.last?.text ?? t('chat.noMessages')}</bdi>}
      </span>
      <span className={styles.tags}>
        {conversation.state === 'wrapup' && <Tag>{t('chat.wrapUp')}</Tag>}
        {!isOwn && conversation.state === 'owned' && <Tag tone="note">{t('chat.consult')}</Tag>}
        {conversation.transfer && <Tag tone="warning">{t('chat.handingOver')}</Tag>}
        {conversation.presence === 'bank' && (
          <Tag tone="warning" icon="bank">
            {t('presence.bank')}
          </Tag>
        )}
        {conversation.checkout && conversation.checkout.step !== 'browse' && (
          <StepTag checkout={conversation.checkout} />
        )}
        {hasDraft && <Tag>{t('chat.draft')}</Tag>}
      </span>
      <span className={styles.wait}>
        {attention.unansweredSince !== null && conversation.state === 'owned' && (
          <WaitMark since={attention.unansweredSince} />
        )}
      </span>
      {attention.unread > 0 && conversation.state === 'owned' && (
        <span className={styles.unread}>
          <span aria-hidden="true">{attention.unread}</span>
          <Hidden>{t('chat.unread', { count: attention.unread })}</Hidden>
        </span>
      )}
    </>
  );
});
