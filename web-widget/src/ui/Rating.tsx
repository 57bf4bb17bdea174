import { useState } from 'preact/hooks';
import styles from './Rating.module.css';
import { useSurroundings, useTranslator } from './surroundings';

const SCORES = [1, 2, 3, 4, 5] as const;
type Progress = 'asking' | 'sending' | 'failed';

/** One question after the end, which may be left unanswered. */
export function Rating() {
  const { chat } = useSurroundings();
  const translator = useTranslator();
  const [score, setScore] = useState<number>();
  const [comment, setComment] = useState('');
  const [progress, setProgress] = useState<Progress>('asking');

  const send = async (chosen: number) => {
    setProgress('sending');
    // When it is in the log this form is gone.
    if (!(await chat.rate(chosen, comment))) setProgress('failed');
  };

  return (
    <form
      class={styles['rating']}
      onSubmit={(event) => {
        event.preventDefault();
        if (score !== undefined) void send(score);
      }}
    >
      <fieldset>
        <legend>{translator.say('rate_question')}</legend>
        <div class={styles['scores']}>
          {SCORES.map((one) => (
            <label key={one} class={styles['score']}>
              <input
                type="radio"
                name="score"
                value={one}
                checked={score === one}
                aria-label={`${one}, ${translator.say(`rate_${one}`)}`}
                onChange={() => setScore(one)}
              />
              <span aria-hidden="true">{one}</span>
            </label>
          ))}
        </div>
        <div class={styles['ends']} aria-hidden="true">
          <span>{translator.say('rate_1')}</span>
          <span>{translator.say('rate_5')}</span>
        </div>
      </fieldset>
      {score !== undefined && (
        <>
          <label class="field">
            {translator.say('rate_comment')}
            <textarea
              rows={2}
              maxLength={1000}
              dir="auto"
              value={comment}
              onInput={({ currentTarget }) => setComment(currentTarget.value)}
            />
          </label>
          <button type="submit" class="button primary" disabled={progress === 'sending'}>
            {translator.say('rate_send')}
          </button>
        </>
      )}
      {progress === 'failed' && <p role="alert">{translator.say('rate_failed')}</p>}
    </form>
  );
}
