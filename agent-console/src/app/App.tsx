import { useEffect, useState } from 'react';
import { Access } from '../api/access';
import { Unanswered } from '../api/problem';
import { SignIn } from '../features/sign-in/SignIn';
import { I18n, useI18n } from '../i18n/I18n';
import { Keyboard } from '../keyboard/Keyboard';
import { Announcer } from '../ui/Announcer';
import { Blank } from '../ui/Blank';
import { ToastRegion } from '../ui/ToastRegion';
import { SignedIn } from './SignedIn';
import { useTheme } from './useTheme';

export function App() {
  useTheme();
  return (
    <I18n>
      <Announcer>
        <Keyboard>
          <Door />
          <ToastRegion />
        </Keyboard>
      </Announcer>
    </I18n>
  );
}

type Entry = { is: 'asking' } | { is: 'out' } | { is: 'in'; access: Access };

/** Soon enough for a node that restarts, seldom enough for one that does not come back. */
const AGAIN_MS = 3_000;

/** Lets in whoever was signed in here before, and asks everybody else. */
function Door() {
  const { t } = useI18n();
  const [entry, setEntry] = useState<Entry>({ is: 'asking' });

  useEffect(() => {
    let isCurrent = true;
    let retry: ReturnType<typeof setTimeout> | undefined;
    async function ask() {
      try {
        const access = await Access.resume();
        if (isCurrent) setEntry(access ? { is: 'in', access } : { is: 'out' });
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        if (isCurrent) retry = setTimeout(() => void ask(), AGAIN_MS);
      }
    }
    void ask();
    return () => {
      isCurrent = false;
      clearTimeout(retry);
    };
  }, []);

  switch (entry.is) {
    case 'asking':
      return (
        <main aria-busy="true">
          <Blank icon="chats" title={t('app.opening')} />
        </main>
      );
    case 'out':
      return <SignIn onSignedIn={(access) => setEntry({ is: 'in', access })} />;
    case 'in':
      return (
        <SignedIn
          key={entry.access.agent}
          access={entry.access}
          onSignedOut={() => setEntry({ is: 'out' })}
        />
      );
    default:
      return entry satisfies never;
  }
}
