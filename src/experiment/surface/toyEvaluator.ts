// Cost and gradient of a toy at points of its plane.
import type { KernelName } from '../../math/kernels.ts';
import { createScanner } from '../../math/scan/choose.ts';
import type { Evaluator } from './evaluator.ts';
import { gradientNormOf } from './surface.ts';
import { recurrenceOf, type ToySource } from './toySource.ts';

/**
 * Makes the evaluator of a toy's cost; its gradient comes by forward sensitivities.
 * @param kernels which kernels compute, all with the same bits
 * @throws ConfigurationError if this machine cannot run them
 */
export function createToyEvaluator(source: ToySource, kernels: KernelName): Evaluator {
  const scanner = createScanner(kernels, source.precision, recurrenceOf(source));
  const { xIsRecurrent } = source;
  return {
    evaluate(x, y) {
      const { cost, dw, du } = xIsRecurrent ? scanner.gradient(x, y) : scanner.gradient(y, x);
      const [dx, dy] = xIsRecurrent ? [dw, du] : [du, dw];
      const gradientNorm = dx.map((along, i) => gradientNormOf(along, dy[i] ?? 0));
      return { cost, dx, dy, gradientNorm };
    },
  };
}
