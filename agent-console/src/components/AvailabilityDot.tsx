import type { Availability } from '../api/wire';
import { cx } from '../ui/cx';
import styles from './AvailabilityDot.module.css';
import { availabilities } from './availability';

/** Beside the words for it, never instead of them: full for there, hollow for not. */
export function AvailabilityDot({ availability }: { availability: Availability }) {
  const isThere = availability === 'online' || availability === 'transfer_only';
  return (
    <span
      aria-hidden="true"
      className={cx(styles.dot, styles[availabilities[availability].tone], !isThere && styles.hollow)}
    />
  );
}
