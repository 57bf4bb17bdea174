import { CookieMemory } from './cookie-memory';

/** All that this app stores anywhere begins so. */
export const PREFIX = 'tillside.';

/** As long as the server knows a shopper who does not come back. */
const REMEMBERED_S = 90 * 24 * 60 * 60;

/** What outlives the tab and is shared with the others. */
export function sharedMemory(frame: Window): Storage {
  return memoryOf(
    () => frame.localStorage,
    () => new CookieMemory(frame.document, PREFIX, REMEMBERED_S),
  );
}

/** What belongs to this tab. */
export function tabMemory(frame: Window): Storage {
  return memoryOf(
    () => frame.sessionStorage,
    () => new CookieMemory(frame.document, PREFIX),
  );
}

/** Reading the property is what throws when a browser refuses it. */
function memoryOf(storage: () => Storage, otherwise: () => Storage): Storage {
  try {
    return storage();
  } catch (cause) {
    if (cause instanceof DOMException) return otherwise();
    throw cause;
  }
}
