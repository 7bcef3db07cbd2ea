// The kernels of optimizers: one update of the parameters in place.
import type { Address } from './address.ts';

/** Updates of vectors with the same layout. */
export interface OptimizerOperations {
  /** p −= rate·g. */
  sgd(p: Address, g: Address, length: number, rate: number): void;
  /**
   * v = decay·v + g, then p −= rate·v, or p −= rate·(g + decay·v) where nesterov is not 0: the
   * variant of Sutskever et al. (2013) as PyTorch has it, without dampening.
   */
  momentum(
    p: Address,
    g: Address,
    v: Address,
    length: number,
    rate: number,
    decay: number,
    nesterov: number,
  ): void;
  /**
   * m = β₁m + (1−β₁)g, v = β₂v + (1−β₂)g², p −= rate·(m·correction1) / (√(v·correction2) + ε) with
   * correction = 1/(1 − βᵗ): Kingma and Ba (2015), Algorithm 1, epsilon outside the root.
   */
  adam(
    p: Address,
    g: Address,
    m: Address,
    v: Address,
    length: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    correction1: number,
    correction2: number,
  ): void;
}
