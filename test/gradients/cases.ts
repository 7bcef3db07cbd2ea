// The networks whose gradients are checked: every option of the Elman cell, every loss, depth,
// target and input, each as small as it can be without being degenerate.
import type { ActivationName } from '../../src/cells/activations.ts';
import type { InitialState } from '../../src/cells/cell.ts';
import type { LossName } from '../../src/losses/index.ts';
import type { NetworkOptions } from '../../src/model/networkOptions.ts';
import { LOSS_OPTIONS } from '../helpers/losses.ts';
import type { BatchContent } from '../helpers/network.ts';

/** What is varied. */
export interface Case {
  readonly activation: ActivationName;
  readonly loss: LossName;
  readonly depth: number;
  readonly initialState: InitialState;
  readonly bias: boolean;
  readonly steps: 'lastStep' | 'everyStep';
  readonly readout: 'linear' | 'none';
  readonly carry: boolean;
  readonly input: 'dense' | 'index';
  readonly target: 'class' | 'value';
}

/** Sizes of the networks. */
export interface Sizes {
  readonly sequenceLength: number;
  readonly batchSize: number;
  /** Units of the layers, bottom first; a case takes as many as it is deep. */
  readonly hiddenSizes: readonly number[];
}

export const SMALL: Sizes = { sequenceLength: 3, batchSize: 2, hiddenSizes: [3, 4, 2] };

const INPUT_SIZE = 3;
const OUTPUT_SIZE = 2;

/** All combinations of the given values. */
export function combinations<Options extends Record<string, readonly unknown[]>>(
  options: Options,
): { [Key in keyof Options]: Options[Key][number] }[] {
  return Object.entries(options).reduce<Record<string, unknown>[]>(
    (all, [key, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [key]: value }))),
    [{}],
  ) as { [Key in keyof Options]: Options[Key][number] }[];
}

/** A line that names a case. */
export function describeCase(one: Case): string {
  return Object.entries(one)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}

/** Network of a case. Without a readout the last layer has as many units as there are outputs. */
export function networkOptions(one: Case, sizes: Sizes = SMALL): NetworkOptions {
  const { activation, depth, initialState, bias } = one;
  const units = sizes.hiddenSizes.slice(0, depth);
  if (one.readout === 'none') units[depth - 1] = OUTPUT_SIZE;
  const layer = { type: 'elman', activation, initialState, bias } as const;
  return {
    layers: units.map((hiddenSize) => ({ ...layer, hiddenSize })),
    readout: { type: one.readout },
    loss: LOSS_OPTIONS[one.loss],
    input: { kind: one.input, size: INPUT_SIZE },
    target: { kind: one.target, size: OUTPUT_SIZE, steps: one.steps },
    size: { sequenceLength: sizes.sequenceLength, batchSize: sizes.batchSize },
    carriesState: one.carry,
  };
}

/** Draws a batch for a network; at least one sequence is as long as the batch and has a target. */
export function drawBatch(
  { input, target, size, variableLengths = false }: NetworkOptions,
  draw: () => number,
): BatchContent {
  const { sequenceLength: T, batchSize: B } = size;
  const rows = T * B;
  const targets = target.steps === 'lastStep' ? B : rows;
  const list = (count: number, next: (n: number) => number): number[] =>
    Array.from({ length: count }, (_, n) => next(n));
  return {
    ...(input.kind === 'dense'
      ? { inputs: list(rows * input.size, () => 2 * draw() - 1) }
      : { symbols: list(rows, () => Math.floor(draw() * input.size)) }),
    ...(target.kind === 'value'
      ? { values: list(targets * target.size, draw) }
      : { classes: list(targets, () => Math.floor(draw() * target.size)) }),
    ...(variableLengths
      ? { lengths: list(B, (b) => (b === B - 1 ? T : 1 + Math.floor(draw() * T))) }
      : {}),
    ...(target.steps === 'markedSteps'
      ? { marks: list(rows, (n) => (n === rows - 1 || draw() < 0.5 ? 1 : 0)) }
      : {}),
  };
}

/** Whether the loss is not smooth in the parameters everywhere, so that differences may be wrong. */
export function hasKinks({ activation, loss }: Case): boolean {
  return activation === 'relu' || loss === 'huber';
}

/** Parameters of a case lie in [-1, 1), or [-2, 2) for sigmoid, whose slope is at most a quarter. */
export function largestParameter({ activation }: Case): number {
  return activation === 'sigmoid' ? 2 : 1;
}

/** Draws parameters of a case. */
export function drawParameters(one: Case, count: number, draw: () => number): number[] {
  const largest = largestParameter(one);
  return Array.from({ length: count }, () => largest * (2 * draw() - 1));
}
