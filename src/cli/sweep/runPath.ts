// Where a training run went over the plane, as a path that is drawn like a descent.

import type { Evaluator } from '../../experiment/surface/evaluator.ts';
import type { DescentPath, Surface } from '../../experiment/surface/surface.ts';
import type { RunPath } from './plan.ts';

/** Share of the range of costs above the lowest that counts as the valley, as for descents. */
const VALLEY_SHARE = 0.02;

/** Makes the path of a run, with the costs of the plane at its places. */
export function runPathOf(path: RunPath, evaluator: Evaluator, surface: Surface): DescentPath {
  const { cost, gradientNorm } = evaluator.evaluate(
    Float64Array.from(path, ({ x }) => x),
    Float64Array.from(path, ({ y }) => y),
  );
  const steps = path.map(({ step, x, y }, n) => ({
    step,
    x,
    y,
    cost: cost[n] ?? Number.NaN,
    gradientNorm: gradientNorm[n] ?? Number.NaN,
    clipped: false,
  }));
  const finite = surface.cost.filter(Number.isFinite);
  const low = finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = finite.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const last = steps.at(-1)?.cost ?? Number.NaN;
  return {
    label: 'the run, projected',
    maxNorm: null,
    optimizer: 'run',
    learningRate: 0,
    steps,
    outcome: last <= low + VALLEY_SHARE * (high - low) ? 'valley' : 'underWay',
    longestFrom: null,
  };
}
