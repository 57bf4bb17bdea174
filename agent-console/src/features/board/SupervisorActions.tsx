import { useState } from 'react';
import { mayDo, type Viewer } from '../../api/capabilities';
import type { AgentSummary, Conversation } from '../../api/wire';
import { shopperName } from '../../components/shopper-name';
import { useAsk } from '../../components/useAsk';
import { useI18n } from '../../i18n/I18n';
import { useSession } from '../../realtime/live';
import { Button } from '../../ui/Button';
import { MenuButton } from '../../ui/MenuButton';
import { DialogActions, ModalDialog } from '../../ui/ModalDialog';

interface SupervisorActionsProps {
  conversation: Conversation;
  viewer: Viewer;
  agents: readonly AgentSummary[];
  /** Whatever became of it, what is shown may be old now. */
  onDone?: () => void;
}

/** Assigning is at once, taking over too; the latter takes a chat out of somebody's hands, so it asks first. */
export function SupervisorActions({ conversation, viewer, agents, onDone }: SupervisorActionsProps) {
  const { t } = useI18n();
  const session = useSession();
  const [isTaking, setTaking] = useState(false);
  const [ask, isBusy] = useAsk();
  const { conv, epoch, owner } = conversation;
  const able = agents.filter(
    ({ id, live, load, capacity }) => live && load < capacity && id !== owner?.agent && id !== viewer.me.id,
  );

  function settle(run: () => Promise<unknown>) {
    ask(async () => {
      try {
        await run();
      } finally {
        setTaking(false);
        onDone?.();
      }
    });
  }

  return (
    <>
      {able.length > 0 && (
        <MenuButton
          label={t('board.assignLabel')}
          entries={able.map(({ id, name, load, capacity }) => ({
            id,
            label: name,
            detail: t('transfer.free', { count: capacity - load }),
          }))}
          onChoose={(agent) => settle(() => session.command({ t: 'assign', conv, epoch, agent }))}
        >
          {t('board.assign')}
        </MenuButton>
      )}
      {mayDo('takeOver', conversation, viewer).allowed && (
        <Button size="s" look="danger" icon="hand" onPress={() => setTaking(true)}>
          {t('board.takeOver')}
        </Button>
      )}
      {isTaking && (
        <ModalDialog isOpen title={t('board.takeOverTitle')} onClose={() => setTaking(false)}>
          <p>
            {t('board.takeOverWords', {
              owner: owner?.name ?? '',
              shopper: shopperName(conversation.shopper, t),
            })}
          </p>
          <DialogActions>
            <Button onPress={() => setTaking(false)}>{t('dialog.cancel')}</Button>
            <Button
              look="danger"
              autoFocus
              isDisabled={isBusy}
              onPress={() => settle(() => session.command({ t: 'takeover', conv, epoch }))}
            >
              {t('board.takeOver')}
            </Button>
          </DialogActions>
        </ModalDialog>
      )}
    </>
  );
}
