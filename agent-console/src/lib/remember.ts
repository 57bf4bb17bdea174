const PREFIX = 'tillside.console.';

/** What this browser remembers for its person: small, and never a secret. */
export function remembered(key: string): string | null {
  return localStorage.getItem(PREFIX + key);
}

/** `null` forgets. A full or forbidden storage costs a preference, never the work at hand. */
export function remember(key: string, value: string | null): boolean {
  return put(() => localStorage, key, value);
}

/** What this tab remembers, through a reload and no longer. */
export function rememberedInTab(key: string): string | null {
  return sessionStorage.getItem(PREFIX + key);
}

export function rememberInTab(key: string, value: string | null): boolean {
  return put(() => sessionStorage, key, value);
}

function put(storage: () => Storage, key: string, value: string | null): boolean {
  try {
    if (value === null) storage().removeItem(PREFIX + key);
    else storage().setItem(PREFIX + key, value);
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

export function rememberedKeys(start: string): string[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX + start))
    .map((key) => key.slice(PREFIX.length));
}
