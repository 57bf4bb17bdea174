import type { ConversationSnapshot } from '@tillside/chat-client/conversation';
import { useTranslator } from './surroundings';
import styles from './Typing.module.css';

/** Not spoken: it comes and goes too often to be worth an interruption. */
export function Typing({ by }: { by: ConversationSnapshot['typing'] }) {
  const translator = useTranslator();
  const words =
    by === undefined || 'shopper' in by
      ? ''
      : 'name' in by
        ? translator.say('typing', { name: by.name })
        : translator.say('somebody_typing');
  return <p class={styles['typing']}>{words}</p>;
}
