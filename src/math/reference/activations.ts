// Reference activations, forward in place and backward from the output. The oracle for
// simd/assembly/activations.ts.
import type { ActivationOperations } from '../operations/activations.ts';
import type { Scope } from './scope.ts';

/** Makes the activation kernels of a scope. */
export function activationKernels({
  elements: f,
  shift,
  round,
  elementary,
}: Scope): ActivationOperations {
  const forward =
    (activation: (x: number) => number): ActivationOperations['tanhForward'] =>
    (a, row, rows, columns) => {
      for (let n = 0; n < rows; n++) {
        const start = (a + n * row) >>> shift;
        for (let j = 0; j < columns; j++) f[start + j] = activation(f[start + j]!);
      }
    };
  const backward =
    (derivative: (dh: number, h: number) => number): ActivationOperations['tanhBackward'] =>
    (da, dh, h, length) => {
      for (let i = 0; i < length >>> shift; i++) {
        f[(da >>> shift) + i] = derivative(f[(dh >>> shift) + i]!, f[(h >>> shift) + i]!);
      }
    };
  return {
    tanhForward: forward(elementary.tanh),
    sigmoidForward: forward(elementary.sigmoid),
    reluForward: forward((x) => Math.max(x, 0)),
    tanhBackward: backward((dh, h) => round(dh * round(1 - round(h * h)))),
    sigmoidBackward: backward((dh, h) => round(dh * round(h * round(1 - h)))),
    reluBackward: backward((dh, h) => (h > 0 ? dh : 0)),
  };
}
