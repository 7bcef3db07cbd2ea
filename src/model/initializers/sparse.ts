// Sparse initialization: few incoming weights per unit, so that units differ and do not saturate.
import type { RandomStream } from '../../math/random.ts';
import { type Initializer, isWeight, type MatrixSize, zerosFor } from './initializer.ts';

/** Options of `sparse`. */
export interface SparseOptions {
  readonly type: 'sparse';
  /** Non-zero incoming weights per unit and matrix; all of them where there are fewer. */
  readonly nonZeroCount: number;
  /** Standard deviation of those. */
  readonly standardDeviation: number;
}

/**
 * In every weight matrix (input, recurrent and output alike) nonZeroCount incoming weights per unit,
 * that is per column, from N(0, standardDeviation²), the others 0; biases 0.
 *
 * @see Martens (2010), Deep learning via Hessian-free optimization; Sutskever et al.
 * (2013), On the importance of initialization and momentum in deep learning, section 3.1.
 */
export const sparse: Initializer<SparseOptions> = {
  type: 'sparse',
  summary: 'nonZeroCount incoming weights N(0, standardDeviation²) per unit, others and biases 0',
  source: 'Martens 2010; Sutskever et al. 2013, section 3.1',
  values: ({ nonZeroCount, standardDeviation }, parameter, stream) =>
    isWeight(parameter)
      ? sparseGaussians(parameter, nonZeroCount, standardDeviation, stream)
      : zerosFor(parameter),
};

/**
 * Draws N(0, standardDeviation²) at `count` rows of each column, chosen by a partial Fisher–Yates
 * shuffle; zeros elsewhere.
 */
export function sparseGaussians(
  size: MatrixSize,
  count: number,
  standardDeviation: number,
  stream: RandomStream,
): Float64Array {
  const { rows, columns } = size;
  const values = zerosFor(size);
  const order = Array.from({ length: rows }, (_, i) => i);
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < Math.min(count, rows); i++) {
      const swap = i + stream.integer(rows - i);
      [order[i], order[swap]] = [order[swap]!, order[i]!];
      values[order[i]! * columns + j] = standardDeviation * stream.gaussian();
    }
  }
  return values;
}
