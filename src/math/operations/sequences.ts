// The kernels for sequences of different length in one batch: states that are held after the end,
// and reversal in time within each sequence.
import type { Address } from '../kernels.ts';

/** Operations by the lengths of sequences; `lengths` holds one int32 per row of a step. */
export interface SequenceOperations {
  /** next[n] = now[n] where lengths[n] < step: a sequence that is over keeps its state. */
  holdRows(
    next: Address,
    now: Address,
    row: number,
    lengths: Address,
    step: number,
    rows: number,
  ): void;
  /**
   * before[n] += now[n], then now[n] = 0, where lengths[n] < step: the gradient of a held state is
   * that of the state before it.
   */
  passHeldRows(
    before: Address,
    now: Address,
    row: number,
    lengths: Address,
    step: number,
    rows: number,
  ): void;
  /**
   * target[t·rows + n] = source[(lengths[n] − 1 − t)·rows + n] for t < lengths[n] and 0 for the other
   * t < steps; all lengths are `steps` where the address of `lengths` is 0. Where accumulate is not
   * 0 it is added, and target keeps its other rows.
   */
  reverseRows(
    target: Address,
    source: Address,
    row: number,
    lengths: Address,
    steps: number,
    rows: number,
    accumulate: number,
  ): void;
}
