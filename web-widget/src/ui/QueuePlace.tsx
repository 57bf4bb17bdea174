import type { ConversationSnapshot } from '@tillside/chat-client/conversation';
import styles from './QueuePlace.module.css';
import { useTranslator } from './surroundings';

const MINUTE_MS = 60_000;

/** Where in the queue, and a bound on the wait that holds for most: never a promise of the exact minute. */
export function QueuePlace({ place }: { place: ConversationSnapshot['place'] }) {
  const translator = useTranslator();
  return (
    <div class={styles['place']} role="status">
      <p>{place === undefined ? translator.say('waiting') : translator.count('place', place.position)}</p>
      {place?.wait_ms !== undefined && (
        <p class={styles['wait']}>
          {translator.count('wait_bound', Math.max(1, Math.ceil(place.wait_ms / MINUTE_MS)))}
        </p>
      )}
    </div>
  );
}
