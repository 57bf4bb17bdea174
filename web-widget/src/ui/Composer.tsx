import { useEffect, useRef, useState } from 'preact/hooks';
import styles from './Composer.module.css';
import { Icon } from './Icon';
import { useSurroundings, useTranslator } from './surroundings';
import { useStore } from './use-store';

/** The server takes no more characters in one message. */
const LENGTH_MAX = 4000;
/** What is being written outlives a page load, and is shared by the tabs, like the rest of the chat. */
const DRAFT = 'tillside.draft';

export function Composer({ memory }: { memory: Storage }) {
  const { chat, panel } = useSurroundings();
  const { open, fullScreen } = useStore(panel);
  const translator = useTranslator();
  const [text, setText] = useState(() => memory.getItem(DRAFT) ?? '');
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    // Only if the shopper is here already: a chat that a page load brings back must not take the page's focus. And not
    // on a phone, where the keyboard would cover the chat before anything of it was read.
    if (open && !fullScreen && document.hasFocus()) field.current?.focus();
  }, [open, fullScreen]);

  useEffect(() => {
    // What is being written in another tab is being written here; who has the keyboard has the last word.
    const follow = ({ key, newValue }: StorageEvent) => {
      if (key === DRAFT && !document.hasFocus()) setText(newValue ?? '');
    };
    window.addEventListener('storage', follow);
    return () => window.removeEventListener('storage', follow);
  }, []);

  const change = (value: string) => {
    setText(value);
    memory.setItem(DRAFT, value);
    chat.typing(Date.now(), value.trim() !== '');
  };

  const send = () => {
    if (text.trim() === '') return;
    chat.say(text.trim());
    change('');
    field.current?.focus();
  };

  return (
    <form
      class={styles['composer']}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class={styles['grow']} data-text={`${text}\n`}>
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          maxLength={LENGTH_MAX}
          enterkeyhint="send"
          aria-label={translator.say('composer')}
          placeholder={translator.say('composer')}
          value={text}
          onInput={({ currentTarget }) => change(currentTarget.value)}
          onBlur={() => chat.typing(Date.now(), false)}
          onKeyDown={(event) => {
            // While a word is being composed (Japanese, Chinese), Enter belongs to the input method.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
      </div>
      <button
        type="submit"
        class={styles['send']}
        aria-label={translator.say('send')}
        disabled={text.trim() === ''}
      >
        <Icon name="send" />
      </button>
    </form>
  );
}
