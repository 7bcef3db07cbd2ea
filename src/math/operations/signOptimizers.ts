// The kernels of optimizers that look at signs only. The sign of 0 is 0, that of NaN is NaN.
import type { Address } from './address.ts';

/** Updates of vectors with the same layout; states start at 0, and a gradient of 0 leaves padding 0. */
export interface SignOptimizerOperations {
  /**
   * With a = sign(g)·sign(previous): steps = min(steps·η⁺, maximum) where a > 0, max(steps·η⁻, minimum)
   * where a < 0; previous = g, but 0 where a < 0; p −= sign(previous)·steps. A step that has not changed
   * yet is kept as 0 and stands for `first`, which lies within [minimum, maximum].
   */
  rprop(
    p: Address,
    g: Address,
    previous: Address,
    steps: Address,
    length: number,
    first: number,
    etaMinus: number,
    etaPlus: number,
    minimum: number,
    maximum: number,
  ): void;
  /** p −= rate·sign(β₁m + (1−β₁)g), then m = β₂m + (1−β₂)g. */
  lion(
    p: Address,
    g: Address,
    m: Address,
    length: number,
    rate: number,
    beta1: number,
    beta2: number,
  ): void;
}
