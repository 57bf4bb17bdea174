import { useEffect, useState } from 'preact/hooks';
import styles from './Notice.module.css';
import { useSurroundings, useTranslator } from './surroundings';
import { useStore } from './use-store';

/** A line that is back before this was not worth a word. */
const PATIENCE_MS = 3000;

export function ConnectionBanner() {
  const { connection, reconnect } = useSurroundings();
  const translator = useTranslator();
  const { is } = useStore(connection);
  const isAway = is === 'connecting' || is === 'waiting';
  const [isLong, setIsLong] = useState(false);

  useEffect(() => {
    if (!isAway) return undefined;
    const timer = setTimeout(() => setIsLong(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [isAway]);

  if (is === 'closed') {
    return (
      <div class={styles['notice']} role="status">
        <p>{translator.say('refused')}</p>
        <button type="button" class="link" onClick={reconnect}>
          {translator.say('start_again')}
        </button>
      </div>
    );
  }
  // The region stands before its words come, or they would not be spoken.
  return (
    <div class={isLong ? styles['notice'] : undefined} role="status">
      {isLong && <p>{translator.say('reconnecting')}</p>}
    </div>
  );
}
