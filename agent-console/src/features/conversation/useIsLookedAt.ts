import { useSyncExternalStore } from 'react';

/** Whether somebody is before this page: only then is a message read. */
export function useIsLookedAt(): boolean {
  return useSyncExternalStore(onChange, () => document.visibilityState === 'visible' && document.hasFocus());
}

function onChange(changed: () => void): () => void {
  document.addEventListener('visibilitychange', changed);
  addEventListener('focus', changed);
  addEventListener('blur', changed);
  return () => {
    document.removeEventListener('visibilitychange', changed);
    removeEventListener('focus', changed);
    removeEventListener('blur', changed);
  };
}
