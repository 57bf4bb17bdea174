const FIRST_MS = 500;
const CAP_MS = 20_000;

/** Full jitter: after a restart everybody comes back at another moment. */
export function backoffMs(attempt: number, random: () => number): number {
  return random() * Math.min(CAP_MS, FIRST_MS * 2 ** attempt);
}
