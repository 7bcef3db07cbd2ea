// Adadelta: steps in the unit of the parameters, from running means of past squares.
import type { Optimizer } from './optimizer.ts';
import { addDecay, type WeightDecayOptions } from './weightDecay.ts';

/** Options of `adadelta`. */
export interface AdadeltaOptions extends WeightDecayOptions {
  readonly type: 'adadelta';
  /** Factor on the step; 1 is the paper's method. */
  readonly learningRate: number;
  /** Decay ρ of both running means, in [0, 1). */
  readonly rho: number;
  /** ε > 0, inside both roots. */
  readonly epsilon: number;
}

/**
 * s ← ρs + (1−ρ)g², δ = g·√(d + ε)/√(s + ε), d ← ρd + (1−ρ)δ², θ ← θ − η·δ. Epsilon stands inside the
 * roots, as in the paper and in PyTorch. Weight decay is coupled.
 * @see Zeiler (2012), Algorithm 1.
 */
export const adadelta: Optimizer<AdadeltaOptions> = {
  type: 'adadelta',
  summary: 'θ -= η·δ, δ = g·√(d + ε)/√(s + ε), running means s of g² and d of δ²',
  source: 'Zeiler 2012, Algorithm 1',
  stateVectors: () => ['square', 'squareStep'],
  scalars: () => ({}),
  update(context, learningRate) {
    addDecay(context);
    const { kernels, options, parameters, gradient, state, byteLength } = context;
    kernels.adadelta(
      parameters,
      gradient,
      state[0]!,
      state[1]!,
      byteLength,
      learningRate,
      options.rho,
      options.epsilon,
    );
  },
};
