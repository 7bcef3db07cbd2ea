// NAdam: Adam with Nesterov's look-ahead and a momentum that rises.
import { elementary64 } from '../../math/elementary/index.ts';
import { initialPowers, type MomentOptions, nextCorrections } from './moments.ts';
import type { Optimizer } from './optimizer.ts';
import { addDecay } from './weightDecay.ts';

/** Options of `nadam`. */
export interface NadamOptions extends MomentOptions {
  readonly type: 'nadam';
  /** ψ ≥ 0 in μ_t = β₁·(1 − ½·0.96^(tψ)). */
  readonly momentumDecay: number;
}

const WARMING_BASE = 0.96;

/**
 * m and v as Adam; μ_t = β₁·(1 − ½·0.96^(tψ)),
 * θ ← θ − η·[(1−μ_t)·g/(1 − Π_{i≤t} μ_i) + μ_{t+1}·m/(1 − Π_{i≤t+1} μ_i)]/(√v̂ + ε). The variant of
 * PyTorch; powers of 0.96 are running products of 0.96^ψ. Weight decay is coupled.
 * @see Dozat (2016), Incorporating Nesterov momentum into Adam, Algorithm 2 and its schedule.
 */
export const nadam: Optimizer<NadamOptions> = {
  type: 'nadam',
  summary: 'as adam, with g in place of the oldest part of m̂ and μ_t = β₁·(1 - ½·0.96^(t·ψ))',
  source: 'Dozat 2016, as in PyTorch',
  stateVectors: () => ['mean', 'square'],
  scalars: () => ({ ...initialPowers(), warming: 1, momentumProduct: 1 }),
  update(context, learningRate) {
    addDecay(context);
    const { kernels, options, parameters, gradient, state, byteLength, scalars } = context;
    const { beta1, beta2, epsilon, momentumDecay } = options;
    const [, correction2] = nextCorrections(scalars, options);
    const { exp, log } = elementary64;
    const change = exp(momentumDecay * log(WARMING_BASE));
    const warming = scalars.warming! * change;
    const momentum = beta1 * (1 - 0.5 * warming);
    const nextMomentum = beta1 * (1 - 0.5 * warming * change);
    const product = scalars.momentumProduct! * momentum;
    scalars.warming = warming;
    scalars.momentumProduct = product;
    kernels.nadam(
      parameters,
      gradient,
      state[0]!,
      state[1]!,
      byteLength,
      beta1,
      beta2,
      epsilon,
      (learningRate * (1 - momentum)) / (1 - product),
      (learningRate * nextMomentum) / (1 - product * nextMomentum),
      correction2,
    );
  },
};
