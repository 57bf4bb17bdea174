import type { State } from '../../api/wire';

/** Which conversations the board lists below its tables; every number of the board leads to some. */
export interface BoardRows {
  readonly state?: State;
  readonly queue?: string;
  readonly agent?: string;
}
