// Reference updates of optimizers. The oracle for simd/assembly/optimizers.ts.
import type { OptimizerOperations } from '../operations/optimizers.ts';
import type { Scope } from './scope.ts';

/** Makes the optimizer kernels of a scope. */
export function optimizerKernels({ elements: f, shift, round }: Scope): OptimizerOperations {
  return {
    sgd(p, g, length, rate) {
      const r = round(rate);
      for (let i = 0; i < length >>> shift; i++) {
        const at = (p >>> shift) + i;
        f[at] = round(f[at]! - round(r * f[(g >>> shift) + i]!));
      }
    },
    momentum(p, g, v, length, rate, decay, nesterov) {
      const r = round(rate);
      const d = round(decay);
      for (let i = 0; i < length >>> shift; i++) {
        const gradient = f[(g >>> shift) + i]!;
        const velocity = round(round(d * f[(v >>> shift) + i]!) + gradient);
        f[(v >>> shift) + i] = velocity;
        const direction = nesterov ? round(gradient + round(d * velocity)) : velocity;
        const at = (p >>> shift) + i;
        f[at] = round(f[at]! - round(r * direction));
      }
    },
    adam(p, g, m, v, length, rate, beta1, beta2, epsilon, correction1, correction2) {
      const [r, e, b1, n1, b2, n2, c1, c2] = [
        rate,
        epsilon,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        correction1,
        correction2,
      ].map(round) as [number, number, number, number, number, number, number, number];
      for (let i = 0; i < length >>> shift; i++) {
        const gradient = f[(g >>> shift) + i]!;
        const mean = round(round(b1 * f[(m >>> shift) + i]!) + round(n1 * gradient));
        const square = round(
          round(b2 * f[(v >>> shift) + i]!) + round(round(n2 * gradient) * gradient),
        );
        f[(m >>> shift) + i] = mean;
        f[(v >>> shift) + i] = square;
        const root = round(round(Math.sqrt(round(square * c2))) + e);
        const change = round(round(r * round(mean * c1)) / root);
        const at = (p >>> shift) + i;
        f[at] = round(f[at]! - change);
      }
    },
  };
}
