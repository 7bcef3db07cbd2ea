// The gradient of a network by finite differences of its own forward pass.
import {
  type BatchContent,
  fillBatch,
  type Lab,
  openLab,
  readTensors,
} from '../helpers/network.ts';
import { openDraws } from '../helpers/numbers.ts';
import { type Case, drawBatch, drawParameters, hasKinks, networkOptions } from './cases.ts';
import { derivative } from './differences.ts';
import { farOutputs } from './naive.ts';

/** An analytic gradient and the one it should be, tensor by tensor. */
export interface Gradients {
  readonly analytic: Map<string, number[]>;
  readonly numeric: Map<string, number[]>;
}

const SEEDS = 200;
/** A tensor's largest entry, over the loss, below which rounding of the loss would decide. */
const SMALLEST_GRADIENT = 1e-3;

/**
 * Gradients of a case at the first seed where they can be measured: no difference crosses a kink,
 * and every tensor has a gradient that rounding does not drown.
 */
export function gradientsOf(one: Case): Gradients {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const gradients = gradientsAt(one, seed);
    if (gradients) return gradients;
  }
  throw new Error(`no seed in 1 … ${SEEDS} gives a gradient that can be measured`);
}

/** Whether every tensor has a gradient; an initial state has none in a carried chunk. */
function isMeasurable(
  { carry }: Case,
  analytic: ReadonlyMap<string, readonly number[]>,
  loss: number,
): boolean {
  return [...analytic].every(
    ([name, values]) =>
      (carry && name.endsWith('h0')) ||
      Math.max(...values.map(Math.abs)) > SMALLEST_GRADIENT * Math.max(1, loss),
  );
}

function gradientsAt(one: Case, seed: number): Gradients | null {
  const options = networkOptions(one);
  const lab = openLab(options, 'f64', '128');
  const draw = openDraws(seed);
  const chunks: readonly BatchContent[] = one.carry
    ? [drawBatch(options, draw), drawBatch(options, draw)]
    : [drawBatch(options, draw)];
  const { arena, network } = lab;
  const parameters = arena.view(network.parameters);
  for (const tensor of network.parameters.tensors) {
    arena.write(tensor, drawParameters(one, tensor.rows * tensor.columns, draw));
  }
  const base = parameters.slice();

  /** Loss of the last chunk; chunks before it run at the base point, as their states are given. */
  const loss = (at: number, displacement: number): number => {
    parameters.set(base);
    runEarlier(lab, chunks);
    parameters[at] = base[at]! + displacement;
    fillBatch(network, chunks[chunks.length - 1]!);
    network.batch.carryState = one.carry;
    return network.forward('train');
  };

  const lossAtBase = loss(0, 0);
  network.backward();
  const analytic = readTensors(arena, network.gradient);
  if (!isMeasurable(one, analytic, lossAtBase)) return null;
  const active = sides(lab, chunks);
  const numeric = new Map<string, number[]>();
  const start = arena.indexOf(network.parameters.tensors[0]!, 0, 0);
  for (const tensor of network.parameters.tensors) {
    const values: number[] = [];
    for (let i = 0; i < tensor.rows; i++) {
      for (let j = 0; j < tensor.columns; j++) {
        const at = arena.indexOf(tensor, i, j) - start;
        let crossesKink = false;
        const difference = derivative((displacement) => {
          const value = loss(at, displacement);
          crossesKink ||= hasKinks(one) && sides(lab, chunks) !== active;
          return value;
        });
        if (crossesKink) return null;
        values.push(difference);
      }
    }
    numeric.set(tensor.name, values);
  }
  return { analytic, numeric };
}

function runEarlier({ network }: Lab, chunks: readonly BatchContent[]): void {
  network.batch.carryState = false;
  for (const chunk of chunks.slice(0, -1)) {
    fillBatch(network, chunk);
    network.forward('train');
  }
}

/** Which units are above zero at each step, and which errors above huber's delta, to compare. */
function sides({ arena, network }: Lab, chunks: readonly BatchContent[]): string {
  const { elements, start, stride, rows } = network.outputs();
  const last = chunks[chunks.length - 1]!;
  const far = Array.from({ length: rows }, (_, row) => {
    const at = start + row * stride;
    const y = [...elements.subarray(at, at + network.options.target.size)];
    return farOutputs(network.options, last, y, row);
  });
  const active = network.layers
    .map(({ h }) =>
      arena
        .read(h)
        .map((value) => (value > 0 ? '1' : '0'))
        .join(''),
    )
    .join(' ');
  return `${active} ${far.join('')}`;
}
