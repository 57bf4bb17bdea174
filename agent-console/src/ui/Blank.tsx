import type { ReactNode } from 'react';
import styles from './Blank.module.css';
import { Icon, type IconName } from './Icon';

/** What a pane says when there is nothing in it. */
export function Blank({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className={styles.blank}>
      <Icon name={icon} size={32} />
      <p className={styles.title}>{title}</p>
      {children}
    </div>
  );
}
