import { Refused, Unanswered } from '../api/problem';
import type { ErrorCode } from '../api/wire';
import type { PlainKey } from '../i18n/dictionary';
import type { Format } from '../i18n/format';
import type { Translate } from '../i18n/I18n';

const sentences = {
  bad_frame: 'refused.bad_frame',
  too_large: 'refused.too_large',
  invalid: 'refused.invalid',
  auth_failed: 'refused.auth_failed',
  token_expired: 'refused.token_expired',
  site_refused: 'refused.site_refused',
  not_found: 'refused.not_found',
  rate_limited: 'refused.rate_limited',
  cid_reused: 'refused.conflict',
  conversation_closed: 'refused.conversation_closed',
  conflict: 'refused.conflict',
  stale_owner: 'refused.stale_owner',
  taken: 'refused.taken',
  no_capacity: 'refused.no_capacity',
  no_agent: 'refused.no_agent',
  not_allowed_now: 'refused.not_allowed_now',
  unavailable: 'refused.unavailable',
  storage_full: 'refused.unavailable',
} satisfies Record<ErrorCode, PlainKey>;

export function refusalOf(code: ErrorCode, t: Translate): string {
  return t(sentences[code]);
}

/** Says what went wrong in words; what is not a refusal is a fault of ours, and thrown on. */
export function inWords(error: unknown, t: Translate, format: Format): string {
  if (error instanceof Unanswered) return t('refused.unanswered');
  if (!(error instanceof Refused)) throw error;
  if (error.code === 'not_allowed_now' && error.afterMs !== undefined) {
    return t('refused.paymentInFlight', { time: format.elapsed(error.afterMs) });
  }
  return refusalOf(error.code, t);
}
