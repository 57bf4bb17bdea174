import { useI18n } from '../../i18n/I18n';
import type { OpenOffer } from '../../realtime/desk';
import styles from './DeskList.module.css';
import { OfferCard } from './OfferCard';
import type { Answering } from './useOffers';

interface OfferListProps {
  offers: readonly OpenOffer[];
  answering: Answering;
  open: string | undefined;
  onLook: (offer: string) => void;
}

export function OfferList({ offers, answering, open, onLook }: OfferListProps) {
  const { t } = useI18n();
  if (offers.length === 0) return null;
  return (
    <section aria-labelledby="desk-offers" className={styles.section}>
      <h2 id="desk-offers" className={styles.heading}>
        {t('desk.offers')} <span className={styles.count}>{offers.length}</span>
      </h2>
      <ul>
        {offers.map((offer, index) => (
          <OfferCard
            key={offer.offer}
            offer={offer}
            isFirst={index === 0}
            isOpen={offer.offer === open}
            answering={answering}
            onLook={() => onLook(offer.offer)}
          />
        ))}
      </ul>
    </section>
  );
}
