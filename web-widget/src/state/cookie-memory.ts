import { PageMemory } from './page-memory';

/** Where a cookie is kept; `document` is one. */
export interface CookieJar {
  cookie: string;
}

/** They travel with every request for the frame's page, so they stay well below what a server takes as headers. */
const TOTAL_MAX = 4000;

/** Only the frame's own page needs them. Partitioned: another shop with the same chat has others. */
const ATTRIBUTES = 'Path=/frame/; Secure; SameSite=None; Partitioned';

/**
 * A browser that refuses a frame of another site all storage still lets it have cookies that belong to this one shop.
 * So the shopper is known on the next page there too. What does not fit lives as long as the page.
 */
export class CookieMemory extends PageMemory {
  readonly #jar: CookieJar;
  readonly #lifetime: string;

  /** Without `seconds` they end with the browser's session. */
  constructor(jar: CookieJar, prefix: string, seconds?: number) {
    super();
    this.#jar = jar;
    this.#lifetime = seconds === undefined ? '' : `; Max-Age=${seconds}`;
    for (const pair of jar.cookie.split('; ')) {
      const [name = '', value = ''] = pair.split('=').map(decodeURIComponent);
      if (name.startsWith(prefix)) super.setItem(name, value);
    }
  }

  override setItem(key: string, value: string): void {
    super.setItem(key, value);
    const pair = `${encodeURIComponent(key)}=${encodeURIComponent(value)}`;
    this.#expire(key);
    if (this.#jar.cookie.length + pair.length < TOTAL_MAX) {
      this.#jar.cookie = `${pair}; ${ATTRIBUTES}${this.#lifetime}`;
    }
  }

  override removeItem(key: string): void {
    super.removeItem(key);
    this.#expire(key);
  }

  #expire(key: string): void {
    this.#jar.cookie = `${encodeURIComponent(key)}=; ${ATTRIBUTES}; Max-Age=0`;
  }
}
