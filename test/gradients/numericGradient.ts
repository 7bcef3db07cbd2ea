// The gradient of a network by finite differences of its own forward pass.
import { openStream } from '../../src/math/random.ts';
import type { NetworkOptions } from '../../src/model/networkOptions.ts';
import {
  type BatchContent,
  fillBatch,
  type Lab,
  openLab,
  readTensors,
} from '../helpers/network.ts';
import { openDraws } from '../helpers/numbers.ts';
import { type Case, drawBatch, hasKinks, largestParameter, networkOptions } from './cases.ts';
import { derivative } from './differences.ts';
import { farOutputs } from './naive.ts';

/** An analytic gradient and the one it should be, tensor by tensor. */
export interface Gradients {
  readonly analytic: Map<string, number[]>;
  readonly numeric: Map<string, number[]>;
}

/** A network whose gradient is wanted. */
export interface Subject {
  readonly options: NetworkOptions;
  /** Whether the loss is that of a second chunk whose states are carried over from a first. */
  readonly carry: boolean;
  /** Whether a unit may have a kink. */
  readonly hasKinks: boolean;
  /** Parameters are uniform in [-largest, largest). */
  readonly largest: number;
  /** Displacement of the differences, where the usual one is too large. */
  readonly step?: number;
}

const SEEDS = 1000;
/** A tensor's largest entry, over the loss, below which rounding of the loss would decide. */
const SMALLEST_GRADIENT = 1e-3;

/**
 * Gradients of a case at the first seed where they can be measured: no difference crosses a kink,
 * and every tensor has a gradient that rounding does not drown.
 */
export function gradientsOf(one: Case): Gradients {
  return measuredGradients({
    options: networkOptions(one),
    carry: one.carry,
    hasKinks: hasKinks(one),
    largest: largestParameter(one),
  });
}

/** Gradients of a network at the first seed where they can be measured, as in `gradientsOf`. */
export function measuredGradients(subject: Subject): Gradients {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const gradients = gradientsAt(subject, seed);
    if (gradients) return gradients;
  }
  throw new Error(`no seed in 1 … ${SEEDS} gives a gradient that can be measured`);
}

/**
 * Whether every tensor has a gradient; a forward direction's initial state has none in a carried
 * chunk.
 */
function isMeasurable(
  { carry }: Subject,
  analytic: ReadonlyMap<string, readonly number[]>,
  loss: number,
): boolean {
  return [...analytic].every(
    ([name, values]) =>
      (carry && /^layers\.\d+\.[hc]0$/.test(name)) ||
      Math.max(...values.map(Math.abs)) > SMALLEST_GRADIENT * Math.max(1, loss),
  );
}

function gradientsAt(subject: Subject, seed: number): Gradients | null {
  const { options, carry, largest } = subject;
  const lab = openLab(options, 'f64', '128');
  const draw = openDraws(seed);
  const chunks: readonly BatchContent[] = carry
    ? [drawBatch(options, draw), drawBatch(options, draw)]
    : [drawBatch(options, draw)];
  const { arena, network } = lab;
  network.drawDropout(openStream(seed, 'dropout'));
  const parameters = arena.view(network.parameters);
  for (const tensor of network.parameters.tensors) {
    const count = tensor.rows * tensor.columns;
    arena.write(
      tensor,
      Array.from({ length: count }, () => largest * (2 * draw() - 1)),
    );
  }
  const base = parameters.slice();

  /** Loss of the last chunk; chunks before it run at the base point, as their states are given. */
  const loss = (at: number, displacement: number): number => {
    parameters.set(base);
    runEarlier(lab, chunks);
    parameters[at] = base[at]! + displacement;
    fillBatch(network, chunks[chunks.length - 1]!);
    network.batch.carryState = carry;
    return network.forward('train');
  };

  const lossAtBase = loss(0, 0);
  network.backward();
  const analytic = readTensors(arena, network.gradient);
  if (!isMeasurable(subject, analytic, lossAtBase)) return null;
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
          crossesKink ||= subject.hasKinks && sides(lab, chunks) !== active;
          return value;
        }, subject.step);
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

/** Which units of relu are above zero at each step, and which errors above huber's delta, to compare. */
function sides(lab: Lab, chunks: readonly BatchContent[]): string {
  const { layers, loss } = lab.network.options;
  const active = layers.some((layer) => 'activation' in layer && layer.activation === 'relu');
  return (active ? activeUnits(lab) : '') + (loss.type === 'huber' ? farErrors(lab, chunks) : '');
}

function activeUnits({ arena, network }: Lab): string {
  let units = '';
  for (const { h } of network.layers.flatMap(({ directions }) => directions)) {
    for (let i = 0; i < h.rows; i++) {
      const start = arena.indexOf(h, i, 0);
      for (let j = 0; j < h.columns; j++) units += arena.elements[start + j]! > 0 ? '1' : '0';
    }
  }
  return units;
}

function farErrors({ network }: Lab, chunks: readonly BatchContent[]): string {
  const { elements, start, stride, rows, rowOf } = network.outputs();
  const last = chunks[chunks.length - 1]!;
  let far = '';
  for (let row = 0; row < rows; row++) {
    const at = start + row * stride;
    const y = [...elements.subarray(at, at + network.options.target.size)];
    far += farOutputs(network.options, last, y, rowOf(row));
  }
  return far;
}
