// The one-unit recurrence of the toys over many parameter pairs at once: what is computed, in which
// order. Two implementations give the same bits: reference.ts and simd.ts. No surface lives here.
import type { KernelName, Precision } from '../kernels.ts';

/** Activations of the unit, in the order of `rnn sweep --activation`. */
export const SCAN_ACTIVATIONS = ['sigmoid', 'tanh', 'relu', 'linear'] as const;

/** Activation f of the unit. */
export type ScanActivation = (typeof SCAN_ACTIVATIONS)[number];

/** The recurrence h_t = f(w·h_{t−1} + u), t = 1 … T, and its cost C = (h_T − target)². */
export interface Recurrence {
  readonly activation: ScanActivation;
  /** h_0. */
  readonly start: number;
  readonly target: number;
  /** T, a whole number from 0 to 2³¹ − 1. */
  readonly steps: number;
}

/** Cost and gradient over points; [n] each. */
export interface ScanGradient {
  readonly cost: Float64Array;
  /** ∂C/∂w. */
  readonly dw: Float64Array;
  /** ∂C/∂u. */
  readonly du: Float64Array;
}

/**
 * Computes a recurrence over points (w_i, u_i), in one precision, nothing fused:
 *
 *     z_t = w·h_{t−1} + u,    h_t = f(z_t)
 *     s_t = f'·(h_{t−1} + w·s_{t−1}),    r_t = f'·(1 + w·r_{t−1}),    s_0 = r_0 = 0
 *     e = h_T − target,  C = e·e,  ∂C/∂w = (e + e)·s_T,  ∂C/∂u = (e + e)·r_T
 *
 * with f' taken from h_t: σ' = h(1 − h), tanh' = 1 − h², relu' = [h > 0], linear' = 1. The gradient
 * comes by forward sensitivities, so that no state is stored. w, u, h_0 and the target are rounded to
 * the precision first. A point's numbers depend on nothing but the point.
 *
 * @see Williams, R. J. & Zipser, D. (1989), real-time recurrent learning; Pascanu et al. (2013),
 * section 2.2 and figure 6.
 */
export interface Scanner {
  readonly kernels: KernelName;
  readonly precision: Precision;
  /** Costs of points, all [n]; into an array of the caller's or a new one, which is returned. */
  cost(w: Float64Array, u: Float64Array, into?: Float64Array): Float64Array;
  /** Costs and gradients of points, all [n]; into arrays of the caller's or new ones. */
  gradient(w: Float64Array, u: Float64Array, into?: ScanGradient): ScanGradient;
}

/** Makes room for the costs and gradients of points. */
export function newScanGradient(points: number): ScanGradient {
  return {
    cost: new Float64Array(points),
    dw: new Float64Array(points),
    du: new Float64Array(points),
  };
}
