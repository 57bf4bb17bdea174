// Provisional, written from the protocol's page; replaced by the generated file.
export type ErrorCode = 'bad_frame' | 'too_large' | 'invalid' | 'auth_failed' | 'token_expired' | 'site_refused' | 'not_found' | 'rate_limited' | 'cid_reused' | 'conversation_closed' | 'conflict' | 'stale_owner' | 'taken' | 'no_capacity' | 'no_agent' | 'not_allowed_now' | 'unavailable' | 'storage_full';
