// The kernels over whole vectors: norm, inner product, scaling, clipping.
import type { Address } from './address.ts';

/** Operations over whole vectors. */
export interface VectorOperations {
  /** Returns Σ a² in f64, in as many accumulators as 32 bytes hold elements, folded by halves. */
  sumSquares(a: Address, length: number): number;
  /** Returns Σ a·b in f64, summed as `sumSquares` sums: dot(a, a) has its bits. */
  dot(a: Address, b: Address, length: number): number;
  /** a *= factor. */
  scale(a: Address, length: number, factor: number): void;
  /** a += factor·b, each product rounded. */
  addScaled(a: Address, b: Address, length: number, factor: number): void;
  /** Clamps each element to [−most, most] (NaN stays) and returns how many lay outside. */
  clipValue(a: Address, length: number, most: number): number;
}
