import type { SessionResponse } from '@tillside/chat-client/generated/SessionResponse';
import { useState } from 'preact/hooks';
import styles from './OfflineForm.module.css';
import { useSurroundings, useTranslator } from './surroundings';

interface OfflineFormProps {
  site: SessionResponse['site'];
  /** Back to the chat, where there is one to go back to. */
  onStay?: () => void;
}

/** Nobody is there: what is written here waits, and can be answered without this page. */
export function OfflineForm({ site, onStay }: OfflineFormProps) {
  const { chat } = useSurroundings();
  const translator = useTranslator();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [message, setMessage] = useState('');
  const nextOpenAt = site.hours.next_open_at;

  const leave = () => {
    if (message.trim() === '') return;
    const address = { email: email.trim(), ...(name.trim() === '' ? {} : { name: name.trim() }) };
    chat.say(message.trim(), address);
  };

  return (
    <form
      class={styles['offline']}
      onSubmit={(event) => {
        event.preventDefault();
        leave();
      }}
    >
      <h2>{translator.say('leave_message')}</h2>
      <p>
        {nextOpenAt !== undefined && `${translator.say('back_at', { time: translator.moment(nextOpenAt) })} `}
        {translator.say('leave_message_hint')}
      </p>
      <label class="field">
        {translator.say('your_name')}
        <input
          autocomplete="name"
          maxLength={80}
          dir="auto"
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <label class="field">
        {translator.say('your_email')}
        <input
          type="email"
          autocomplete="email"
          required
          maxLength={254}
          value={email}
          onInput={({ currentTarget }) => setEmail(currentTarget.value)}
        />
      </label>
      <label class="field">
        {translator.say('your_message')}
        <textarea
          rows={4}
          required
          maxLength={4000}
          dir="auto"
          value={message}
          onInput={({ currentTarget }) => setMessage(currentTarget.value)}
        />
      </label>
      <button type="submit" class="button primary">
        {translator.say('send')}
      </button>
      {onStay !== undefined && (
        <button type="button" class="button" onClick={onStay}>
          {translator.say('wait_here')}
        </button>
      )}
    </form>
  );
}
