import { useEffect, useEffectEvent, useRef } from 'react';
import { usePreference } from '../../components/preferences';
import { useI18n } from '../../i18n/I18n';
import type { OpenOffer } from '../../realtime/desk';
import { useMe } from '../../realtime/live';
import { useAnnounce } from '../../ui/Announcer';
import { offerTitle } from './offer-title';
import { ring } from './ring';

/** Says, and if wanted rings, that something new is offered. Each offer once. */
export function OfferBell({ offers }: { offers: readonly OpenOffer[] }) {
  const { t } = useI18n();
  const announce = useAnnounce();
  const me = useMe();
  const [sound] = usePreference('sound');
  const told = useRef(new Set<string>());

  const tell = useEffectEvent((offer: OpenOffer) => {
    const queue = me?.queues.find(({ id }) => id === offer.queue)?.name ?? offer.queue;
    announce(
      t('offer.announced', {
        title: offerTitle(offer, queue, t),
        seconds: Math.round(offer.expires_in_ms / 1000),
      }),
    );
    if (sound === 'on') ring();
  });

  useEffect(() => {
    for (const offer of offers) {
      if (told.current.has(offer.offer)) continue;
      told.current.add(offer.offer);
      tell(offer);
    }
  }, [offers]);
  return null;
}
