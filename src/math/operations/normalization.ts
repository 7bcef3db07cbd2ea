// The kernels of layer normalization over rows. Gain and bias gradients are sums of rows.
import type { Address } from '../kernels.ts';

/** Operations that normalise each row by its own mean and variance. */
export interface NormalizationOperations {
  /**
   * For each row u of `columns` elements: normalized = (u − mean)·inverse with
   * inverse = 1/√(variance + epsilon), the variance divided by `columns`; y = normalized ∘ gain + bias.
   * `inverse` has one element at the beginning of each 32 bytes. Sums go lane by lane (32 bytes of
   * lanes), folded by halves. Padding becomes zero.
   */
  normalizeRows(
    y: Address,
    normalized: Address,
    inverse: Address,
    u: Address,
    gain: Address,
    bias: Address,
    row: number,
    rows: number,
    columns: number,
    epsilon: number,
  ): void;
  /**
   * du = inverse·(d − mean(d) − normalized·mean(d ∘ normalized)) with d = dy ∘ gain, the means over
   * the columns of a row; sums as in normalizeRows. Padding becomes zero.
   */
  normalizeRowsBackward(
    du: Address,
    dy: Address,
    normalized: Address,
    inverse: Address,
    gain: Address,
    row: number,
    rows: number,
    columns: number,
  ): void;
}
