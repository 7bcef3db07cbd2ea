// What computes a surface: cost and gradient of two coordinates at given points. One implementation
// per kind of source; each is made again in every worker from plain data.
import type { Samples } from './surface.ts';

/** Computes cost and gradient at points; a point's numbers depend on nothing but the point. */
export interface Evaluator {
  /**
   * @param x first coordinates, [n]
   * @param y second coordinates, [n]
   * @returns new arrays of length n
   */
  evaluate(x: Float64Array, y: Float64Array): Samples;
}
