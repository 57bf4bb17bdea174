import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { cx } from './cx';
import { Icon } from './Icon';
import styles from './MenuButton.module.css';

interface MenuEntry<Id extends string> {
  id: Id;
  label: string;
  detail?: string;
  mark?: ReactNode;
}

interface MenuButtonProps<Id extends string> {
  label: string;
  children: ReactNode;
  entries: readonly MenuEntry<Id>[];
  /** The entry that holds now, when the menu is a choice. */
  chosen?: Id;
  onChoose: (id: Id) => void;
}

export function MenuButton<Id extends string>({
  label,
  children,
  entries,
  chosen,
  onChoose,
}: MenuButtonProps<Id>) {
  const choice = chosen === undefined ? {} : ({ selectionMode: 'single', selectedKeys: [chosen] } as const);
  return (
    <MenuTrigger>
      <AriaButton aria-label={label} className={() => styles.trigger ?? ''}>
        {children}
        <Icon name="chevron" size={14} />
      </AriaButton>
      <Popover className={() => styles.popover ?? ''} offset={6}>
        <Menu
          {...choice}
          aria-label={label}
          className={() => styles.menu ?? ''}
          items={entries}
          onAction={(key) => {
            const entry = entries.find(({ id }) => id === key);
            if (entry) onChoose(entry.id);
          }}
        >
          {(entry) => (
            <MenuItem textValue={entry.label} className={() => styles.item ?? ''}>
              {({ isSelected }) => (
                <>
                  {entry.mark}
                  <span className={styles.words}>
                    {entry.label}
                    {entry.detail && <span className={styles.detail}>{entry.detail}</span>}
                  </span>
                  <span className={cx(styles.tick, isSelected && styles.on)}>
                    <Icon name="check" size={16} />
                  </span>
                </>
              )}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
