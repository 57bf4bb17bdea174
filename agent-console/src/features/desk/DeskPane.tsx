import { useI18n } from '../../i18n/I18n';
import type { OpenOffer } from '../../realtime/desk';
import { useMe } from '../../realtime/live';
import { AvailabilityMenu } from './AvailabilityMenu';
import { ChatList } from './ChatList';
import styles from './DeskList.module.css';
import { OfferBell } from './OfferBell';
import { OfferList } from './OfferList';
import type { Answering } from './useOffers';
import { WaitingList } from './WaitingList';

interface DeskPaneProps {
  offers: readonly OpenOffer[];
  answering: Answering;
  openConv: string | undefined;
  openOffer: string | undefined;
  onOpenConv: (conv: string) => void;
  onOpenOffer: (offer: string) => void;
}

/** The list: what is offered, what is in hand, what waits; and whether one is there at all. */
export function DeskPane(props: DeskPaneProps) {
  const { offers, answering, openConv, openOffer, onOpenConv, onOpenOffer } = props;
  const { t } = useI18n();
  const me = useMe();
  return (
    <nav aria-label={t('desk.label')} className={styles.pane}>
      <OfferBell offers={offers} />
      <div className={styles.scroll}>
        <OfferList offers={offers} answering={answering} open={openOffer} onLook={onOpenOffer} />
        <ChatList open={openConv} onOpen={onOpenConv} />
        <WaitingList onTaken={onOpenConv} />
      </div>
      {me && <AvailabilityMenu me={me} />}
    </nav>
  );
}
