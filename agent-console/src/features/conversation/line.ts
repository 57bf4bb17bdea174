import type { PlainKey } from '../../i18n/dictionary';
import type { Translate } from '../../i18n/I18n';
import type { LoggedEvent } from './rows';

/** What an entry that is not a message says, in one line. */
export function lineText(
  event: LoggedEvent,
  queueName: (id: string) => string,
  t: Translate,
): string | undefined {
  switch (event.kind) {
    case 'queued':
      return queuedText(event, queueName(event.data.queue), t);
    case 'parked':
      return t(parked[event.data.reason]);
    case 'assigned':
      return event.data.how === 'taken'
        ? t('line.taken', { name: event.data.to.name })
        : t('line.assigned', { name: event.data.to.name });
    case 'transfer_offered': {
      const { from, to, kind } = event.data;
      const target = 'agent' in to ? to.name : queueName(to.queue);
      if (kind === 'recall') return t('line.recallOffered', { name: from.name, target });
      if (kind === 'consult') return t('line.consultAsked', { name: from.name, target });
      return t('line.transferOffered', { name: from.name, target });
    }
    case 'transfer_ended':
      return t(transferEnds[event.data.reason]);
    case 'consulting':
      return t('line.consulting', { name: event.data.agent.name });
    case 'transferred':
      return t(transferred[event.data.how], { from: event.data.from.name, to: event.data.to.name });
    case 'context':
      return contextText(event, t);
    case 'left':
      return t('line.left');
    case 'closed':
      return closedText(event, t);
    case 'rated':
      return event.data.comment === undefined
        ? t('line.rated', { score: event.data.score })
        : t('line.ratedWith', { score: event.data.score, comment: event.data.comment });
    case 'opened':
    case 'offered':
    case 'wrapped':
      return undefined;
    default:
      return event satisfies never;
  }
}

type Data<K extends LoggedEvent['kind']> = Extract<LoggedEvent, { kind: K }>['data'];

const parked = {
  away: 'line.parkedAway',
  message: 'line.parkedMessage',
  closed: 'line.parkedClosed',
} satisfies Record<Data<'parked'>['reason'], PlainKey>;

const transferEnds = {
  declined: 'line.transferDeclined',
  expired: 'line.transferExpired',
  cancelled: 'line.transferCancelled',
  left: 'line.transferLeft',
  closed: 'line.transferClosed',
  gone: 'line.transferGone',
  superseded: 'line.transferSuperseded',
  ended: 'line.consultEnded',
} satisfies Record<Data<'transfer_ended'>['reason'], PlainKey>;

const transferred = {
  warm: 'line.handedOver',
  queue: 'line.handedOver',
  recall: 'line.recalled',
  takeover: 'line.takenOver',
  assign: 'line.reassigned',
} as const satisfies Record<Data<'transferred'>['how'], string>;

function queuedText(
  event: Extract<LoggedEvent, { kind: 'queued' }>,
  queue: string,
  t: Translate,
): string | undefined {
  switch (event.data.reason) {
    case 'returned':
      return t('line.returned', { queue });
    case 'transfer':
    case 'recall':
      // Its offer to the queue has said so already.
      return undefined;
    case 'opened':
    case undefined:
      return t('line.queued', { queue });
    default:
      return event.data.reason satisfies never;
  }
}

const steps = {
  browse: 'line.stepBrowse',
  cart: 'line.stepCart',
  details: 'line.stepDetails',
  shipping: 'line.stepShipping',
  payment: 'line.stepPayment',
  done: 'line.stepDone',
} satisfies Record<NonNullable<Data<'context'>['checkout']>['step'], PlainKey>;

const payments = {
  none: undefined,
  submitted: 'line.paymentSubmitted',
  challenge: 'line.paymentChallenge',
  redirected: 'line.paymentRedirected',
  failed: 'line.paymentFailed',
  paid: 'line.paymentPaid',
} satisfies Record<NonNullable<NonNullable<Data<'context'>['checkout']>['payment']>, PlainKey | undefined>;

function contextText({ data }: Extract<LoggedEvent, { kind: 'context' }>, t: Translate): string | undefined {
  if (data.checkout === undefined) return undefined;
  const payment = payments[data.checkout.payment ?? 'none'];
  return t(payment ?? steps[data.checkout.step]);
}

function closedText({ by, data }: Extract<LoggedEvent, { kind: 'closed' }>, t: Translate): string {
  switch (data.by) {
    case 'shopper':
      return t('line.closedByShopper');
    case 'agent':
      return 'name' in by ? t('line.closedBy', { name: by.name }) : t('line.closed');
    case 'system':
      return t('line.closedIdle');
    default:
      return data.by satisfies never;
  }
}
