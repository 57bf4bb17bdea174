import type { Line } from '../state/thread';
import styles from './Bubble.module.css';
import { useSurroundings, useTranslator } from './surroundings';

type OwnLine = Extract<Line, { is: 'own' }>;

export function OwnBubble({ line }: { line: OwnLine }) {
  const translator = useTranslator();
  return (
    <div class={styles['own']} data-delivery={line.delivery}>
      <span class="visually-hidden">{translator.say('you')}: </span>
      <p class={styles['text']} dir="auto">
        {line.text}
      </p>
      {line.masked && <p class={styles['remark']}>{translator.say('masked')}</p>}
      {line.delivery === 'failed' ? (
        <Failed line={line} />
      ) : (
        <p class={styles['meta']}>
          <time dateTime={new Date(line.at).toISOString()}>{translator.time(line.at)}</time>
          {' · '}
          {translator.say(line.delivery)}
        </p>
      )}
    </div>
  );
}

function Failed({ line }: { line: OwnLine }) {
  const { chat } = useSurroundings();
  const translator = useTranslator();
  return (
    <div class={styles['failed']}>
      <p role="alert">{translator.say(line.isTooLong ? 'too_long' : 'failed')}</p>
      <button type="button" class="link" onClick={() => chat.retry(line.cid)}>
        {translator.say('retry')}
      </button>
      <button type="button" class="link" onClick={() => chat.discard(line.cid)}>
        {translator.say('discard')}
      </button>
    </div>
  );
}

export function TheirBubble({ line }: { line: Extract<Line, { is: 'theirs' }> }) {
  const translator = useTranslator();
  return (
    <div class={styles['theirs']}>
      <p class={styles['name']}>{line.name}</p>
      <p class={styles['text']} dir="auto">
        {line.text}
      </p>
      <p class={styles['meta']}>
        <time dateTime={new Date(line.at).toISOString()}>{translator.time(line.at)}</time>
      </p>
    </div>
  );
}
