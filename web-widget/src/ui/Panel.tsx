import { useEffect, useState } from 'preact/hooks';
import type { ChatState } from '../state/chat';
import { linesOf } from '../state/thread';
import { Announcer } from './Announcer';
import { Composer } from './Composer';
import { ConnectionBanner } from './ConnectionBanner';
import { Ending } from './Ending';
import { Header } from './Header';
import { OfflineForm } from './OfflineForm';
import styles from './Panel.module.css';
import { QueuePlace } from './QueuePlace';
import { useSurroundings, useTranslator } from './surroundings';
import { Thread } from './Thread';
import { Typing } from './Typing';
import { useStore } from './use-store';

export function Panel({ memory }: { memory: Storage }) {
  const { chat, close } = useSurroundings();
  const state = useStore(chat.state);
  const translator = useTranslator();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // An open dialog takes its own Escape.
      if (event.key === 'Escape' && document.querySelector('dialog[open]') === null) close();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [close]);

  return (
    <section class={styles['panel']} aria-label={translator.say('title')}>
      <Header state={state} />
      <ConnectionBanner />
      <Body state={state} memory={memory} />
      <Announcer state={state} />
    </section>
  );
}

function Body({ state, memory }: { state: ChatState; memory: Storage }) {
  const { site } = useSurroundings();
  const about = useStore(site);
  const { conversation } = state;
  const [isLeaving, setIsLeaving] = useState(false);
  if (state.lane === undefined && about !== undefined) {
    if (about.availability === 'closed') return <OfflineForm site={about} />;
    if (isLeaving) return <OfflineForm site={about} onStay={() => setIsLeaving(false)} />;
  }
  // In hours one may wait, however few are there; whoever would rather not leaves an address.
  const leave = about?.availability === 'away' ? () => setIsLeaving(true) : undefined;
  return (
    <>
      {state.lane === undefined ? <Greeting onLeave={leave} /> : <Talk state={state} />}
      {conversation?.standing.state === 'closed' ? (
        <Ending conversation={conversation} />
      ) : (
        <Composer memory={memory} />
      )}
    </>
  );
}

/** Nothing has been said yet. */
function Greeting({ onLeave }: { onLeave: (() => void) | undefined }) {
  const translator = useTranslator();
  return (
    <div class={styles['greeting']}>
      <h2>{translator.say('greeting')}</h2>
      <p>{translator.say(onLeave === undefined ? 'greeting_hint' : 'away_hint')}</p>
      {onLeave !== undefined && (
        <button type="button" class="link" onClick={onLeave}>
          {translator.say('leave_message')}
        </button>
      )}
    </div>
  );
}

function Talk({ state }: { state: ChatState }) {
  const { conversation } = state;
  return (
    <div class={styles['talk']}>
      <Thread lines={linesOf(state)} hasEarlier={(conversation?.timeline.first ?? 1) > 1} />
      {conversation?.standing.state === 'waiting' && <QueuePlace place={conversation.place} />}
      <Typing by={conversation?.typing} />
    </div>
  );
}
