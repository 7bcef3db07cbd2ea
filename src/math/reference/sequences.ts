// Reference operations by sequence length. The oracle for simd/assembly/sequences.ts.
import type { SequenceOperations } from '../operations/sequences.ts';
import type { Scope } from './scope.ts';

/** Makes the sequence kernels of a scope. */
export function sequenceKernels({ elements: f, indices, shift, round }: Scope): SequenceOperations {
  const over = (lengths: number, n: number, step: number): boolean =>
    indices[(lengths >>> 2) + n]! < step;
  return {
    holdRows(next, now, row, lengths, step, rows) {
      for (let n = 0; n < rows; n++) {
        if (!over(lengths, n, step)) continue;
        const from = (now + n * row) >>> shift;
        f.copyWithin((next + n * row) >>> shift, from, from + (row >>> shift));
      }
    },
    passHeldRows(before, now, row, lengths, step, rows) {
      for (let n = 0; n < rows; n++) {
        if (!over(lengths, n, step)) continue;
        const to = (before + n * row) >>> shift;
        const from = (now + n * row) >>> shift;
        for (let j = 0; j < row >>> shift; j++) {
          f[to + j] = round(f[to + j]! + f[from + j]!);
          f[from + j] = 0;
        }
      }
    },
    reverseRows(target, source, row, lengths, steps, rows, accumulate) {
      for (let t = 0; t < steps; t++) {
        for (let n = 0; n < rows; n++) {
          const length = lengths === 0 ? steps : indices[(lengths >>> 2) + n]!;
          const to = (target + (t * rows + n) * row) >>> shift;
          const from = (source + ((length - 1 - t) * rows + n) * row) >>> shift;
          for (let j = 0; j < row >>> shift; j++) {
            const value = t < length ? f[from + j]! : 0;
            if (!accumulate) f[to + j] = value;
            else if (t < length) f[to + j] = round(f[to + j]! + value);
          }
        }
      }
    },
  };
}
