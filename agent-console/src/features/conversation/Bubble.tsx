import { memo } from 'react';
import { refusalOf } from '../../components/refusal';
import { useI18n } from '../../i18n/I18n';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { Hidden } from '../../ui/Hidden';
import { Icon } from '../../ui/Icon';
import styles from './Bubble.module.css';
import type { Delivery, Said } from './rows';

interface BubbleProps {
  said: Said;
  shopper: string;
  onRetry: (cid: string) => void;
  onDiscard: (cid: string) => void;
}

/** One message or note: author, time and text are one unit to whoever reads it or listens to it. */
export const Bubble = memo(function Bubble({ said, shopper, onRetry, onDiscard }: BubbleProps) {
  const { t, format } = useI18n();
  const isMine = said.from === 'me';
  const author = said.from === 'shopper' ? shopper : (said.name ?? '');
  const { cid, delivery } = said;
  return (
    <article
      className={cx(
        styles.said,
        styles[said.from],
        said.is === 'note' && styles.note,
        said.goesOn && styles.on,
      )}
    >
      <div className={styles.bubble}>
        {said.is === 'note' && (
          <span className={styles.noteLabel}>
            <Icon name="note" size={14} />
            {t('thread.note')}
          </span>
        )}
        {/* Beside the text, not in it: the text alone decides which way it runs. */}
        <Hidden>{isMine ? t('thread.youSay') : t('thread.says', { name: author })}</Hidden>
        <p className={styles.text} dir="auto">
          {said.text}
        </p>
        {said.isMasked && <span className={styles.masked}>{t('thread.masked')}</span>}
      </div>
      <footer className={styles.meta}>
        {!said.goesOn && !isMine && <span aria-hidden="true">{author}</span>}
        <time dateTime={new Date(said.at).toISOString()}>{format.clock(said.at)}</time>
        {delivery && <DeliveryMark delivery={delivery} />}
      </footer>
      {delivery?.is === 'failed' && cid !== undefined && (
        <div role="alert" className={styles.failed}>
          {t('thread.failed', { why: refusalOf(delivery.code, t) })}
          <Button size="s" icon="retry" onPress={() => onRetry(cid)}>
            {t('thread.retry')}
          </Button>
          <Button size="s" look="quiet" onPress={() => onDiscard(cid)}>
            {t('thread.discard')}
          </Button>
        </div>
      )}
    </article>
  );
});

function DeliveryMark({ delivery }: { delivery: Delivery }) {
  const { t } = useI18n();
  switch (delivery.is) {
    case 'sending':
      return (
        <span className={styles.delivery}>
          <Icon name="clock" size={13} /> {t('thread.sending')}
        </span>
      );
    case 'sent':
      return (
        <span className={styles.delivery}>
          <Icon name="check" size={13} /> <Hidden>{t('thread.sent')}</Hidden>
        </span>
      );
    case 'read':
      return (
        <span className={cx(styles.delivery, styles.read)}>
          <Icon name="checks" size={14} /> {t('thread.read')}
        </span>
      );
    case 'failed':
      return (
        <span className={styles.delivery}>
          <Icon name="alert" size={13} /> {t('thread.notSent')}
        </span>
      );
    default:
      return delivery satisfies never;
  }
}
