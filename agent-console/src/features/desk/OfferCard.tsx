import { PaymentTag, StepTag } from '../../components/CheckoutSteps';
import { CountdownRing } from '../../components/CountdownRing';
import { useQueueName } from '../../components/useQueueName';
import { useI18n } from '../../i18n/I18n';
import { keysFor } from '../../keyboard/Keyboard';
import type { OpenOffer } from '../../realtime/desk';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { Tag } from '../../ui/Tag';
import styles from './OfferCard.module.css';
import { offerTitle } from './offer-title';
import type { Answering } from './useOffers';

interface OfferCardProps {
  offer: OpenOffer;
  isFirst: boolean;
  isOpen: boolean;
  answering: Answering;
  onLook: () => void;
}

/** An offer in the list: who, why, and what decides whether to take it; the rest is one press away. */
export function OfferCard({ offer, isFirst, isOpen, answering, onLook }: OfferCardProps) {
  const { t, format } = useI18n();
  const queue = useQueueName(offer.queue);
  const { packet } = offer;
  const gist = packet.note ?? packet.question ?? packet.turns.at(-1)?.text;
  const title = offerTitle(offer, queue, t);
  const keys = isFirst ? keysFor('acceptOffer') : undefined;
  return (
    <li className={styles.card} data-open={isOpen || undefined} data-kind={offer.kind}>
      <div className={styles.top}>
        <CountdownRing endsAt={offer.endsAt} lengthMs={offer.expires_in_ms} />
        <div className={styles.words}>
          <h3>{title}</h3>
          <span className={styles.tags}>
            {packet.checkout && <StepTag checkout={packet.checkout} />}
            {packet.checkout?.payment && <PaymentTag payment={packet.checkout.payment} />}
            {packet.cart && <Tag>{format.money(packet.cart.total, packet.cart.currency)}</Tag>}
            <Tag icon="globe">{format.language(packet.locale)}</Tag>
          </span>
        </div>
      </div>
      {gist && (
        <div className={cx(packet.note !== undefined && styles.note)}>
          <p className={styles.gist} dir="auto">
            {gist}
          </p>
        </div>
      )}
      <div className={styles.actions}>
        <Button
          look="primary"
          size="s"
          isDisabled={answering.isBusy}
          aria-label={t('offer.acceptThis', { title })}
          onPress={() => answering.accept(offer)}
        >
          {t('offer.accept')}
          {keys && <kbd className={styles.keys}>{keys}</kbd>}
        </Button>
        <Button size="s" isDisabled={answering.isBusy} onPress={() => answering.decline(offer)}>
          {t('offer.decline')}
        </Button>
        <Button size="s" look="quiet" onPress={onLook}>
          {t('offer.look')}
        </Button>
      </div>
    </li>
  );
}
