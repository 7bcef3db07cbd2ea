// What the optimizers of Adam's family share: their decays, and the correction of means that start
// at 0.
import type { WeightDecayOptions } from './weightDecay.ts';

/** Options of an optimizer that keeps running means of g and g². */
export interface MomentOptions extends WeightDecayOptions {
  readonly learningRate: number;
  /** Decay β₁ of the mean of g, in [0, 1). */
  readonly beta1: number;
  /** Decay β₂ of the mean of g², in [0, 1). */
  readonly beta2: number;
  /** ε > 0, outside the root. */
  readonly epsilon: number;
}

/** Running products β₁ᵗ and β₂ᵗ before the first update, so that no power function is needed. */
export function initialPowers(): Record<string, number> {
  return { beta1Power: 1, beta2Power: 1 };
}

/** Moves the running products on to this update; returns 1/(1 − β₁ᵗ) and 1/(1 − β₂ᵗ). */
export function nextCorrections(
  scalars: Record<string, number>,
  { beta1, beta2 }: MomentOptions,
): readonly [number, number] {
  const beta1Power = scalars.beta1Power! * beta1;
  const beta2Power = scalars.beta2Power! * beta2;
  scalars.beta1Power = beta1Power;
  scalars.beta2Power = beta2Power;
  return [1 / (1 - beta1Power), 1 / (1 - beta2Power)];
}
