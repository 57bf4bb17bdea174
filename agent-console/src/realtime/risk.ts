import type { Checkout, Conversation, Step } from '../api/wire';
import type { Attention } from './attention';

export type Risk = 'calm' | 'soon' | 'late';

/** A shopper who has waited this long is about to give up (amber), or has been kept waiting (red). */
const SOON_MS = 30_000;
const LATE_MS = 60_000;

/** Somebody with their card in hand leaves sooner: they count as having waited longer than they have. */
const HEAD_START_MS: Record<Step, number> = {
  browse: 0,
  cart: 5_000,
  details: 15_000,
  shipping: 20_000,
  payment: 30_000,
  done: 0,
};

export function riskOf(unansweredSince: number | null, now: number): Risk {
  if (unansweredSince === null) return 'calm';
  const waited = now - unansweredSince;
  if (waited >= LATE_MS) return 'late';
  return waited >= SOON_MS ? 'soon' : 'calm';
}

interface Ranked {
  readonly conversation: Pick<Conversation, 'conv' | 'state' | 'checkout' | 'opened_at' | 'last'>;
  readonly attention: Pick<Attention, 'unansweredSince'>;
}

/**
 * Whom to answer next: first those who wait for an answer, the one who has waited longest (with a head start by the
 * step of the checkout) before the others; then those who do not, latest first; then what is in wrap-up. The order
 * depends on no clock, so a list keeps still until something happens.
 */
export function byRisk(a: Ranked, b: Ranked): number {
  const wrapUp = Number(a.conversation.state === 'wrapup') - Number(b.conversation.state === 'wrapup');
  if (wrapUp !== 0) return wrapUp;
  const [dueA, dueB] = [due(a), due(b)];
  if (dueA !== dueB) return dueA - dueB;
  const recent = lastAt(b) - lastAt(a);
  return recent !== 0 ? recent : a.conversation.conv.localeCompare(b.conversation.conv);
}

function due({ attention, conversation }: Ranked): number {
  if (attention.unansweredSince === null) return Number.POSITIVE_INFINITY;
  return attention.unansweredSince - headStart(conversation.checkout);
}

function headStart(checkout: Checkout | undefined): number {
  return checkout ? HEAD_START_MS[checkout.step] : 0;
}

function lastAt({ conversation }: Ranked): number {
  return conversation.last?.at ?? conversation.opened_at;
}
