import type { Conversation } from '../api/wire';
import type { Translate } from '../i18n/I18n';

/** Guests are told apart by the end of their id: the beginning is a time, and alike for all who came together. */
export function shopperName(shopper: Conversation['shopper'], t: Translate): string {
  return shopper.name ?? shopper.email ?? t('shopper.guest', { mark: shopper.id.slice(-4) });
}
