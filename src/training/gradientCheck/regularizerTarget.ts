// Gradient checks of regularizers. A term that is part of the loss is checked with it; Ω, whose
// gradient is the immediate derivative alone, with states and errors held.
import { named } from '../../cells/cell.ts';
import type { Arena } from '../../math/arena.ts';
import type { Tensor } from '../../math/layout.ts';
import type { Direction } from '../../model/direction.ts';
import type { Network } from '../../model/network.ts';
import type { RegularizerOptions } from '../regularizers/index.ts';
import { leastSquare, type OmegaOptions } from '../regularizers/omega.ts';
import { cellsWithOmega } from '../regularizers/omegaCells.ts';
import type { BoundRegularizer } from '../regularizers/regularizer.ts';
import type { GradientCheckTarget } from './target.ts';

/** What a term is checked on. */
interface Term<Options> {
  readonly options: Options;
  readonly regularizer: BoundRegularizer;
  readonly arena: Arena;
  readonly network: Network;
}

const targets: {
  readonly [Type in RegularizerOptions['type']]: (
    term: Term<Extract<RegularizerOptions, { type: Type }>>,
  ) => GradientCheckTarget | null;
} = {
  none: () => null,
  l2: sumTarget,
  stabilizer: sumTarget,
  omega: omegaTarget,
};

/**
 * Makes the target of a regularizer, at its first update; null where there is none to check.
 * @param regularizer what the options name, bound to the network
 */
export function regularizerTarget(
  options: RegularizerOptions,
  regularizer: BoundRegularizer | null,
  arena: Arena,
  network: Network,
): GradientCheckTarget | null {
  if (!regularizer) return null;
  const make = targets[options.type] as (term: Term<RegularizerOptions>) => GradientCheckTarget;
  return make({ options, regularizer, arena, network });
}

/** Loss and term together: their derivative is what is added to the gradient. */
function sumTarget({
  options,
  regularizer,
  arena,
  network,
}: Term<RegularizerOptions>): GradientCheckTarget {
  const { parameters, gradient } = network;
  const pass = (): number => {
    const loss = network.forward('train');
    network.backward({ stateTerm: regularizer.stateTerm ?? null });
    return loss + regularizer.add(1);
  };
  const elements = arena.view(gradient);
  const value = (): number => {
    const claim = elements.slice(); // the term's value comes with a gradient
    const sum = pass();
    elements.set(claim);
    return sum;
  };
  const fillGradient = (): void => void pass();
  return { name: `loss + ${options.type}`, arena, parameters, gradient, value, fillGradient };
}

/**
 * α·Ω as a function of the recurrent matrices, the errors d_t and e_t being those of the point where
 * the gradient was filled; computed once more, as plainly as possible.
 */
function omegaTarget({
  options,
  regularizer,
  arena,
  network,
}: Term<OmegaOptions>): GradientCheckTarget {
  const { parameters, gradient, batch } = network;
  const holdErrors = (): void => {
    network.forward('train');
    network.backward();
  };
  holdErrors();
  return {
    name: 'omega',
    arena,
    parameters,
    gradient,
    value() {
      const rows = batch.sequenceLength * batch.batchSize;
      const directions = network.layers.flatMap((layer) => layer.directions);
      return directions.reduce(
        (sum, direction) => sum + heldOmega(arena, options, direction, rows, batch.batchSize),
        0,
      );
    },
    fillGradient() {
      holdErrors();
      arena.view(gradient).fill(0);
      regularizer.add(1);
    },
  };
}

/** α·Ω of one direction; see `omega` for the equations. */
function heldOmega(
  arena: Arena,
  { alpha, ratio, reduction }: OmegaOptions,
  { type, parameters, workspace }: Direction,
  rows: number,
  batchSize: number,
): number {
  const names = cellsWithOmega[type];
  if (!names) return 0;
  const W = named(parameters, names.recurrent);
  const e = named(workspace, names.error);
  const d = named(workspace, 'dh');
  const at = (tensor: Tensor, i: number, j: number): number =>
    arena.elements[arena.indexOf(tensor, i, j)]!;
  let sum = 0;
  let activeCount = 0;
  for (let n = 0; n < rows; n++) {
    let [dSquare, vSquare] = [0, 0];
    for (let i = 0; i < W.rows; i++) {
      let v = 0;
      for (let j = 0; j < W.columns; j++) v += at(e, n, j) * at(W, i, j);
      vSquare += v * v;
      dSquare += at(d, batchSize + n, i) * at(d, batchSize + n, i);
    }
    if (dSquare < leastSquare(batchSize)) continue;
    activeCount++;
    const r = ratio === 'squaredNorm' ? vSquare / dSquare : Math.sqrt(vSquare / dSquare);
    sum += (r - 1) * (r - 1);
  }
  const terms = reduction === 'sum' ? batchSize : activeCount;
  return terms === 0 ? 0 : (alpha / terms) * sum;
}
