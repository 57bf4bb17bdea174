import { useState } from 'react';
import type { AgentMe } from '../api/wire';
import { usePreference } from '../components/preferences';
import { ShopperPane } from '../features/checkout/ShopperPane';
import { ConversationPane } from '../features/conversation/ConversationPane';
import { DeskPane } from '../features/desk/DeskPane';
import { OfferPage } from '../features/desk/OfferPage';
import { useOffers } from '../features/desk/useOffers';
import { TransferDialog } from '../features/transfer/TransferDialog';
import { useI18n } from '../i18n/I18n';
import { useAction } from '../keyboard/Keyboard';
import { useChat, useDesk } from '../realtime/live';
import { Blank } from '../ui/Blank';
import { IconButton } from '../ui/Button';
import { cx } from '../ui/cx';
import { Hidden } from '../ui/Hidden';
import { useMedia } from '../ui/useMedia';
import styles from './DeskPage.module.css';
import { go, type Route } from './route';

type DeskRoute = Extract<Route, { page: 'desk' }>;

/** Wide enough for the shopper beside the thread; narrower, the pane lies over it and only when asked for. */
const BESIDE = '(min-width: 68.01rem)';

const openConv = (conv: string) => go({ page: 'desk', conv });
const openOffer = (offer: string) => go({ page: 'desk', offer });
const openNothing = () => go({ page: 'desk' });

/** The desk: list, conversation, shopper. On a narrow screen one of them at a time. */
export function DeskPage({ me, route }: { me: AgentMe; route: DeskRoute }) {
  const { t } = useI18n();
  const [offers, answering] = useOffers(openConv);
  const conv = useDesk((desk) =>
    route.conv !== undefined && desk.chats[route.conv] ? route.conv : undefined,
  );
  const offer = offers.find((one) => one.offer === route.offer);
  const isOpen = conv !== undefined || offer !== undefined;
  useAction('leaveChat', openNothing, isOpen);

  return (
    <div className={cx(styles.desk, isOpen && styles.open)}>
      <h1 className={styles.title}>
        <Hidden>{t('rail.desk')}</Hidden>
      </h1>
      <div className={styles.list} data-pane tabIndex={-1}>
        <DeskPane
          offers={offers}
          answering={answering}
          openConv={conv}
          openOffer={offer?.offer}
          onOpenConv={openConv}
          onOpenOffer={openOffer}
        />
      </div>
      {conv && <OpenChat key={conv} conv={conv} me={me} />}
      {offer && (
        <div className={styles.conversation} data-pane tabIndex={-1}>
          <OfferPage offer={offer} answering={answering} />
        </div>
      )}
      {!isOpen && (
        <div className={styles.conversation}>
          <Blank icon="chats" title={t('desk.nothingOpen')}>
            <p>{t(me.availability === 'online' ? 'desk.nothingOpenOnline' : 'desk.nothingOpenAway')}</p>
          </Blank>
        </div>
      )}
    </div>
  );
}

/** It alone follows the chat, so that a message draws the conversation and not the list beside it. */
function OpenChat({ conv, me }: { conv: string; me: AgentMe }) {
  const { t } = useI18n();
  const chat = useChat(conv);
  const [isTransferring, setTransferring] = useState(false);
  const [preference, prefer] = usePreference('shopperPane');
  const [isOver, setOver] = useState(false);
  const isBeside = useMedia(BESIDE);
  const isShown = isBeside ? preference === 'shown' : isOver;
  const toggle = () => (isBeside ? prefer(isShown ? 'hidden' : 'shown') : setOver(!isOver));
  useAction('shopperPane', toggle);
  if (chat === undefined) return null;
  return (
    <>
      <div className={styles.conversation} data-pane tabIndex={-1}>
        <ConversationPane
          chat={chat}
          viewer={{ me, isOnDesk: true }}
          onTransfer={() => setTransferring(true)}
          onLeave={openNothing}
          actions={<IconButton icon="panel" label={t('action.shopperPane')} onPress={toggle} />}
        />
      </div>
      {isShown && (
        <div className={styles.shopper} data-pane tabIndex={-1}>
          <ShopperPane conversation={chat.conversation} />
        </div>
      )}
      {isTransferring && (
        <TransferDialog conversation={chat.conversation} onClose={() => setTransferring(false)} />
      )}
    </>
  );
}
