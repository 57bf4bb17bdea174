import type { IssueToken, Token } from '@tillside/chat-client/connection';
import type { SessionRequest } from '@tillside/chat-client/generated/SessionRequest';
import type { SessionResponse } from '@tillside/chat-client/generated/SessionResponse';
import { type Readable, Store } from '@tillside/chat-client/store';

export interface SessionOptions {
  fetch: typeof fetch;
  siteKey: string;
  pageOrigin: string;
  locale: string;
  /** Where the shopper is recognised by on the next page; the frame's own storage. */
  memory: Pick<Storage, 'getItem' | 'setItem'>;
}

const RESUME = 'tillside.resume';

/** Who this shopper is, and what the site says of itself. The same request begins and renews it. */
export class Session {
  readonly #options: SessionOptions;
  readonly #site = new Store<SessionResponse['site'] | undefined>(undefined);
  readonly site: Readable<SessionResponse['site'] | undefined> = this.#site;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  readonly issueToken: IssueToken = async (): Promise<Token | 'refused'> => {
    const { fetch, siteKey, pageOrigin, locale, memory } = this.#options;
    const resume = memory.getItem(RESUME);
    const request: SessionRequest = {
      site_key: siteKey,
      page_origin: pageOrigin,
      locale,
      ...(resume === null ? {} : { resume }),
    };
    const response = await fetch('/api/v1/widget/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    if (response.status === 403) return 'refused';
    if (!response.ok) throw new Error(`no session: ${response.status}`);
    const session: SessionResponse = await response.json();
    memory.setItem(RESUME, session.resume);
    this.#site.set(session.site);
    return { token: session.token, expires_at: session.expires_at };
  };
}
