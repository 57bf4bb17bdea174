import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import type { Conversation } from '../../api/wire';
import { useAsk } from '../../components/useAsk';
import type { PlainKey } from '../../i18n/dictionary';
import { useI18n } from '../../i18n/I18n';
import { useSession } from '../../realtime/live';
import { Button } from '../../ui/Button';
import { Choice } from '../../ui/Choice';
import { DialogActions, ModalDialog } from '../../ui/ModalDialog';

/** What is logged is the word on the left: it is counted, and means the same in every language. */
const dispositions = {
  solved: 'disposition.solved',
  bought: 'disposition.bought',
  no_reply: 'disposition.noReply',
  not_solved: 'disposition.notSolved',
  spam: 'disposition.spam',
} satisfies Record<string, PlainKey>;

type Disposition = keyof typeof dispositions;

interface CloseDialogProps {
  conversation: Conversation;
  onClose: () => void;
}

export function CloseDialog({ conversation, onClose }: CloseDialogProps) {
  const { t } = useI18n();
  const session = useSession();
  const [disposition, setDisposition] = useState<Disposition>('solved');
  const [ask, isBusy] = useAsk();
  const { conv, epoch } = conversation;
  return (
    <ModalDialog isOpen title={t('close.title')} onClose={onClose}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          ask(async () => {
            await session.command({ t: 'close', conv, epoch, disposition });
            onClose();
          });
        }}
      >
        <Choice
          label={t('close.how')}
          options={(Object.keys(dispositions) as Disposition[]).map((id) => ({
            id,
            label: t(dispositions[id]),
          }))}
          chosen={disposition}
          onChoose={setDisposition}
        />
        <DialogActions>
          <Button onPress={onClose}>{t('dialog.cancel')}</Button>
          <Button type="submit" look="primary" isDisabled={isBusy} autoFocus>
            {t('close.submit')}
          </Button>
        </DialogActions>
      </Form>
    </ModalDialog>
  );
}
