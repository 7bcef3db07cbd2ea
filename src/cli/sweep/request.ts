// From a plan and the options to the request of a sweep, once it is known to fit.

import { checkSurfaceSize } from '../../experiment/surface/limits.ts';
import type { SweepRequest } from '../../experiment/surface/sweep.ts';
import { placeOf, type SweepPlan } from './plan.ts';
import type { SweepSettings } from './settings.ts';

/**
 * Makes the request.
 * @throws ConfigurationError where it needs more memory than there may be
 * @throws CliError with exit code 2 for a start on another plane
 */
export function requestOf(plan: SweepPlan, settings: SweepSettings): SweepRequest {
  const { source, x, y } = plan;
  const { starts, maxNorms, optimizer, learningRate, momentum, steps } = settings.descents;
  const budget = settings.refine === 0 ? plan.usualRefinement : settings.refine;
  checkSurfaceSize(x, y, {
    refinementPoints: budget ?? 0,
    hasText: settings.isJson || settings.files.csv !== null,
  });
  const options = {
    sgd: { type: 'sgd', learningRate, momentum, nesterov: false },
    adam: { type: 'adam', learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  } as const;
  return {
    source,
    x,
    y,
    refine: budget === null ? null : { budget },
    descents: starts.flatMap((start) =>
      maxNorms.map((maxNorm) => ({
        start: placeOf(start, plan),
        maxNorm,
        optimizer: options[optimizer],
        steps,
      })),
    ),
  };
}
