import { useEffect } from 'preact/hooks';
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
  const isNobodyThere = about?.availability === 'away' || about?.availability === 'closed';
  if (state.lane === undefined && about !== undefined && isNobodyThere) return <OfflineForm site={about} />;
  return (
    <>
      {state.lane === undefined ? <Greeting /> : <Talk state={state} />}
      {conversation?.standing.state === 'closed' ? (
        <Ending conversation={conversation} />
      ) : (
        <Composer memory={memory} />
      )}
    </>
  );
}

/** Nothing has been said yet. */
function Greeting() {
  const translator = useTranslator();
  return (
    <div class={styles['greeting']}>
      <h2>{translator.say('greeting')}</h2>
      <p>{translator.say('greeting_hint')}</p>
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
