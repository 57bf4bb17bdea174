/** What a close code asks of a client. The band decides for codes that have no row of their own. */
export type Recovery = 'retry' | 'renew_token' | 'renew_token_once' | 'stop';

export const GOING_AWAY = 1000;

const TOKEN_EXPIRED = 4401;
const TOKEN_REFUSED = 4501;

export function recoveryFrom(code: number): Recovery {
  if (code === TOKEN_EXPIRED) return 'renew_token';
  if (code === TOKEN_REFUSED) return 'renew_token_once';
  // 4500 to 4999 mean "do not come back"; everything else, the network's own codes too, means "come back".
  return code >= 4500 && code <= 4999 ? 'stop' : 'retry';
}
