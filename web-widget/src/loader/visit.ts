/** Whether the chat was open, and when that was said: all that is ever stored in the shop's own storage. */
export interface Visit {
  open: boolean;
  at: number;
}

const LIVES_MS = 24 * 60 * 60 * 1000;

export class VisitMark {
  readonly #storage: Storage | undefined;
  readonly #key: string;

  constructor(page: Window, siteKey: string) {
    this.#key = `tillside.${siteKey}`;
    this.#storage = storageOf(page);
  }

  read(now: number): Visit | undefined {
    const [open, at] = (this.#storage?.getItem(this.#key) ?? '').split(' ');
    const since = now - Number(at);
    if (open === undefined || !(since >= 0 && since < LIVES_MS)) return undefined;
    return { open: open === 'open', at: Number(at) };
  }

  write({ open, at }: Visit): void {
    this.#storage?.setItem(this.#key, `${open ? 'open' : 'closed'} ${at}`);
  }

  clear(): void {
    this.#storage?.removeItem(this.#key);
  }
}

/** A browser may refuse: then the chat does not come back by itself on the next page, and works all the same. */
function storageOf(page: Window): Storage | undefined {
  try {
    return page.localStorage;
  } catch {
    return undefined;
  }
}
