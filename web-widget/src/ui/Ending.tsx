import { useEffect, useRef } from 'preact/hooks';
import type { ChatState } from '../state/chat';
import styles from './Ending.module.css';
import { Rating } from './Rating';
import { useSurroundings, useTranslator } from './surroundings';

/** What is left to do when a conversation is over. */
export function Ending({ conversation }: { conversation: NonNullable<ChatState['conversation']> }) {
  const { chat } = useSurroundings();
  const translator = useTranslator();
  const { owner, rated } = conversation.standing;
  const next = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    // The form that had the focus is gone.
    if (rated && document.hasFocus()) next.current?.focus();
  }, [rated]);

  return (
    <div class={styles['ending']}>
      {owner !== null && !rated && <Rating />}
      {rated && <p role="status">{translator.say('rate_thanks')}</p>}
      <button ref={next} type="button" class="button" onClick={() => chat.startAnew()}>
        {translator.say('start_new')}
      </button>
    </div>
  );
}
