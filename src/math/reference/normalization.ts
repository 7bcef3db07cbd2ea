// Reference layer normalization. The oracle for simd/assembly/normalization.ts.
import { ROW_ALIGNMENT } from '../kernels.ts';
import type { NormalizationOperations } from '../operations/normalization.ts';
import { fold, type Scope } from './scope.ts';

/** Makes the normalization kernels of a scope. */
export function normalizationKernels({
  elements: f,
  shift,
  round,
  lanes,
}: Scope): NormalizationOperations {
  /** Mean over the columns of a row, summed lane by lane. */
  const mean = (columns: number, term: (j: number) => number): number => {
    const sums = new Array<number>(lanes).fill(0);
    for (let j = 0; j < Math.ceil(columns / lanes) * lanes; j++) {
      sums[j % lanes] = round(sums[j % lanes]! + (j < columns ? term(j) : 0));
    }
    return round(fold(sums, round) / columns);
  };
  return {
    normalizeRows(y, normalized, inverse, u, gain, bias, row, rows, columns, epsilon) {
      for (let n = 0; n < rows; n++) {
        const at = (n * row) >>> shift;
        const [from, to, out] = [u, normalized, y].map((place) => (place >>> shift) + at) as [
          number,
          number,
          number,
        ];
        const center = mean(columns, (j) => f[from + j]!);
        const variance = mean(columns, (j) => {
          const d = round(f[from + j]! - center);
          return round(d * d);
        });
        const factor = round(1 / round(Math.sqrt(round(variance + round(epsilon)))));
        f[(inverse + n * ROW_ALIGNMENT) >>> shift] = factor;
        for (let j = 0; j < row >>> shift; j++) {
          const value = j < columns ? round(round(f[from + j]! - center) * factor) : 0;
          f[to + j] = value;
          f[out + j] = round(round(value * f[(gain >>> shift) + j]!) + f[(bias >>> shift) + j]!);
        }
      }
    },
    normalizeRowsBackward(du, dy, normalized, inverse, gain, row, rows, columns) {
      for (let n = 0; n < rows; n++) {
        const at = (n * row) >>> shift;
        const slope = (j: number): number =>
          round(f[(dy >>> shift) + at + j]! * f[(gain >>> shift) + j]!);
        const value = (j: number): number => f[(normalized >>> shift) + at + j]!;
        const first = mean(columns, slope);
        const second = mean(columns, (j) => round(slope(j) * value(j)));
        const factor = f[(inverse + n * ROW_ALIGNMENT) >>> shift]!;
        for (let j = 0; j < row >>> shift; j++) {
          const rest = round(round(slope(j) - first) - round(value(j) * second));
          f[(du >>> shift) + at + j] = j < columns ? round(factor * rest) : 0;
        }
      }
    },
  };
}
