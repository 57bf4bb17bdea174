import type { ChatState } from '../state/chat';
import styles from './Ending.module.css';
import { Rating } from './Rating';
import { useSurroundings, useTranslator } from './surroundings';

/** What is left to do when a conversation is over. */
export function Ending({ conversation }: { conversation: NonNullable<ChatState['conversation']> }) {
  const { chat } = useSurroundings();
  const translator = useTranslator();
  const { owner, rated } = conversation.standing;
  return (
    <div class={styles['ending']}>
      {owner !== null && !rated && <Rating />}
      {rated && <p role="status">{translator.say('rate_thanks')}</p>}
      <button type="button" class="button" onClick={() => chat.startAnew()}>
        {translator.say('start_new')}
      </button>
    </div>
  );
}
