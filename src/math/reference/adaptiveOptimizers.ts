// Reference updates of the adaptive optimizers. The oracle for simd/assembly/adaptiveOptimizers.ts.
import type { AdaptiveOptimizerOperations } from '../operations/adaptiveOptimizers.ts';
import type { Scope } from './scope.ts';

/** Makes the kernels of adaptive optimizers of a scope. */
export function adaptiveOptimizerKernels({
  elements: f,
  shift,
  round,
}: Scope): AdaptiveOptimizerOperations {
  /** Subtracts from element `at`. */
  const subtract = (at: number, change: number): void => {
    f[at] = round(f[at]! - change);
  };
  /** Moves a running mean at `at` on: decay·mean + x. */
  const move = (at: number, decay: number, x: number): number => {
    const mean = round(round(decay * f[at]!) + x);
    f[at] = mean;
    return mean;
  };
  const root = (x: number): number => round(Math.sqrt(x));

  return {
    adagrad(p, g, s, length, rate, initial, epsilon) {
      const [r, i0, e] = [round(rate), round(initial), round(epsilon)];
      for (let i = 0; i < length >>> shift; i++) {
        const gradient = f[(g >>> shift) + i]!;
        const sum = round(f[(s >>> shift) + i]! + round(gradient * gradient));
        f[(s >>> shift) + i] = sum;
        const scale = round(root(round(sum + i0)) + e);
        subtract((p >>> shift) + i, round(round(r * gradient) / scale));
      }
    },
    adadelta(p, g, s, d, length, rate, rho, epsilon) {
      const [r, e, keep, take] = [round(rate), round(epsilon), round(rho), round(1 - rho)];
      for (let i = 0; i < length >>> shift; i++) {
        const gradient = f[(g >>> shift) + i]!;
        const square = move((s >>> shift) + i, keep, round(round(take * gradient) * gradient));
        const top = root(round(f[(d >>> shift) + i]! + e));
        const delta = round(round(top / root(round(square + e))) * gradient);
        move((d >>> shift) + i, keep, round(round(take * delta) * delta));
        subtract((p >>> shift) + i, round(r * delta));
      }
    },
    rmsprop(p, g, s, m, v, length, rate, alpha, inside, outside, decay) {
      const [r, keep, take, d] = [round(rate), round(alpha), round(1 - alpha), round(decay)];
      const [under, beside] = [round(inside), round(outside)];
      for (let i = 0; i < length >>> shift; i++) {
        const gradient = f[(g >>> shift) + i]!;
        let spread = move((s >>> shift) + i, keep, round(round(take * gradient) * gradient));
        if (m !== 0) {
          const mean = move((m >>> shift) + i, keep, round(take * gradient));
          spread = Math.max(round(spread - round(mean * mean)), 0);
        }
        let delta = round(gradient / round(root(round(spread + under)) + beside));
        if (v !== 0) delta = move((v >>> shift) + i, d, delta);
        subtract((p >>> shift) + i, round(r * delta));
      }
    },
    amsgrad(p, g, m, v, largest, length, rate, beta1, beta2, epsilon, correction1, correction2) {
      const [r, e, c1, c2] = [round(rate), round(epsilon), round(correction1), round(correction2)];
      const [b1, n1, b2, n2] = [round(beta1), round(1 - beta1), round(beta2), round(1 - beta2)];
      for (let i = 0; i < length >>> shift; i++) {
        const gradient = f[(g >>> shift) + i]!;
        const mean = move((m >>> shift) + i, b1, round(n1 * gradient));
        const square = move((v >>> shift) + i, b2, round(round(n2 * gradient) * gradient));
        const most = Math.max(f[(largest >>> shift) + i]!, square);
        f[(largest >>> shift) + i] = most;
        const scale = round(root(round(most * c2)) + e);
        subtract((p >>> shift) + i, round(round(r * round(mean * c1)) / scale));
      }
    },
    nadam(p, g, m, v, length, beta1, beta2, epsilon, gradientRate, meanRate, correction2) {
      const [e, c2, rg, rm] = [epsilon, correction2, gradientRate, meanRate].map(round) as [
        number,
        number,
        number,
        number,
      ];
      const [b1, n1, b2, n2] = [round(beta1), round(1 - beta1), round(beta2), round(1 - beta2)];
      for (let i = 0; i < length >>> shift; i++) {
        const gradient = f[(g >>> shift) + i]!;
        const mean = move((m >>> shift) + i, b1, round(n1 * gradient));
        const square = move((v >>> shift) + i, b2, round(round(n2 * gradient) * gradient));
        const scale = round(root(round(square * c2)) + e);
        const direction = round(round(rg * gradient) + round(rm * mean));
        subtract((p >>> shift) + i, round(direction / scale));
      }
    },
  };
}
