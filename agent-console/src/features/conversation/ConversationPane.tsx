import { type ReactNode, useEffect, useState } from 'react';
import { mayDo, type Viewer } from '../../api/capabilities';
import { shopperName } from '../../components/shopper-name';
import { useI18n } from '../../i18n/I18n';
import { keysFor, useAction } from '../../keyboard/Keyboard';
import type { Chat } from '../../realtime/desk';
import { useSession, useThread } from '../../realtime/live';
import { Blank } from '../../ui/Blank';
import { Button } from '../../ui/Button';
import { Hint } from '../../ui/Hint';
import { CloseDialog } from './CloseDialog';
import { Composer } from './Composer';
import { ConversationHeader } from './ConversationHeader';
import styles from './ConversationPane.module.css';
import { ConversationStrips } from './ConversationStrips';
import { Thread } from './Thread';
import { useIsLookedAt } from './useIsLookedAt';
import { useSpokenMessages } from './useSpokenMessages';

interface ConversationPaneProps {
  chat: Chat;
  viewer: Viewer;
  /** Absent where the chat is only looked at. */
  onTransfer?: () => void;
  onLeave: () => void;
  /** What a supervisor may do beside an agent's own. */
  actions?: ReactNode;
}

/** One conversation: who, how it stands, what was said, and what to say. Keyed by its conversation. */
export function ConversationPane({ chat, viewer, onTransfer, onLeave, actions }: ConversationPaneProps) {
  const { t } = useI18n();
  const session = useSession();
  const { conversation, attention } = chat;
  const { conv } = conversation;
  const thread = useThread(conv);
  const name = shopperName(conversation.shopper, t);
  const [isClosing, setClosing] = useState(false);
  const [isAtEnd, setAtEnd] = useState(true);
  const isLookedAt = useIsLookedAt();
  useSpokenMessages(thread, name);

  const first = thread?.timeline.first ?? 1;
  const isEmpty = thread !== undefined && thread.timeline.events.length === 0;
  useEffect(() => {
    if (isEmpty && first > 1) void session.lookBack(conv);
  }, [session, conv, first, isEmpty]);

  const { unread } = attention;
  useEffect(() => {
    if (unread > 0 && isLookedAt && isAtEnd) session.read(conv);
  }, [session, conv, unread, isLookedAt, isAtEnd]);

  const transfer = mayDo('transfer', conversation, viewer);
  const close = mayDo('close', conversation, viewer);
  useAction('transfer', () => onTransfer?.(), transfer.allowed && onTransfer !== undefined);
  useAction('closeChat', () => setClosing(true), close.allowed);

  return (
    <section aria-label={t('conversation.label', { name })} className={styles.pane}>
      <ConversationHeader chat={chat} onLeave={onLeave}>
        {actions}
        {onTransfer && conversation.owner?.agent === viewer.me.id && conversation.state === 'owned' && (
          <>
            <Hint
              text={transfer.allowed ? t('action.transfer') : t(transfer.reason)}
              {...(transfer.allowed ? { shortcut: keysFor('transfer') ?? '' } : {})}
            >
              <Button icon="transfer" isDisabled={!transfer.allowed} onPress={onTransfer}>
                {t('conversation.transfer')}
              </Button>
            </Hint>
            <Hint text={t('action.closeChat')} shortcut={keysFor('closeChat') ?? ''}>
              <Button icon="check" isDisabled={!close.allowed} onPress={() => setClosing(true)}>
                {t('conversation.close')}
              </Button>
            </Hint>
          </>
        )}
      </ConversationHeader>
      <ConversationStrips conversation={conversation} viewer={viewer} />
      {thread === undefined ? (
        <Blank icon="clock" title={t('conversation.reading')} />
      ) : (
        <Thread thread={thread} shopper={name} onAtEnd={setAtEnd} />
      )}
      <p className={styles.typing} aria-live="off">
        {thread?.typing && 'shopper' in thread.typing && t('conversation.typing', { name })}
      </p>
      <Composer conversation={conversation} viewer={viewer} />
      {isClosing && close.allowed && (
        <CloseDialog conversation={conversation} onClose={() => setClosing(false)} />
      )}
    </section>
  );
}
