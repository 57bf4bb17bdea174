import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import styles from './Button.module.css';
import { cx } from './cx';
import { Hint } from './Hint';
import { Icon, type IconName } from './Icon';

type Look = 'primary' | 'secondary' | 'quiet' | 'danger';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  children: ReactNode;
  look?: Look;
  size?: 'm' | 's';
  icon?: IconName;
}

export function Button({ children, look = 'secondary', size = 'm', icon, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={cx(styles.button, styles[look], styles[size])}>
      {icon && <Icon name={icon} size={size === 's' ? 15 : 17} />}
      {children}
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  icon: IconName;
  label: string;
  shortcut?: string;
}

/** A button that is only a picture: its name is spoken, and shown when it is hovered or focused. */
export function IconButton({ icon, label, shortcut, ...props }: IconButtonProps) {
  return (
    <Hint text={label} {...(shortcut ? { shortcut } : {})}>
      <AriaButton {...props} aria-label={label} className={cx(styles.button, styles.quiet, styles.square)}>
        <Icon name={icon} />
      </AriaButton>
    </Hint>
  );
}
