import { type KeyboardEvent, useEffect, useRef } from 'react';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { mayDo, type Viewer } from '../../api/capabilities';
import type { Conversation } from '../../api/wire';
import type { Writing } from '../../drafts/drafts';
import { useDraft } from '../../drafts/useDraft';
import { useI18n } from '../../i18n/I18n';
import { keysFor, useAction } from '../../keyboard/Keyboard';
import { useConnection, useSession } from '../../realtime/live';
import { Button } from '../../ui/Button';
import { Choice } from '../../ui/Choice';
import { cx } from '../../ui/cx';
import styles from './Composer.module.css';
import { charactersLeft } from './limits';
import { useTyping } from './useTyping';

const ROOMY = '(min-width: 43.01rem)';

/** Keyed by its conversation. Reply and note differ in colour, in words and in what the button says. */
export function Composer({ conversation, viewer }: { conversation: Conversation; viewer: Viewer }) {
  const { t } = useI18n();
  const { client } = useSession();
  const { conv } = conversation;
  const [draft, keep] = useDraft(conv);
  const typing = useTyping(conv);
  const area = useRef<HTMLTextAreaElement>(null);

  const send = mayDo('send', conversation, viewer);
  const note = mayDo('note', conversation, viewer);
  const writing: Writing = send.allowed ? draft.writing : 'note';
  const text = draft[writing];
  const left = charactersLeft(text);
  const canSend = text.trim() !== '' && (left === undefined || left >= 0);

  useEffect(() => {
    // On a phone the focus would bring up the keyboard over what is to be read first.
    if (matchMedia(ROOMY).matches) area.current?.focus();
  }, []);

  function choose(next: Writing) {
    keep({ ...draft, writing: next });
    typing(false);
    area.current?.focus();
  }
  useAction(
    'switchWriting',
    () => choose(writing === 'reply' ? 'note' : 'reply'),
    send.allowed && note.allowed,
  );

  function submit() {
    if (!canSend) return;
    if (writing === 'note') client.note(conv, text);
    else client.say(conv, text, conversation.epoch);
    keep({ ...draft, [writing]: '' });
    typing(false);
    area.current?.focus();
  }

  function pressed(event: KeyboardEvent) {
    const isPlain = !(event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
    if (event.key !== 'Enter' || !isPlain || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  }

  if (!send.allowed && !note.allowed) return <p className={styles.denied}>{t(send.reason)}</p>;
  const isNote = writing === 'note';
  return (
    <form
      className={cx(styles.composer, isNote && styles.note)}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={styles.top}>
        {send.allowed ? (
          <Choice<Writing>
            label={t('composer.kind')}
            isLabelHidden
            look="segments"
            options={[
              { id: 'reply', label: t('composer.reply') },
              { id: 'note', label: t('composer.note') },
            ]}
            chosen={writing}
            onChoose={choose}
          />
        ) : (
          <span className={styles.why}>{t('composer.notesOnly')}</span>
        )}
        {isNote && <span className={styles.promise}>{t('composer.notePromise')}</span>}
      </div>
      <TextField
        aria-label={t(isNote ? 'composer.noteLabel' : 'composer.replyLabel')}
        value={text}
        onChange={(value) => {
          keep({ ...draft, [writing]: value });
          if (!isNote) typing(value.trim() !== '');
        }}
        isInvalid={left !== undefined && left < 0}
      >
        <TextArea
          ref={area}
          // Empty it shows a sentence of ours, and runs as that does.
          {...(text !== '' && { dir: 'auto' })}
          rows={2}
          className={styles.area ?? ''}
          placeholder={t(isNote ? 'composer.notePlaceholder' : 'composer.placeholder')}
          onKeyDown={pressed}
        />
      </TextField>
      <div className={styles.bottom}>
        <WritingState text={text} left={left} canSwitch={send.allowed && note.allowed} />
        <Button type="submit" look="primary" icon={isNote ? 'note' : 'send'} isDisabled={!canSend}>
          {t(isNote ? 'composer.addNote' : 'composer.send')}
        </Button>
      </div>
    </form>
  );
}

/** That it is kept, that it is too long, or how the keys go. */
function WritingState({
  text,
  left,
  canSwitch,
}: {
  text: string;
  left: number | undefined;
  canSwitch: boolean;
}) {
  const { t } = useI18n();
  const isOpen = useConnection().is === 'open';
  if (left !== undefined && left < 0) {
    return <span className={styles.tooLong}>{t('composer.tooLong', { count: -left })}</span>;
  }
  if (left !== undefined) return <span className={styles.state}>{t('composer.left', { count: left })}</span>;
  if (text !== '') {
    return <span className={styles.state}>{t(isOpen ? 'composer.kept' : 'composer.keptOffline')}</span>;
  }
  const keys = canSwitch ? t('composer.keys', { keys: keysFor('switchWriting') ?? '' }) : t('composer.enter');
  return <span className={styles.state}>{keys}</span>;
}
