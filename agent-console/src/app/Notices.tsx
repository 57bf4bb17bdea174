import { useEffect, useEffectEvent } from 'react';
import type { PlainKey } from '../i18n/dictionary';
import { type Translate, useI18n } from '../i18n/I18n';
import { useSession } from '../realtime/live';
import type { Notice } from '../realtime/notices';
import { type Toast, useToasts } from '../ui/toasts';

/** Says in words what happened to the desk without its agent doing it. */
export function Notices() {
  const { t } = useI18n();
  const session = useSession();
  const show = useToasts((toasts) => toasts.show);
  const say = useEffectEvent((notice: Notice) => show(toastOf(notice, t)));
  useEffect(() => session.onNotice((notice) => say(notice)), [session]);
  return null;
}

const goneKeys = {
  taken: 'notice.offerTaken',
  cancelled: 'notice.offerCancelled',
  left: 'notice.offerLeft',
} satisfies Record<Extract<Notice, { is: 'offer_gone' }>['reason'], PlainKey>;

const backKeys = {
  declined: 'notice.backDeclined',
  expired: 'notice.backExpired',
  gone: 'notice.backGone',
} as const satisfies Record<Extract<Notice, { is: 'came_back' }>['why'], string>;

function toastOf(notice: Notice, t: Translate): Omit<Toast, 'id'> {
  switch (notice.is) {
    case 'offer_missed':
      return { tone: 'warning', text: t('notice.offerMissed') };
    case 'offer_gone':
      return { tone: 'info', text: t(goneKeys[notice.reason]) };
    case 'not_responding':
      return { tone: 'warning', text: t('notice.notResponding') };
    case 'given':
      return {
        tone: 'info',
        text: t('notice.given', { shopper: called(notice, t), by: notice.by ?? t('notice.system') }),
      };
    case 'taken_over':
      return { tone: 'warning', text: t('notice.takenOver', { shopper: called(notice, t), by: notice.by }) };
    case 'recalled':
      return { tone: 'warning', text: t('notice.recalled', { shopper: called(notice, t), to: notice.to }) };
    case 'handed_over':
      return { tone: 'success', text: t('notice.handedOver', { shopper: called(notice, t), to: notice.to }) };
    case 'came_back':
      return { tone: 'warning', text: t(backKeys[notice.why], { shopper: called(notice, t) }) };
    case 'left':
      return { tone: 'info', text: t('notice.left', { shopper: called(notice, t) }) };
    case 'closed':
      return { tone: 'info', text: t('notice.closedIdle', { shopper: called(notice, t) }) };
    default:
      return notice satisfies never;
  }
}

function called({ shopper }: { shopper: string | undefined }, t: Translate): string {
  return shopper ?? t('notice.aShopper');
}
