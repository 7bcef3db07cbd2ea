// Gradient noise that dies away over the steps.
import { elementary64 } from '../../math/elementary/index.ts';
import { openStream, type RandomState } from '../../math/random.ts';
import type { Policy } from './policy.ts';
import { numberIn, type PolicyState } from './policyState.ts';
import { rowsOfTensor } from './tensorRows.ts';

/** Options of `noise`. */
export interface NoiseOptions {
  readonly type: 'noise';
  /** η, the variance in the first step. */
  readonly eta: number;
  /** γ, how fast it dies away. */
  readonly gamma: number;
}

const { exp, log } = elementary64;

/**
 * g_i ← g_i + N(0, σ_t²) for every element, σ_t² = η/(1 + t)^γ, t = 0 in the first step. Draws are
 * from the run's stream `noise`, in the order of the parameters, row by row, in every step, updates
 * that are left out among them. Each sum is made in f64 and rounded once.
 *
 * The power is exp(−γ/2·log(1 + t)): own functions, for the same bits everywhere.
 * @see Neelakantan et al. (2015), Adding gradient noise improves learning for very deep networks,
 * section 3 (η one of 0.01, 0.3 and 1, γ = 0.55; after clipping, which is where it stands in a chain).
 */
export const noise: Policy<NoiseOptions> = {
  type: 'noise',
  summary: 'g + N(0, eta/(1 + t)^gamma) in every element, t = 0 in the first step; own stream',
  source: 'Neelakantan et al. 2015, section 3',
  turns: () => true,
  bind({ eta, gamma }, { arena, gradient, seed }, state) {
    const stream = openStream(seed, 'noise', state && randomStateOf(state));
    const rows = gradient.tensors.flatMap((tensor) => rowsOfTensor(arena, tensor));
    const draws = new Float64Array(rows.reduce((count, { length }) => count + length, 0));
    const largest = Math.sqrt(eta);
    let t = state ? numberIn(state, 't') : 0;
    return {
      apply() {
        const deviation = largest * exp(-0.5 * gamma * log(1 + t));
        t++;
        stream.gaussians(draws);
        let i = 0;
        for (const row of rows) {
          for (let j = 0; j < row.length; j++) row[j]! += deviation * draws[i++]!;
        }
        return 'perturbed';
      },
      state: () => ({ t, ...stream.state() }),
    };
  },
};

function randomStateOf(state: PolicyState): RandomState {
  return {
    c: numberIn(state, 'c'),
    s0: numberIn(state, 's0'),
    s1: numberIn(state, 's1'),
    s2: numberIn(state, 's2'),
  };
}
