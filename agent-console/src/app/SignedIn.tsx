import { useEffect, useState } from 'react';
import type { Access } from '../api/access';
import { useAsk } from '../components/useAsk';
import { Drafts } from '../drafts/drafts';
import { DraftsContext } from '../drafts/useDraft';
import { SessionContext } from '../realtime/live';
import { Session } from '../realtime/session';
import { Shell } from './Shell';

/** Everything that lives as long as one person is signed in. */
export function SignedIn({ access, onSignedOut }: { access: Access; onSignedOut: () => void }) {
  const [session] = useState(() => new Session(access));
  const [drafts] = useState(() => new Drafts(access.agent));
  const [ask] = useAsk();

  useEffect(() => {
    session.start();
    return () => session.stop();
  }, [session]);

  function signOut() {
    ask(async () => {
      session.stop();
      onSignedOut();
      await access.signOut();
    });
  }
  return (
    <SessionContext value={session}>
      <DraftsContext value={drafts}>
        <Shell onSignOut={signOut} />
      </DraftsContext>
    </SessionContext>
  );
}
