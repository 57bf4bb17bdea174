import type { ReactNode } from 'react';
import { cx } from './cx';
import { Icon, type IconName } from './Icon';
import styles from './Tag.module.css';

export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger' | 'note';

/** A word or two about something. Never by colour alone: the words carry it. */
export function Tag({
  tone = 'neutral',
  icon,
  children,
}: {
  tone?: Tone;
  icon?: IconName;
  children: ReactNode;
}) {
  return (
    <span className={cx(styles.tag, styles[tone])}>
      {icon && <Icon name={icon} size={13} />}
      {children}
    </span>
  );
}
