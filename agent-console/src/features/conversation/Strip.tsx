import type { ReactNode } from 'react';
import { cx } from '../../ui/cx';
import { Icon, type IconName } from '../../ui/Icon';
import styles from './Strip.module.css';

interface StripProps {
  tone: 'info' | 'warning' | 'note';
  icon: IconName;
  children: ReactNode;
  actions?: ReactNode;
}

/** Something about the whole conversation that must not scroll away. */
export function Strip({ tone, icon, children, actions }: StripProps) {
  return (
    <div className={cx(styles.strip, styles[tone])} role="status">
      <Icon name={icon} />
      <span className={styles.words}>{children}</span>
      {actions}
    </div>
  );
}
