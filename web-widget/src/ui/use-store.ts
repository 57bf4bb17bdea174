import type { Readable } from '@tillside/chat-client/store';
import { useLayoutEffect, useState } from 'preact/hooks';

/** The present value of a store, and a new render with each next one. */
export function useStore<T>(store: Readable<T>): T {
  const [value, setValue] = useState(() => store.getSnapshot());
  useLayoutEffect(() => {
    const read = () => setValue(() => store.getSnapshot());
    read();
    return store.subscribe(read);
  }, [store]);
  return value;
}
