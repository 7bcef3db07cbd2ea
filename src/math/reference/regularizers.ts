// Reference rows of the regularizers over states. The oracle for simd/assembly/regularizers.ts.
import type { RegularizerOperations } from '../operations/regularizers.ts';
import type { Scope } from './scope.ts';
import { vectorKernels } from './vectors.ts';

/** Makes the regularizer kernels of a scope. */
export function regularizerKernels(scope: Scope): RegularizerOperations {
  const { elements: f, doubles, indices, shift, round } = scope;
  const { sumSquares } = vectorKernels(scope);
  return {
    rowSquares(target, source, row, rows) {
      for (let n = 0; n < rows; n++) {
        doubles[(target >>> 3) + n] = sumSquares(source + n * row, row);
      }
    },
    omegaRows(target, v, row, vSquares, dSquares, rows, columns, squared, least, active) {
      let sum = 0;
      let count = 0;
      for (let n = 0; n < rows; n++) {
        const vv = doubles[(vSquares >>> 3) + n]!;
        const dd = doubles[(dSquares >>> 3) + n]!;
        let factor = 0;
        if (!(dd < least)) {
          const excess = (squared ? vv / dd : Math.sqrt(vv) / Math.sqrt(dd)) - 1;
          sum += excess * excess;
          count++;
          if (squared) factor = (4 * excess) / dd;
          else if (vv !== 0) factor = (2 * excess) / (Math.sqrt(vv) * Math.sqrt(dd));
        }
        const from = (v + n * row) >>> shift;
        const to = (target + n * row) >>> shift;
        for (let j = 0; j < columns; j++) f[to + j] = round(f[from + j]! * factor);
        f.fill(0, to + columns, to + (row >>> shift));
      }
      indices[active >>> 2] = count;
      return sum;
    },
    stabilizeNorms(dh, h, row, sequenceLength, batchSize, columns, scale) {
      let sum = 0;
      for (let b = 0; b < batchSize; b++) {
        let norm = Math.sqrt(sumSquares(h + b * row, row));
        let change = 0; // n_t − n_{t−1}
        for (let t = 0; t <= sequenceLength; t++) {
          const at = (t * batchSize + b) * row;
          let nextNorm = 0;
          let nextChange = 0;
          if (t < sequenceLength) {
            nextNorm = Math.sqrt(sumSquares(h + at + batchSize * row, row));
            nextChange = nextNorm - norm;
            sum += nextChange * nextChange;
          }
          const factor = norm === 0 ? 0 : (scale * (change - nextChange)) / norm;
          for (let j = 0; j < columns; j++) {
            const to = ((dh + at) >>> shift) + j;
            f[to] = round(f[to]! + round(f[((h + at) >>> shift) + j]! * factor));
          }
          norm = nextNorm;
          change = nextChange;
        }
      }
      return sum;
    },
  };
}
