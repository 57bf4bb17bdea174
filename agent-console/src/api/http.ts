import { Refused, Unanswered } from './problem';
import type { Problem } from './wire';

type Query = Readonly<Record<string, string | number | undefined>>;

/** One exchange with the node. Its answers are typed by whoever asks: the endpoint is what fixes their shape. */
async function exchange<T>(method: 'GET' | 'POST', path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(`/api/v1${path}`, { ...init, method, credentials: 'same-origin' }).catch(
    (cause) => {
      throw new Unanswered('no answer', { cause });
    },
  );
  if (!response.ok) throw await problemOf(response);
  // A good answer without a body, as to signing out, is an answer of nothing.
  return JSON.parse((await response.text()) || 'null');
}

export function post<T>(path: string, body: object): Promise<T> {
  return exchange<T>('POST', path, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export function get<T>(path: string, token: string, query: Query = {}): Promise<T> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const question = search.size > 0 ? `${path}?${search}` : path;
  return exchange<T>('GET', question, { headers: { authorization: `Bearer ${token}` } });
}

/** What has no code of ours did not come from a node: a proxy answered for one that is away. */
async function problemOf(response: Response): Promise<Error> {
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('json')) return new Unanswered(`HTTP ${response.status}`);
  const { code, reason, after_ms }: Partial<Problem> = await response.json();
  return code ? new Refused(code, { reason, afterMs: after_ms }) : new Unanswered(`HTTP ${response.status}`);
}
