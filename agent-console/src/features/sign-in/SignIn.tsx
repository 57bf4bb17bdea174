import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { Access } from '../../api/access';
import { Refused } from '../../api/problem';
import { inWords } from '../../components/refusal';
import { useI18n } from '../../i18n/I18n';
import { isLocale, type Locale, locales } from '../../i18n/locales';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { MenuButton } from '../../ui/MenuButton';
import { TextField } from '../../ui/TextField';
import styles from './SignIn.module.css';

const languages = Object.keys(locales)
  .filter(isLocale)
  .map((id) => ({ id, label: locales[id].name }));

export function SignIn({ onSignedIn }: { onSignedIn: (access: Access) => void }) {
  const { t, format, locale, choose } = useI18n();
  const [refusal, setRefusal] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function signIn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setRefusal(undefined);
    try {
      const [email, password] = [String(form.get('email')), String(form.get('password'))];
      onSignedIn(await Access.signIn({ email, password }));
    } catch (error) {
      const isWrong = error instanceof Refused && (error.code === 'auth_failed' || error.code === 'invalid');
      setRefusal(isWrong ? t('signIn.wrong') : inWords(error, t, format));
      setBusy(false);
    }
  }

  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1 className={styles.title}>
          <span className={styles.mark}>
            <Icon name="chats" size={22} />
          </span>
          {t('app.name')}
        </h1>
        <p className={styles.lead}>{t('signIn.lead')}</p>
        <Form className={styles.form ?? ''} onSubmit={signIn}>
          <TextField
            label={t('signIn.email')}
            name="email"
            type="email"
            autoComplete="username"
            isRequired
            autoFocus
          />
          <TextField
            label={t('signIn.password')}
            name="password"
            type="password"
            autoComplete="current-password"
            isRequired
          />
          <p role="alert" className={styles.refusal}>
            {refusal}
          </p>
          <Button type="submit" look="primary" isPending={isBusy}>
            {t(isBusy ? 'signIn.busy' : 'signIn.submit')}
          </Button>
        </Form>
      </div>
      <MenuButton<Locale>
        label={t('settings.language')}
        entries={languages}
        chosen={locale}
        onChoose={choose}
      >
        <Icon name="globe" />
        {locales[locale].name}
      </MenuButton>
    </main>
  );
}
