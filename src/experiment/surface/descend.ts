// Gradient descent over the plane of a surface, with the policies and optimizers of training: how
// clipping keeps a descent from being thrown off the wall.
import { ArenaPlan } from '../../math/arena.ts';
import { createReferenceKernels } from '../../math/reference/reference.ts';
import { type OptimizerOptions, optimizers } from '../../training/optimizers/index.ts';
import type { Optimizer, UpdateContext } from '../../training/optimizers/optimizer.ts';
import { bindChain } from '../../training/policies/chain.ts';
import type { PolicyOptions } from '../../training/policies/index.ts';
import type { Evaluator } from './evaluator.ts';
import type { DescentOutcome, DescentPath, DescentStep, Place, Surface } from './surface.ts';
import { isInValley } from './valley.ts';

/** One descent. */
export interface DescentOptions {
  readonly start: Place;
  /** Largest gradient norm let through, or null for no clipping. */
  readonly maxNorm: number | null;
  readonly optimizer: OptimizerOptions;
  /** Updates at most. */
  readonly steps: number;
}

/** A step longer than this share of the window's diagonal is a throw. */
const THROWN_SHARE = 0.5;

/**
 * Descends from a place. Order within an update as in training: gradient, policy, optimizer; in f64.
 * @param surface the window and the range of costs that the outcome is judged by
 * @see Pascanu et al. (2013), Algorithm 1 and figure 6.
 */
export function descend(
  evaluator: Evaluator,
  surface: Surface,
  { start, maxNorm, optimizer: options, steps }: DescentOptions,
): DescentPath {
  const plan = new ArenaPlan('f64');
  const place = () => plan.vector([{ name: 'place', shape: [2] }]);
  const [position, gradient] = [place(), place()];
  const optimizer = optimizers[options.type] as Optimizer<OptimizerOptions>;
  const state = optimizer.stateVectors(options).map(place);
  const arena = plan.allocate();
  const kernels = createReferenceKernels(arena.memory, 'f64');
  const update: UpdateContext<OptimizerOptions> = {
    kernels,
    options,
    parameters: position.address,
    gradient: gradient.address,
    state: state.map(({ address }) => address),
    byteLength: position.byteLength,
    scalars: optimizer.scalars(options),
  };
  const policy: PolicyOptions[] =
    maxNorm === null ? [] : [{ type: 'clipByNorm', maxNorm, scope: 'global' }];
  const chain = bindChain(
    { policy, ownPolicies: [] },
    { kernels, arena, gradient, parameters: position, recurrent: new Set(), seed: 0 },
    null,
  );
  const [at, slope] = [arena.view(position), arena.view(gradient)];
  at.set([start.x, start.y]);

  const path: DescentStep[] = [];
  for (let step = 0; ; step++) {
    const [x = Number.NaN, y = Number.NaN] = at;
    const { cost, dx, dy, gradientNorm } = evaluator.evaluate(
      Float64Array.of(x),
      Float64Array.of(y),
    );
    slope.set([dx[0] ?? Number.NaN, dy[0] ?? Number.NaN]);
    chain.apply();
    const isLast = step === steps;
    const here = { cost: cost[0] ?? Number.NaN, gradientNorm: gradientNorm[0] ?? Number.NaN };
    path.push({ step, x, y, ...here, clipped: chain.report.clipped && !isLast });
    if (isLast || !Number.isFinite(here.cost) || !Number.isFinite(here.gradientNorm)) break;
    optimizer.update(update, options.learningRate);
  }
  const longestFrom = longestStep(path, surface);
  return {
    maxNorm,
    optimizer: options.type,
    learningRate: options.learningRate,
    steps: path,
    outcome: judge(path, longestFrom, surface),
    longestFrom,
  };
}

/** Length of a step in windows: 1 along an axis is its whole range. */
function lengthInWindows(from: Place, to: Place, { x, y }: Surface): number {
  const share = (change: number, { min, max }: Surface['x']) =>
    max === min ? change : change / (max - min);
  const [across, up] = [share(to.x - from.x, x), share(to.y - from.y, y)];
  return Math.sqrt(across * across + up * up);
}

function longestStep(path: readonly DescentStep[], surface: Surface): number | null {
  let longest: number | null = null;
  let length = 0;
  path.slice(1).forEach((to, index) => {
    const from = path[index];
    const now = from ? lengthInWindows(from, to, surface) : 0;
    if (now > length) [longest, length] = [index, now];
  });
  return longest;
}

function judge(
  path: readonly DescentStep[],
  longestFrom: number | null,
  surface: Surface,
): DescentOutcome {
  const last = path.at(-1);
  if (!last || !Number.isFinite(last.cost) || !Number.isFinite(last.gradientNorm))
    return 'diverged';
  const [from, to] = longestFrom === null ? [] : [path[longestFrom], path[longestFrom + 1]];
  const diagonals = from && to ? lengthInWindows(from, to, surface) / Math.SQRT2 : 0;
  if (diagonals > THROWN_SHARE) return 'thrown';
  return isInValley(last.cost, surface.cost) ? 'valley' : 'underWay';
}
