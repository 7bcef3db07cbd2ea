// The type of a loss: what it compares, and its value and gradient over the rows of the outputs.
import type { Definition } from '../math/definition.ts';
import type { Address, Kernels } from '../math/kernels.ts';

/** A class per row (int32 index), or a value per output. */
export type TargetKind = 'class' | 'value';

/** What a loss is computed from; outputs, gradient and value targets have the same padded rows. */
export interface LossInput {
  readonly outputs: Address;
  readonly gradient: Address;
  /** Class indices, or rows of values, as the loss's `targetKind` says. */
  readonly targets: Address;
  readonly row: number;
  readonly rows: number;
  readonly columns: number;
  /** Factor of the gradient: 1/rows for a mean over rows. */
  readonly scale: number;
}

/** A loss: summed over the outputs of a row; the caller divides by the number of rows. */
export interface Loss<Options> extends Definition {
  readonly targetKind: TargetKind;
  /** Returns the sum over rows and writes scale·dL/d(outputs) to `gradient`. */
  compute(kernels: Kernels, options: Options, input: LossInput): number;
}
