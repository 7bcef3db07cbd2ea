// Options of a GRU layer, which both of its variants read.
import type { CellOptions } from './cell.ts';

/** Whether the reset gate acts on h·Whn (after the product) or on h before it. */
export type GruReset = 'after' | 'before';

/** Options of a GRU layer. */
export interface GruOptions extends CellOptions {
  readonly type: 'gru';
  /** Whether there are biases bh and, with reset after, bhn. */
  readonly bias: boolean;
  readonly reset: GruReset;
}
