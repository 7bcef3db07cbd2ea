// Rprop: each element has a step of its own that grows while the gradient keeps its sign.
import type { Optimizer } from './optimizer.ts';

/** Options of `rprop`. */
export interface RpropOptions {
  readonly type: 'rprop';
  /** Step of every element before its first change; there is no other learning rate. */
  readonly learningRate: number;
  /** η⁻ in (0, 1): factor where the gradient changes sign. */
  readonly etaMinus: number;
  /** η⁺ > 1: factor where it keeps its sign. */
  readonly etaPlus: number;
  readonly minimumStep: number;
  readonly maximumStep: number;
}

/**
 * Δ ← min(η⁺Δ, Δmax) where g keeps its sign, max(η⁻Δ, Δmin) where it changes it, in which case g counts
 * as 0 in this update and the next comparison; θ ← θ − sign(g)·Δ. The variant of PyTorch: no
 * backtracking (iRprop⁻). Signs are compared instead of the sign of g·g', which small gradients make
 * 0. Made for full batches.
 * @see Riedmiller & Braun (1993); Igel & Hüsken (2000) for iRprop⁻.
 */
export const rprop: Optimizer<RpropOptions> = {
  type: 'rprop',
  summary: 'θ -= sign(g)·Δ, Δ·η⁺ while g keeps its sign, Δ·η⁻ where it changes',
  source: 'Riedmiller & Braun 1993; Igel & Hüsken 2000, iRprop-',
  stateVectors: () => ['previousGradient', 'step'],
  scalars: () => ({}),
  update({ kernels, options, parameters, gradient, state, byteLength }, learningRate) {
    const { etaMinus, etaPlus, minimumStep, maximumStep } = options;
    kernels.rprop(
      parameters,
      gradient,
      state[0]!,
      state[1]!,
      byteLength,
      Math.min(Math.max(learningRate, minimumStep), maximumStep),
      etaMinus,
      etaPlus,
      minimumStep,
      maximumStep,
    );
  },
};
