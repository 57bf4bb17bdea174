import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import type { AgentList, Conversation, QueueList } from '../../api/wire';
import { refusalOf } from '../../components/refusal';
import { useAsk } from '../../components/useAsk';
import { usePolled } from '../../components/usePolled';
import { useI18n } from '../../i18n/I18n';
import { useMe, useSession } from '../../realtime/live';
import { Button } from '../../ui/Button';
import { Choice } from '../../ui/Choice';
import { DialogActions, ModalDialog } from '../../ui/ModalDialog';
import { TextField } from '../../ui/TextField';
import { TargetList } from './TargetList';
import styles from './TransferDialog.module.css';
import { type TransferKind, targetsOf } from './targets';

/** Free slots go quickly. */
const EVERY_MS = 3_000;

interface TransferDialogProps {
  conversation: Conversation;
  onClose: () => void;
}

/**
 * To whom, how, and with what words. Opened by its keys it has the best target chosen: Enter hands over, an arrow
 * and Enter hands over to the next one.
 */
export function TransferDialog({ conversation, onClose }: TransferDialogProps) {
  const { t } = useI18n();
  const session = useSession();
  const me = useMe()?.id ?? '';
  const [kind, setKind] = useState<TransferKind>('warm');
  const [chosen, setChosen] = useState<string>();
  const [note, setNote] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const [ask, isBusy] = useAsk(setRefusal);
  const { value, refusal: unread } = usePolled(
    async () => {
      const [agents, queues] = await Promise.all([
        session.fetch<AgentList>('/agents'),
        session.fetch<QueueList>('/queues'),
      ]);
      return { agents: agents.items, queues: queues.items };
    },
    EVERY_MS,
    'targets',
  );
  const targets = value ? targetsOf(value.agents, value.queues, me, kind) : [];
  const able = targets.filter(({ obstacle }) => obstacle === undefined);
  const target = able.find(({ id }) => id === chosen) ?? able[0];

  function handOver() {
    if (target === undefined) return;
    setRefusal(undefined);
    const to = target.is === 'agent' ? { agent: target.id } : { queue: target.id };
    const words = note.trim() === '' ? {} : { note };
    ask(async () => {
      const { conv, epoch } = conversation;
      await session.command({ t: 'transfer', conv, epoch, to, kind, ...words });
      onClose();
    });
  }

  return (
    <ModalDialog isOpen title={t('transfer.title')} onClose={onClose}>
      <Form
        className={styles.form ?? ''}
        onSubmit={(event) => {
          event.preventDefault();
          handOver();
        }}
      >
        {value ? (
          <TargetList targets={targets} chosen={target?.id} onChoose={setChosen} onSubmit={handOver} />
        ) : (
          <p className={styles.reading}>{unread ? refusalOf(unread, t) : t('transfer.reading')}</p>
        )}
        <Choice<TransferKind>
          label={t('transfer.how')}
          options={[
            { id: 'warm', label: t('transfer.warm'), detail: t('transfer.warmDetail') },
            { id: 'consult', label: t('transfer.consult'), detail: t('transfer.consultDetail') },
          ]}
          chosen={kind}
          onChoose={setKind}
        />
        <TextField
          label={t('transfer.note')}
          rows={3}
          value={note}
          onChange={setNote}
          maxLength={4_000}
          placeholder={t('transfer.notePlaceholder')}
        />
        <p className={styles.promise}>
          {t(kind === 'warm' ? 'transfer.promise' : 'transfer.consultPromise')}
        </p>
        <p role="alert" className={styles.refusal}>
          {refusal}
        </p>
        <DialogActions>
          <Button onPress={onClose}>{t('dialog.cancel')}</Button>
          <Button type="submit" look="primary" icon="transfer" isDisabled={isBusy || target === undefined}>
            {target
              ? t(kind === 'warm' ? 'transfer.submit' : 'transfer.submitConsult', { name: target.name })
              : t('transfer.nobody')}
          </Button>
        </DialogActions>
      </Form>
    </ModalDialog>
  );
}
