// Reference losses: sums in f64 and scaled gradients. The oracle for simd/assembly/losses.ts.
import type { LossOperations } from '../operations/losses.ts';
import { fold, type Scope } from './scope.ts';

const exact = (x: number): number => x;

/** Makes the loss kernels of a scope. */
export function lossKernels({
  elements: f,
  indices,
  shift,
  round,
  lanes,
  elementary: { exp, log, sigmoid },
}: Scope): LossOperations {
  /** Runs one elementwise loss over rows and columns; element j adds to partial sum j mod lanes. */
  const elementwise =
    (
      loss: (z: number, y: number) => number,
      derivative: (z: number, y: number, scale: number) => number,
    ): LossOperations['squaredError'] =>
    (gradient, outputs, targets, row, rows, columns, scale) => {
      const sums = new Array<number>(lanes).fill(0);
      for (let n = 0; n < rows; n++) {
        for (let j = 0; j < row >>> shift; j++) {
          const at = ((n * row) >>> shift) + j;
          const z = f[(outputs >>> shift) + at]!;
          const y = f[(targets >>> shift) + at]!;
          if (j < columns) sums[j % lanes] = sums[j % lanes]! + loss(z, y);
          f[(gradient >>> shift) + at] = j < columns ? derivative(z, y, scale) : 0;
        }
      }
      return fold(sums, exact);
    };

  return {
    softmaxCrossEntropy(gradient, logits, row, at, rows, columns, scale) {
      const factor = round(scale);
      let total = 0;
      for (let n = 0; n < rows; n++) {
        const g = (gradient + n * row) >>> shift;
        const z = (logits + n * row) >>> shift;
        let top = -Infinity;
        for (let j = 0; j < columns; j++) top = Math.max(top, f[z + j]!);
        const index = indices[(at >>> 2) + n]!;
        const picked = round(f[z + index]! - top);
        const sums = new Array<number>(lanes).fill(0);
        for (let j = 0; j < row >>> shift; j++) {
          const e = j < columns ? exp(round(f[z + j]! - top)) : 0;
          f[g + j] = e;
          sums[j % lanes] = round(sums[j % lanes]! + e);
        }
        const sum = fold(sums, round);
        total += round(log(sum) - picked);
        const ratio = round(factor / sum);
        for (let j = 0; j < columns; j++) f[g + j] = round(f[g + j]! * ratio);
        f[g + index] = round(f[g + index]! - factor);
      }
      return total;
    },
    sigmoidCrossEntropy: elementwise(
      (z, y) => {
        const tail = log(round(1 + exp(-Math.abs(z))));
        return round(round(Math.max(z, 0) - round(z * y)) + tail);
      },
      (z, y, scale) => round(round(scale) * round(sigmoid(z) - y)),
    ),
    squaredError: elementwise(
      (z, y) => {
        const d = round(z - y);
        return d * d;
      },
      (z, y, scale) => round(round(2 * scale) * round(z - y)),
    ),
    huber(gradient, outputs, targets, row, rows, columns, scale, delta) {
      const most = round(delta);
      const loss = elementwise(
        (z, y) => {
          const e = Math.abs(round(z - y));
          const q = Math.min(e, most);
          return q * (e - 0.5 * q);
        },
        (z, y, by) => round(round(by) * Math.min(Math.max(round(z - y), -most), most)),
      );
      return loss(gradient, outputs, targets, row, rows, columns, scale);
    },
  };
}
