// L2 regularization: draws the weight matrices towards zero.
import type { ParameterRole } from '../../cells/cell.ts';
import type { Regularizer } from './regularizer.ts';

/** Options of `l2`. */
export interface L2Options {
  readonly type: 'l2';
  /** Weight λ, at least 0. */
  readonly lambda: number;
}

const WEIGHTS: ReadonlySet<ParameterRole> = new Set(['input', 'recurrent', 'output']);

/**
 * λ/2·Σ w² over all weight matrices (Wxh, Whh, the readout's W), so that λ·w is added to the
 * gradient; biases and trained initial states are left alone. It comes before the policies and is
 * clipped with the gradient, unlike an optimizer's decoupled weight decay, which comes after them.
 * @see Hoerl and Kennard (1970) for ridge regression; Goodfellow et al. (2016), section 7.1.1.
 */
export const l2: Regularizer<L2Options> = {
  type: 'l2',
  summary: 'λ/2·Σ w² over weight matrices, not over biases and initial states',
  source: 'Goodfellow et al. 2016, Deep Learning, section 7.1.1',

  plan({ lambda }) {
    return (_arena, kernels, { specs, parameters, gradient }) => {
      const weights = specs.flatMap(({ role }, index) => {
        if (!WEIGHTS.has(role)) return [];
        const { address, byteLength } = parameters.tensors[index]!;
        return [{ address, byteLength, gradient: gradient.tensors[index]!.address }];
      });
      return {
        add() {
          let squares = 0;
          for (const { address, byteLength, gradient: target } of weights) {
            squares += kernels.sumSquares(address, byteLength);
            kernels.addScaled(target, address, byteLength, lambda);
          }
          return (lambda / 2) * squares;
        },
      };
    };
  },
};
