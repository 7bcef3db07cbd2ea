// The shape both precisions share. No arithmetic lives here.

/** Elementary functions of one precision; arguments and results are values of that precision. */
export interface ElementaryFunctions {
  /** Raises e to the power x. */
  readonly exp: (x: number) => number;
  /** Computes the hyperbolic tangent, odd and within [−1, 1]. */
  readonly tanh: (x: number) => number;
  /** Computes the logistic function 1/(1 + e^−x), within [0, 1]. */
  readonly sigmoid: (x: number) => number;
  /** Computes the natural logarithm. */
  readonly log: (x: number) => number;
}
