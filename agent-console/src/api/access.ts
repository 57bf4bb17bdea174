import { rememberedInTab, rememberInTab } from '../lib/remember';
import { post } from './http';
import { Refused } from './problem';
import type { LoginRequest, LoginResponse, RefreshRequest } from './wire';

const AGENT = 'agent';

/** Renewed this long before its end, so that a request on the way does not arrive with a dead token. */
const MARGIN_MS = 30_000;

type Grant = Extract<LoginResponse, { access_token: string }>;

/**
 * Who is signed in, and the token that proves it. The refresh cookie is out of a script's reach; what the tab remembers
 * is whose cookie to use, so that a reload signs the same person back in, and two people in one browser stay two.
 */
export class Access {
  readonly agent: string;
  #grant: Grant;
  #renewal: Promise<Grant> | undefined;

  private constructor(grant: Grant) {
    this.agent = grant.agent.id;
    this.#grant = grant;
    rememberInTab(AGENT, this.agent);
  }

  static async signIn(credentials: LoginRequest): Promise<Access> {
    const answer = await post<LoginResponse>('/auth/login', credentials);
    if (!('access_token' in answer)) throw new Refused('auth_failed');
    return new Access(answer);
  }

  /** Undefined when nobody was signed in here, or their session has ended. */
  static async resume(): Promise<Access | undefined> {
    const agent = rememberedInTab(AGENT);
    if (agent === null) return undefined;
    try {
      return new Access(await renew(agent));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      rememberInTab(AGENT, null);
      return undefined;
    }
  }

  async token(): Promise<string> {
    const isFresh = this.#grant.expires_at - Date.now() > MARGIN_MS;
    return (isFresh ? this.#grant : await this.renewed()).access_token;
  }

  /** Whoever asks meanwhile shares the same renewal: a refresh token is good for one. */
  async renewed(): Promise<Grant> {
    this.#renewal ??= renew(this.agent).finally(() => {
      this.#renewal = undefined;
    });
    this.#grant = await this.#renewal;
    return this.#grant;
  }

  async signOut(): Promise<void> {
    rememberInTab(AGENT, null);
    await post('/auth/logout', { agent: this.agent } satisfies RefreshRequest);
  }
}

function renew(agent: string): Promise<Grant> {
  return post<Grant>('/auth/refresh', { agent } satisfies RefreshRequest);
}
