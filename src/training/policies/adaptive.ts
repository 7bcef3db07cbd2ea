// Adaptive gradient clipping: each unit's gradient is held to a share of the unit's own weights.
import type { Policy } from './policy.ts';
import { noState } from './policyState.ts';
import { type Row, rowsOfTensor } from './tensorRows.ts';

/** Options of `adaptive`. */
export interface AdaptiveOptions {
  readonly type: 'adaptive';
  /** λ, the largest ‖G_j‖/‖W_j‖ let through. */
  readonly clipping: number;
  /** ε, the least ‖W_j‖ reckoned with, so that weights at zero can leave it. */
  readonly epsilon: number;
}

/** A parameter and its gradient, row by row. */
interface Pair {
  readonly weights: readonly Row[];
  readonly gradient: readonly Row[];
}

/**
 * Adaptive gradient clipping (AGC), per unit j with incoming weights W_j and their gradient G_j:
 *
 *     G_j ← λ·max(‖W_j‖, ε)/‖G_j‖ · G_j    where ‖G_j‖ > λ·max(‖W_j‖, ε)
 *
 * Matrices are [in, out] here and multiply row vectors, so that the incoming weights of a unit are a
 * column, in gated cells a column of each gate. A vector (a bias, an initial state), and a matrix of
 * one row, which the authors' code takes for one, has a single norm. Every tensor is clipped, the
 * readout's too, which the paper leaves alone. The authors' code divides by max(‖G_j‖, 1e-6), which
 * is the same wherever λ·ε is at least 1e-6. A norm that is not finite leaves its unit as it is.
 * Norms are in f64; plain loops, since a step costs far more than a look at every parameter.
 * @see Brock, De, Smith, Simonyan (2021), High-performance large-scale image recognition without
 * normalization, eq. 3, and the published code (`unitwise_norm`), which Optax follows.
 */
export const adaptive: Policy<AdaptiveOptions> = {
  type: 'adaptive',
  summary:
    'AGC: per unit (column of a matrix; a vector as a whole) G·clipping·max(‖W‖, epsilon)/‖G‖ where ' +
    'that is less',
  source: 'Brock et al. 2021, eq. 3',
  turns: () => true,
  bind({ clipping, epsilon }, { arena, gradient, parameters }) {
    const pairs: Pair[] = gradient.tensors.map((tensor, index) => ({
      weights: rowsOfTensor(arena, parameters.tensors[index]!),
      gradient: rowsOfTensor(arena, tensor),
    }));
    const factors = new Float64Array(Math.max(...gradient.tensors.map(({ columns }) => columns)));
    const squares = new Float64Array(factors.length);

    /** Turns the sums of squares of a unit's gradient and weights into its factor. */
    const factorOf = (gradientSquares: number, weightSquares: number): number => {
      const norm = Math.sqrt(gradientSquares);
      const maxNorm = clipping * Math.max(Math.sqrt(weightSquares), epsilon);
      return norm > maxNorm && norm < Infinity ? maxNorm / norm : 1;
    };
    const clip = ({ weights, gradient: rows }: Pair): boolean => {
      const columns = rows[0]!.length;
      sumColumns(rows, factors);
      sumColumns(weights, squares);
      if (rows.length === 1) {
        factors.fill(sum(factors, columns), 0, columns);
        squares.fill(sum(squares, columns), 0, columns);
      }
      let clipped = false;
      for (let j = 0; j < columns; j++) {
        factors[j] = factorOf(factors[j]!, squares[j]!);
        if (factors[j]! < 1) clipped = true;
      }
      if (clipped) scaleColumns(rows, factors);
      return clipped;
    };
    return {
      apply() {
        let clipped = false;
        for (const pair of pairs) if (clip(pair)) clipped = true;
        return clipped ? 'changed' : 'kept';
      },
      state: noState,
    };
  },
};

/** Sums the squares of each column in ascending rows. */
function sumColumns(rows: readonly Row[], squares: Float64Array): void {
  squares.fill(0);
  for (const row of rows) {
    for (let j = 0; j < row.length; j++) squares[j]! += row[j]! * row[j]!;
  }
}

function sum(values: Float64Array, count: number): number {
  let total = 0;
  for (let j = 0; j < count; j++) total += values[j]!;
  return total;
}

function scaleColumns(rows: readonly Row[], factors: Float64Array): void {
  for (const row of rows) {
    for (let j = 0; j < row.length; j++) row[j]! *= factors[j]!;
  }
}
