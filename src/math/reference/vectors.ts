// Reference loops over whole vectors: norm, inner product, scaling, sums, clipping. The oracle for
// simd/assembly/vectors.ts.
import type { VectorOperations } from '../operations/vectors.ts';
import { fold, type Scope } from './scope.ts';

const exact = (x: number): number => x;

/** Makes the vector kernels of a scope. */
export function vectorKernels({ elements: f, shift, round, lanes }: Scope): VectorOperations {
  return {
    sumSquares(a, length) {
      const sums = new Array<number>(lanes).fill(0);
      for (let i = 0; i < length >>> shift; i++) {
        const x = f[(a >>> shift) + i]!;
        sums[i % lanes] = sums[i % lanes]! + x * x;
      }
      return fold(sums, exact);
    },
    dot(a, b, length) {
      const sums = new Array<number>(lanes).fill(0);
      for (let i = 0; i < length >>> shift; i++) {
        sums[i % lanes] = sums[i % lanes]! + f[(a >>> shift) + i]! * f[(b >>> shift) + i]!;
      }
      return fold(sums, exact);
    },
    scale(a, length, factor) {
      const rounded = round(factor);
      for (let i = a >>> shift; i < (a + length) >>> shift; i++) f[i] = round(f[i]! * rounded);
    },
    addScaled(a, b, length, factor) {
      const rounded = round(factor);
      for (let i = 0; i < length >>> shift; i++) {
        const at = (a >>> shift) + i;
        f[at] = round(f[at]! + round(rounded * f[(b >>> shift) + i]!));
      }
    },
    moveTowards(a, b, length, share) {
      const rounded = round(share);
      for (let i = 0; i < length >>> shift; i++) {
        const at = (a >>> shift) + i;
        const way = round(f[(b >>> shift) + i]! - f[at]!);
        f[at] = round(f[at]! + round(rounded * way));
      }
    },
    clipValue(a, length, most) {
      const high = round(most);
      let outside = 0;
      for (let i = a >>> shift; i < (a + length) >>> shift; i++) {
        const x = f[i]!;
        if (Math.abs(x) > high) {
          f[i] = x > 0 ? high : -high;
          outside++;
        }
      }
      return outside;
    },
  };
}
