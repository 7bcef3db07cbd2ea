// The one-unit recurrence x_{t+1} = w f(x_t) + b as a dynamical system: what is said of it, and what
// an activation must be able to say. No activation is known here.

/** Weight and bias of the unit. */
export interface Recurrence {
  readonly w: number;
  readonly b: number;
}

/** A state that maps to itself: x = w f(x) + b. */
export interface FixedPoint {
  readonly x: number;
  /** w f′(x): the factor by which a small distance from x grows per step. */
  readonly multiplier: number;
  /** Whether states on both sides approach it; at a multiplier of ±1 it does not count as stable. */
  readonly stable: boolean;
}

/** Where a state ends: at a fixed point, on a 2-cycle (ascending), or at no finite state. */
export type Attractor =
  | { readonly kind: 'fixedPoint'; readonly x: number }
  | { readonly kind: 'cycle'; readonly x: readonly [low: number, high: number] }
  | { readonly kind: 'diverges'; readonly x: null };

/**
 * What happens at a bifurcation: two fixed points meet and vanish (fold, multiplier 1), a fixed
 * point gives its stability to a 2-cycle (flip, multiplier −1) or to two neighbours (pitchfork), or
 * it goes to infinity, beyond which states diverge (escape).
 */
export type BifurcationKind = 'fold' | 'flip' | 'pitchfork' | 'escape';

/** A parameter value at which the fixed points or their stability change. */
export interface Bifurcation {
  readonly kind: BifurcationKind;
  readonly parameter: number;
  /** The fixed point concerned; null at infinity. */
  readonly x: number | null;
}

/** A parameter value at which the attractor that a start reaches is replaced by another. */
export interface Crossing {
  readonly parameter: number;
  /** The boundary of the two basins there: an unstable fixed point, or a fold. */
  readonly x: number;
  /** Attractor for parameters just below, in the limit. */
  readonly from: Attractor;
  /** Attractor for parameters just above, in the limit. */
  readonly to: Attractor;
}

/** What can be varied: the bias, the weight, the start. */
export type ParameterName = 'b' | 'w' | 'x0';

/** The recurrence of one activation, analysed. */
export interface Dynamics {
  /** Lists the fixed points in ascending order; a continuum of them is left out. */
  fixedPoints(unit: Recurrence): FixedPoint[];
  /**
   * Finds where a start ends.
   * @param fixedPoints - those of the unit
   */
  attractor(unit: Recurrence, start: number, fixedPoints: readonly FixedPoint[]): Attractor;
  /** Lists the bifurcations over all w or all b, ascending, with the other of the two given. */
  bifurcations(parameter: 'b' | 'w', unit: Recurrence): Bifurcation[];
  /** Lists the crossings over all values of a parameter, ascending; its own value is not read. */
  crossings(parameter: ParameterName, unit: Recurrence, start: number): Crossing[];
}
