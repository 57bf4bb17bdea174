import { useEffect, useRef, useState } from 'preact/hooks';
import type { Translator } from '../i18n/translator';
import type { ChatState } from '../state/chat';
import { type Line, linesOf } from '../state/thread';
import { lineText } from './line-text';
import { useTranslator } from './surroundings';

/** Long enough for a screen reader to have taken it, short enough not to be met by browsing. */
const SPOKEN_MS = 1000;
/** More at once are counted instead of read out. */
const BURST = 3;

/**
 * Speaks what arrives, once, apart from the transcript: a live region that is also scrolled and filled from the past
 * would read old messages again.
 */
export function Announcer({ state }: { state: ChatState }) {
  const translator = useTranslator();
  const spoken = useRef<{ conv: string; last: number } | undefined>(undefined);
  const [words, setWords] = useState<string[]>([]);

  useEffect(() => {
    const { conversation } = state;
    if (conversation === undefined) return;
    const { conv, timeline } = conversation;
    const before = spoken.current?.conv === conv ? spoken.current.last : timeline.last;
    spoken.current = { conv, last: Math.max(before, timeline.last) };
    const news = arrived(conversation, before);
    if (news.length > 0) setWords(announcement(news, translator));
  }, [state, translator]);

  useEffect(() => {
    if (words.length === 0) return undefined;
    const timer = setTimeout(() => setWords([]), SPOKEN_MS);
    return () => clearTimeout(timer);
  }, [words]);

  return (
    <div class="visually-hidden" aria-live="polite" data-announcer>
      {words.map((one) => (
        <p key={one}>{one}</p>
      ))}
    </div>
  );
}

function arrived(conversation: NonNullable<ChatState['conversation']>, after: number): Line[] {
  const { timeline } = conversation;
  const events = timeline.events.filter((event) => event.seq > after);
  const news = { ...conversation, timeline: { ...timeline, events } };
  return linesOf({ lane: conversation.conv, conversation: news, unsaid: [] }).filter(
    ({ is }) => is !== 'own',
  );
}

function announcement(news: Line[], translator: Translator): string[] {
  if (news.length > BURST) return [translator.count('new_messages', news.length)];
  return news.map((line) => {
    if (line.is === 'own' || line.is === 'theirs') {
      const name = line.is === 'theirs' ? line.name : translator.say('you');
      return translator.say('says', { name, text: line.text });
    }
    return lineText(line, translator);
  });
}
