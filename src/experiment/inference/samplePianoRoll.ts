// Music that a trained network plays: at each step it draws which keys sound, and goes on from them.
import { ConfigurationError } from '../../math/configurationError.ts';
import type { KernelName } from '../../math/kernels.ts';
import { openStream } from '../../math/random.ts';
import { drawKeys } from './draw.ts';
import type { Trained } from './openTrained.ts';
import { splitRows } from './splitRows.ts';
import { openStepper } from './stepper.ts';

/** What to play. */
export interface PianoRollRequest {
  /** Steps of the first test sequence to begin with. */
  readonly prime: number;
  /** Steps to draw after them. */
  readonly steps: number;
  readonly temperature: number;
  readonly seed: number;
  readonly kernels: KernelName;
}

/** Keys that sound, by step. */
export interface PianoRoll {
  /** Steps that were given and not drawn. */
  readonly primed: number;
  /** For each step the keys, ascending from 0. */
  readonly steps: readonly (readonly number[])[];
}

/**
 * Plays: the beginning of the first test sequence, then what is drawn. Without a beginning it starts
 * from silence.
 * @throws ConfigurationError if the test data have not that much, or the network was not trained to tell
 * probabilities of keys
 */
export function samplePianoRoll(
  { network, task }: Trained,
  { prime, steps, temperature, seed, kernels }: PianoRollRequest,
): PianoRoll {
  const { type } = network.spec.loss;
  if (type !== 'sigmoidCrossEntropy') {
    throw new ConfigurationError(
      `expected a network trained with sigmoidCrossEntropy to draw keys, got ${type}`,
    );
  }
  const given = primeOf(task, prime);
  const stepper = openStepper(network, kernels);
  const stream = openStream(seed, 'sample');
  const rows: ArrayLike<number>[] = [...given];
  for (const row of given.slice(0, -1)) stepper.step(row);
  let last: ArrayLike<number> = given.at(-1) ?? new Float64Array(network.input.size);
  for (let n = 0; n < steps; n++) {
    last = drawKeys(stepper.step(last), { temperature }, stream);
    rows.push(last);
  }
  return { primed: given.length, steps: rows.map(keysOf) };
}

function primeOf(task: Trained['task'], count: number): ArrayLike<number>[] {
  const rows: ArrayLike<number>[] = [];
  if (count === 0) return rows;
  for (const { inputs, isFirst } of splitRows(task, 'test')) {
    if (isFirst && rows.length > 0) break;
    rows.push(inputs);
    if (rows.length === count) return rows;
  }
  throw new ConfigurationError(
    `--prime: expected at most the ${rows.length} steps of the first test sequence, got ${count}`,
  );
}

function keysOf(row: ArrayLike<number>): number[] {
  return Array.from(row).flatMap((value, key) => (value > 0 ? [key] : []));
}
