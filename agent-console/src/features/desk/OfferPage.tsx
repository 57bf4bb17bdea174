import { CountdownRing } from '../../components/CountdownRing';
import { PacketView } from '../../components/PacketView';
import { useQueueName } from '../../components/useQueueName';
import { useI18n } from '../../i18n/I18n';
import type { OpenOffer } from '../../realtime/desk';
import { Button } from '../../ui/Button';
import styles from './OfferPage.module.css';
import { offerTitle } from './offer-title';
import type { Answering } from './useOffers';

/** Everything that is known of an offered chat, before it is accepted. */
export function OfferPage({ offer, answering }: { offer: OpenOffer; answering: Answering }) {
  const { t } = useI18n();
  const queue = useQueueName(offer.queue);
  return (
    <article className={styles.page}>
      <header className={styles.header}>
        <CountdownRing endsAt={offer.endsAt} lengthMs={offer.expires_in_ms} />
        <h2 className={styles.title}>{offerTitle(offer, queue, t)}</h2>
        <Button look="primary" isDisabled={answering.isBusy} onPress={() => answering.accept(offer)}>
          {t('offer.accept')}
        </Button>
        <Button isDisabled={answering.isBusy} onPress={() => answering.decline(offer)}>
          {t('offer.decline')}
        </Button>
      </header>
      <div className={styles.packet}>
        <PacketView packet={offer.packet} {...(offer.from ? { from: offer.from.name } : {})} />
      </div>
    </article>
  );
}
