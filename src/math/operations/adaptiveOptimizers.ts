// The kernels of optimizers that scale each element's step by its past gradients. Adam, the first of
// them, stands in optimizers.ts.
import type { Address } from './address.ts';

/**
 * Updates of vectors with the same layout. States start at 0, and where the gradient is 0 from the
 * beginning (padding) nothing changes; for that, ε > 0.
 */
export interface AdaptiveOptimizerOperations {
  /** s += g², p −= rate·g/(√(s + initial) + ε). */
  adagrad(
    p: Address,
    g: Address,
    s: Address,
    length: number,
    rate: number,
    initial: number,
    epsilon: number,
  ): void;
  /**
   * s = ρs + (1−ρ)g², δ = g·√(d + ε)/√(s + ε), d = ρd + (1−ρ)δ², p −= rate·δ: the equations of
   * Zeiler (2012), both epsilons inside the root, times a learning rate.
   */
  adadelta(
    p: Address,
    g: Address,
    s: Address,
    d: Address,
    length: number,
    rate: number,
    rho: number,
    epsilon: number,
  ): void;
  /**
   * s = αs + (1−α)g², δ = g/(√(s + inside) + outside), p −= rate·δ. Where the address of the mean is
   * not 0: m = αm + (1−α)g, and max(s − m², 0) stands for s under the root. Where the address of the
   * velocity is not 0: v = decay·v + δ, and v stands for δ in the step.
   */
  rmsprop(
    p: Address,
    g: Address,
    s: Address,
    m: Address,
    v: Address,
    length: number,
    rate: number,
    alpha: number,
    inside: number,
    outside: number,
    decay: number,
  ): void;
  /** As `adam`, with the largest v so far under the root: p −= rate·(m·correction1)/(√(max v·correction2) + ε). */
  amsgrad(
    p: Address,
    g: Address,
    m: Address,
    v: Address,
    largest: Address,
    length: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    correction1: number,
    correction2: number,
  ): void;
  /**
   * m and v as `adam`, p −= (gradientRate·g + meanRate·m)/(√(v·correction2) + ε): Dozat (2016), where
   * the two rates hold the momentum schedule and the correction of the mean.
   */
  nadam(
    p: Address,
    g: Address,
    m: Address,
    v: Address,
    length: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    gradientRate: number,
    meanRate: number,
    correction2: number,
  ): void;
}
