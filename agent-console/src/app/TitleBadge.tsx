import { useEffect } from 'react';
import { useI18n } from '../i18n/I18n';
import type { Desk } from '../realtime/desk';
import { useDesk } from '../realtime/live';

/** How much waits for this agent, where it can be read while another tab is open. */
export function TitleBadge() {
  const { t } = useI18n();
  const asking = useDesk(asksFor);
  useEffect(() => {
    document.title = asking > 0 ? t('app.titleAsking', { count: asking }) : t('app.name');
  }, [asking, t]);
  return null;
}

function asksFor({ chats, offers }: Desk): number {
  const unread = Object.values(chats).reduce((total, { attention }) => total + attention.unread, 0);
  return unread + Object.keys(offers).length;
}
