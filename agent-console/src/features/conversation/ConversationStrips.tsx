import { mayDo, type Viewer } from '../../api/capabilities';
import type { Conversation } from '../../api/wire';
import { useAsk } from '../../components/useAsk';
import { useI18n } from '../../i18n/I18n';
import { useMe, useNow, useSession } from '../../realtime/live';
import { Button } from '../../ui/Button';
import { Strip } from './Strip';

interface ConversationStripsProps {
  conversation: Conversation;
  viewer: Viewer;
}

/** How the conversation stands, when that is anything but "in your hands". */
export function ConversationStrips({ conversation, viewer }: ConversationStripsProps) {
  return (
    <>
      <TransferStrip conversation={conversation} viewer={viewer} />
      <ConsultStrips conversation={conversation} viewer={viewer} />
      <WrapUpStrip conversation={conversation} viewer={viewer} />
    </>
  );
}

function TransferStrip({ conversation, viewer }: ConversationStripsProps) {
  const { t, format } = useI18n();
  const session = useSession();
  const now = useNow();
  const me = useMe();
  const [ask, isBusy] = useAsk();
  const { transfer } = conversation;
  if (transfer === undefined) return null;
  const queueName = (id: string) => me?.queues.find((queue) => queue.id === id)?.name ?? id;
  const target = 'agent' in transfer.to ? transfer.to.name : queueName(transfer.to.queue);
  const words = {
    warm: 'strip.transfer',
    consult: 'strip.consultAsked',
    recall: 'strip.recall',
  } as const;
  const mayCancel = mayDo('cancelTransfer', conversation, viewer).allowed && transfer.kind !== 'recall';
  return (
    <Strip
      tone="warning"
      icon="transfer"
      actions={
        mayCancel && (
          <Button
            size="s"
            isDisabled={isBusy}
            onPress={() => ask(() => session.command({ t: 'transfer_cancel', transfer: transfer.transfer }))}
          >
            {t('strip.cancel')}
          </Button>
        )
      }
    >
      {t(words[transfer.kind], { target, time: format.elapsed(transfer.expires_at - now) })}
    </Strip>
  );
}

/** Consulted colleagues: to the owner, who came; to the one who came, that it is not theirs to answer. */
function ConsultStrips({ conversation, viewer }: ConversationStripsProps) {
  const { t } = useI18n();
  const session = useSession();
  const [ask, isBusy] = useAsk();
  const isOwner = conversation.owner?.agent === viewer.me.id;
  return conversation.consults?.map(({ transfer, agent }) => {
    const isMe = agent.agent === viewer.me.id;
    const end = isMe
      ? ({ t: 'transfer_decline', transfer } as const)
      : ({ t: 'transfer_cancel', transfer } as const);
    return (
      <Strip
        key={transfer}
        tone="note"
        icon="person"
        actions={
          (isMe || isOwner) && (
            <Button size="s" isDisabled={isBusy} onPress={() => ask(() => session.command(end))}>
              {t(isMe ? 'strip.leaveConsult' : 'strip.endConsult')}
            </Button>
          )
        }
      >
        {isMe
          ? t('strip.consulted', { name: conversation.owner?.name ?? '' })
          : t('strip.consulting', { name: agent.name })}
      </Strip>
    );
  });
}

function WrapUpStrip({ conversation, viewer }: ConversationStripsProps) {
  const { t, format } = useI18n();
  const session = useSession();
  const now = useNow();
  const [ask, isBusy] = useAsk();
  if (!mayDo('finishWrapUp', conversation, viewer).allowed) return null;
  const since = conversation.closed_at ?? now;
  return (
    <Strip
      tone="info"
      icon="check"
      actions={
        <Button
          size="s"
          look="primary"
          isDisabled={isBusy}
          onPress={() => ask(() => session.command({ t: 'wrapup_done', conv: conversation.conv }))}
        >
          {t('strip.wrapUpDone')}
        </Button>
      }
    >
      {t('strip.wrapUp', { time: format.elapsed(now - since) })}
    </Strip>
  );
}
