/** Undoes what was scheduled; harmless when it is too late. */
export type Cancel = () => void;

/** Time comes in as a parameter, so that a test can own it. */
export interface Clock {
  /** Milliseconds since the Unix epoch, as this machine believes. */
  now(): number;
  after(ms: number, run: () => void): Cancel;
}
