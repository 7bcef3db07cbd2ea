// AMSGrad: Adam whose steps never grow because a square is forgotten.
import { initialPowers, type MomentOptions, nextCorrections } from './moments.ts';
import type { Optimizer } from './optimizer.ts';
import { addDecay } from './weightDecay.ts';

/** Options of `amsgrad`. */
export interface AmsgradOptions extends MomentOptions {
  readonly type: 'amsgrad';
}

/**
 * m and v as Adam, v̄ ← max(v̄, v), θ ← θ − η·m̂/(√(v̄/(1−β₂ᵗ)) + ε). The variant of PyTorch: the
 * largest of the uncorrected v, corrected when it is used (the paper corrects neither mean). Weight
 * decay is coupled.
 * @see Reddi, Kale & Kumar (2018), Algorithm 2.
 */
export const amsgrad: Optimizer<AmsgradOptions> = {
  type: 'amsgrad',
  summary: 'as adam, with the largest running mean of g² so far under the root',
  source: 'Reddi et al. 2018, Algorithm 2, bias-corrected as in PyTorch',
  stateVectors: () => ['mean', 'square', 'largestSquare'],
  scalars: initialPowers,
  update(context, learningRate) {
    addDecay(context);
    const { kernels, options, parameters, gradient, state, byteLength, scalars } = context;
    const [correction1, correction2] = nextCorrections(scalars, options);
    kernels.amsgrad(
      parameters,
      gradient,
      state[0]!,
      state[1]!,
      state[2]!,
      byteLength,
      learningRate,
      options.beta1,
      options.beta2,
      options.epsilon,
      correction1,
      correction2,
    );
  },
};
