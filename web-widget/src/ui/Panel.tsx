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
      {state.lane === undefined ? <Welcome memory={memory} /> : <Talk state={state} memory={memory} />}
      <Announcer state={state} />
    </section>
  );
}

/** Nothing has been said yet. */
function Welcome({ memory }: { memory: Storage }) {
  const { site } = useSurroundings();
  const about = useStore(site);
  const translator = useTranslator();
  if (about?.availability === 'away' || about?.availability === 'closed') return <OfflineForm site={about} />;
  return (
    <>
      <div class={styles['greeting']}>
        <h2>{translator.say('greeting')}</h2>
        <p>{translator.say('greeting_hint')}</p>
      </div>
      <Composer memory={memory} />
    </>
  );
}

function Talk({ state, memory }: { state: ChatState; memory: Storage }) {
  const { conversation } = state;
  const standing = conversation?.standing;
  return (
    <>
      <Thread lines={linesOf(state)} hasEarlier={(conversation?.timeline.first ?? 1) > 1} />
      {standing?.state === 'waiting' && <QueuePlace place={conversation?.place} />}
      <Typing by={conversation?.typing} />
      {conversation !== undefined && standing?.state === 'closed' ? (
        <Ending conversation={conversation} />
      ) : (
        <Composer memory={memory} />
      )}
    </>
  );
}
