// Reference updates of the optimizers that look at signs. The oracle for
// simd/assembly/signOptimizers.ts.
import type { SignOptimizerOperations } from '../operations/signOptimizers.ts';
import type { Scope } from './scope.ts';

/** Makes the kernels of sign optimizers of a scope. */
export function signOptimizerKernels({
  elements: f,
  shift,
  round,
}: Scope): SignOptimizerOperations {
  return {
    rprop(p, g, previous, steps, length, first, etaMinus, etaPlus, minimum, maximum) {
      const [start, least, most] = [round(first), round(minimum), round(maximum)];
      const [minus, plus] = [round(etaMinus), round(etaPlus)];
      for (let i = 0; i < length >>> shift; i++) {
        const [atPrevious, atSteps] = [(previous >>> shift) + i, (steps >>> shift) + i];
        let gradient = f[(g >>> shift) + i]!;
        const agreement = Math.sign(gradient) * Math.sign(f[atPrevious]!);
        let step = f[atSteps]! > 0 ? f[atSteps]! : start;
        if (agreement > 0) {
          step = Math.min(round(step * plus), most);
          f[atSteps] = step;
        } else if (agreement < 0) {
          step = Math.max(round(step * minus), least);
          f[atSteps] = step;
          gradient = 0;
        }
        f[atPrevious] = gradient;
        const at = (p >>> shift) + i;
        f[at] = round(f[at]! - Math.sign(gradient) * step);
      }
    },
    lion(p, g, m, length, rate, beta1, beta2) {
      const r = round(rate);
      const [b1, n1, b2, n2] = [round(beta1), round(1 - beta1), round(beta2), round(1 - beta2)];
      for (let i = 0; i < length >>> shift; i++) {
        const gradient = f[(g >>> shift) + i]!;
        const mean = f[(m >>> shift) + i]!;
        const direction = round(round(b1 * mean) + round(n1 * gradient));
        f[(m >>> shift) + i] = round(round(b2 * mean) + round(n2 * gradient));
        const at = (p >>> shift) + i;
        f[at] = round(f[at]! - r * Math.sign(direction));
      }
    },
  };
}
