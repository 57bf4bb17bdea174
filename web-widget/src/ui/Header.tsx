import { useEffect, useRef } from 'preact/hooks';
import type { ChatState } from '../state/chat';
import styles from './Header.module.css';
import { Icon } from './Icon';
import { useSurroundings, useTranslator } from './surroundings';
import { useStore } from './use-store';

export function Header({ state }: { state: ChatState }) {
  const { site, panel, close } = useSurroundings();
  const about = useStore(site);
  const translator = useTranslator();
  const standing = state.conversation?.standing;
  const { open, fullScreen } = useStore(panel);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (open && fullScreen && document.hasFocus()) heading.current?.focus();
  }, [open, fullScreen]);

  const isOngoing = standing !== undefined && standing.state !== 'closed';
  return (
    <header class={styles['header']}>
      <div class={styles['who']}>
        <h1 ref={heading} tabIndex={-1}>
          {about?.name ?? translator.say('title')}
        </h1>
        <p>
          <Status
            state={state}
            availability={state.conversation?.place?.availability ?? about?.availability}
          />
        </p>
      </div>
      {isOngoing && <EndChat />}
      <button
        type="button"
        class={styles['close']}
        aria-label={translator.say('close_panel')}
        onClick={close}
      >
        <Icon name="close" />
      </button>
    </header>
  );
}

type Availability = 'online' | 'busy' | 'away' | 'closed' | undefined;

function Status({ state, availability }: { state: ChatState; availability: Availability }) {
  const translator = useTranslator();
  const standing = state.conversation?.standing;
  if (standing?.state === 'closed') return translator.say('ended');
  if (standing?.owner) return translator.say('with_agent', { name: standing.owner.name });
  if (availability === undefined) return translator.say('connecting');
  return translator.say(availability === 'closed' ? 'closed_now' : availability);
}

function EndChat() {
  const { chat } = useSurroundings();
  const translator = useTranslator();
  const dialog = useRef<HTMLDialogElement>(null);
  const answer = (end: boolean) => {
    dialog.current?.close();
    if (end) chat.leave();
  };
  return (
    <>
      <button type="button" class={styles['end']} onClick={() => dialog.current?.showModal()}>
        {translator.say('end')}
      </button>
      <dialog ref={dialog} class={styles['question']} aria-labelledby="end-question">
        <h2 id="end-question">{translator.say('end_question')}</h2>
        <div class={styles['answers']}>
          <button type="button" class="button" onClick={() => answer(false)}>
            {translator.say('end_no')}
          </button>
          <button type="button" class="button danger" onClick={() => answer(true)}>
            {translator.say('end_yes')}
          </button>
        </div>
      </dialog>
    </>
  );
}
