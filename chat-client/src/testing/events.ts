import type { ShownEvent } from '../generated/ShownEvent';

export const CONV = 'conv_01test';

/** The log of a test: message n says so; some are not for these eyes. */
export function log(length: number, hidden: (seq: number) => boolean = () => false): ShownEvent[] {
  return Array.from({ length }, (_, index) => {
    const seq = index + 1;
    return hidden(seq) ? { conv: CONV, seq, kind: 'hidden' } : message(seq);
  });
}

export function message(seq: number, cid?: string): ShownEvent {
  return {
    conv: CONV,
    seq,
    kind: 'message',
    by: { shopper: 'shp_01test' },
    at: 1_795_000_000_000 + seq,
    epoch: 1,
    ...(cid === undefined ? {} : { cid }),
    data: { body: { kind: 'text', text: `message ${seq}` } },
  };
}
