import type { ReactElement } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import styles from './Hint.module.css';

/** Names a control, or says why it cannot be used, when it is hovered or focused. */
export function Hint({
  text,
  shortcut,
  children,
}: {
  text: string;
  shortcut?: string;
  children: ReactElement;
}) {
  return (
    <TooltipTrigger delay={400} closeDelay={100}>
      {children}
      <Tooltip offset={6} className={() => styles.hint ?? ''}>
        {text}
        {shortcut && <kbd className={styles.keys}>{shortcut}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
