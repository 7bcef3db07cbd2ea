// Where a training run went over the plane of a surface, as a path that is drawn like a descent.
import type { Evaluator } from './evaluator.ts';
import type { DescentPath, Place, Surface } from './surface.ts';
import { isInValley } from './valley.ts';

/** Places of a run after its steps, in order. */
export type RunPath = readonly (Place & { readonly step: number })[];

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
  const last = steps.at(-1)?.cost ?? Number.NaN;
  return {
    label: 'the run, projected',
    maxNorm: null,
    optimizer: 'run',
    learningRate: 0,
    steps,
    outcome: isInValley(last, surface.cost) ? 'valley' : 'underWay',
    longestFrom: null,
  };
}
