/** How much of a stretch of time is left: `share` runs from 1 to 0, for a ring or a bar. */
export interface Countdown {
  readonly leftMs: number;
  readonly share: number;
  readonly isOver: boolean;
}

export function countdown(endsAt: number, lengthMs: number, now: number): Countdown {
  const leftMs = Math.max(0, endsAt - now);
  return { leftMs, share: lengthMs > 0 ? Math.min(1, leftMs / lengthMs) : 0, isOver: leftMs === 0 };
}
