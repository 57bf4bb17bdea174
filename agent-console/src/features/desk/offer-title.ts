import type { Translate } from '../../i18n/I18n';
import type { OpenOffer } from '../../realtime/desk';

/** Why this is offered, in the words of whoever it is offered to. */
export function offerTitle(offer: OpenOffer, queue: string, t: Translate): string {
  const name = offer.from?.name;
  switch (offer.kind) {
    case 'queue':
      return t('offer.fromQueue', { queue });
    case 'transfer':
      return name === undefined ? t('offer.fromQueue', { queue }) : t('offer.handOff', { name });
    case 'consult':
      return name === undefined ? t('offer.consult') : t('offer.consultBy', { name });
    case 'recall':
      return name === undefined ? t('offer.recall') : t('offer.recallFrom', { name });
    default:
      return offer.kind satisfies never;
  }
}
