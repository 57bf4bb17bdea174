import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { AgentMe } from '../api/wire';
import { usePreference } from '../components/preferences';
import { useI18n } from '../i18n/I18n';
import { isLocale, type Locale, locales } from '../i18n/locales';
import { Button } from '../ui/Button';
import { Choice } from '../ui/Choice';
import { Initials } from '../ui/Initials';
import { DialogActions, ModalDialog } from '../ui/ModalDialog';
import styles from './ProfileMenu.module.css';

/** Who is signed in, and how they like it here. */
export function ProfileMenu({ me, onSignOut }: { me: AgentMe | null; onSignOut: () => void }) {
  const { t, locale, choose } = useI18n();
  const [theme, setTheme] = usePreference('theme');
  const [sound, setSound] = usePreference('sound');
  const [isOpen, setOpen] = useState(false);
  if (me === null) return null;
  return (
    <>
      <AriaButton
        aria-label={t('profile.label', { name: me.name })}
        className={() => styles.trigger ?? ''}
        onPress={() => setOpen(true)}
      >
        <Initials name={me.name} />
      </AriaButton>
      <ModalDialog isOpen={isOpen} title={me.name} onClose={() => setOpen(false)}>
        <Choice<Locale>
          label={t('settings.language')}
          options={Object.keys(locales)
            .filter(isLocale)
            .map((id) => ({ id, label: locales[id].name }))}
          chosen={locale}
          onChoose={choose}
          look="segments"
        />
        <Choice
          label={t('settings.theme')}
          options={[
            { id: 'system', label: t('settings.themeSystem') },
            { id: 'light', label: t('settings.themeLight') },
            { id: 'dark', label: t('settings.themeDark') },
          ]}
          chosen={theme}
          onChoose={setTheme}
          look="segments"
        />
        <Choice
          label={t('settings.sound')}
          options={[
            { id: 'on', label: t('settings.soundOn') },
            { id: 'off', label: t('settings.soundOff') },
          ]}
          chosen={sound}
          onChoose={setSound}
          look="segments"
        />
        <DialogActions>
          <Button onPress={onSignOut}>{t('action.signOut')}</Button>
        </DialogActions>
      </ModalDialog>
    </>
  );
}
