import type { ErrorCode } from './wire';

/** A refusal of the node, over REST or the socket: what it said, and nothing else. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: ErrorCode;
  readonly reason: string | undefined;
  readonly afterMs: number | undefined;

  constructor(code: ErrorCode, details: { reason?: string | undefined; afterMs?: number | undefined } = {}) {
    super(code);
    this.code = code;
    this.reason = details.reason;
    this.afterMs = details.afterMs;
  }
}

/** Nobody answered: the line or the node is away, and whether anything was done is not known. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}
