import type { ConversationSnapshot } from '@tillside/chat-client/conversation';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useI18n } from '../../i18n/I18n';
import { useAnnounce } from '../../ui/Announcer';

/** More at once than this are counted, not read out. */
const SPOKEN_MAX = 3;

/** Speaks each message of the shopper that comes while the chat is open, once; never what is read back. */
export function useSpokenMessages(thread: ConversationSnapshot | undefined, shopper: string): void {
  const { t } = useI18n();
  const announce = useAnnounce();
  const spoken = useRef<number | undefined>(undefined);
  const timeline = thread?.timeline;

  const speak = useEffectEvent((texts: readonly string[]) => {
    if (texts.length > SPOKEN_MAX) announce(t('thread.newMessages', { count: texts.length }));
    else for (const text of texts) announce(`${t('thread.says', { name: shopper })} ${text}`);
  });

  useEffect(() => {
    if (timeline === undefined) return;
    const after = spoken.current ?? timeline.last;
    spoken.current = timeline.last;
    const fresh = timeline.events.slice(Math.max(0, after + 1 - timeline.first));
    const texts = fresh.flatMap((event) =>
      event.kind === 'message' && 'shopper' in event.by ? [event.data.body.text] : [],
    );
    if (texts.length > 0) speak(texts);
  }, [timeline]);
}
