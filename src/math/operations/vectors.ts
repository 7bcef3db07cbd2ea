// The kernels over whole vectors: norm, inner product, scaling, sums, clipping.
import type { Address } from './address.ts';

/** Operations over whole vectors. */
export interface VectorOperations {
  /** Returns Σ a² in f64, in as many accumulators as 32 bytes hold elements, folded by halves. */
  sumSquares(a: Address, length: number): number;
  /** Returns Σ a·b in f64, summed as `sumSquares` sums: dot(a, a) has its bits. */
  dot(a: Address, b: Address, length: number): number;
  /** a *= factor. */
  scale(a: Address, length: number, factor: number): void;
  /** a += factor·b; a and b may be the same. */
  addScaled(a: Address, b: Address, length: number, factor: number): void;
  /** a += share·(b − a): a running mean of b with decay 1 − share. */
  moveTowards(a: Address, b: Address, length: number, share: number): void;
  /** Clamps each element to [−most, most] (NaN stays) and returns how many lay outside. */
  clipValue(a: Address, length: number, most: number): number;
}
