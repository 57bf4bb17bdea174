import { useState } from 'react';
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { Input } from 'react-aria-components/Input';
import { Menu, MenuItem } from 'react-aria-components/Menu';
import { SearchField } from 'react-aria-components/SearchField';
import { useI18n } from '../i18n/I18n';
import { type ActionId, actions } from '../keyboard/actions';
import { keysFor, useAction, useDoable } from '../keyboard/Keyboard';
import { ModalDialog } from '../ui/ModalDialog';
import styles from './Palette.module.css';

/** Everything that can be done here and now, by name, with its keys. */
export function Palette() {
  const { t } = useI18n();
  const doable = useDoable();
  const { contains } = useFilter({ sensitivity: 'base' });
  const [shown, setShown] = useState<readonly ActionId[]>();
  useAction('palette', () => setShown(doable.ids().filter((id) => id !== 'palette')));

  const close = () => setShown(undefined);
  return (
    <ModalDialog isOpen={shown !== undefined} title={t('action.palette')} onClose={close}>
      <Autocomplete filter={contains}>
        <SearchField aria-label={t('palette.search')} autoFocus>
          <Input className={() => styles.search ?? ''} placeholder={t('palette.search')} />
        </SearchField>
        <Menu
          aria-label={t('action.palette')}
          className={() => styles.actions ?? ''}
          items={(shown ?? []).map((id) => ({ id, label: t(actions[id].label) }))}
          renderEmptyState={() => <p className={styles.nothing}>{t('palette.nothing')}</p>}
        >
          {({ id, label }) => (
            <MenuItem
              textValue={label}
              className={() => styles.action ?? ''}
              onAction={() => {
                const run = doable.find(id);
                close();
                run?.();
              }}
            >
              {label}
              <kbd className={styles.keys}>{keysFor(id)}</kbd>
            </MenuItem>
          )}
        </Menu>
      </Autocomplete>
    </ModalDialog>
  );
}
