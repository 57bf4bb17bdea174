import { useI18n } from '../i18n/I18n';
import { countdown } from '../lib/countdown';
import { useNow } from '../realtime/live';
import styles from './CountdownRing.module.css';

const RADIUS = 13;
const LENGTH = 2 * Math.PI * RADIUS;

/** How long something may still be answered: a number, and a ring that empties. */
export function CountdownRing({ endsAt, lengthMs }: { endsAt: number; lengthMs: number }) {
  const { t, format } = useI18n();
  const { leftMs, share } = countdown(endsAt, lengthMs, useNow());
  // The clock ticks in whole seconds and so runs up to one behind: rounding down meets it.
  const seconds = Math.floor(leftMs / 1000);
  return (
    <span className={styles.ring} role="timer" aria-label={t('offer.secondsLeft', { count: seconds })}>
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <circle className={styles.track} cx="16" cy="16" r={RADIUS} />
        <circle
          className={styles.rest}
          cx="16"
          cy="16"
          r={RADIUS}
          strokeDasharray={LENGTH}
          strokeDashoffset={LENGTH * (1 - share)}
        />
      </svg>
      <span className={styles.number}>{seconds < 100 ? format.number(seconds) : format.elapsed(leftMs)}</span>
    </span>
  );
}
