// Sequences of different length in one batch: each gets, to the bit, the states and outputs it gets
// alone, and the gradient is the mean of theirs to rounding.
import { describe, expect, test } from 'vitest';
import type { RecurrentOptions } from '../../src/cells/index.ts';
import type { LayerOptions } from '../../src/model/layerOptions.ts';
import type { NetworkOptions } from '../../src/model/networkOptions.ts';
import { expectClose } from '../helpers/close.ts';
import { allKernels } from '../helpers/kernels.ts';
import {
  type BatchContent,
  fillBatch,
  type Lab,
  openLab,
  readTensors,
} from '../helpers/network.ts';
import { openDraws } from '../helpers/numbers.ts';

const LENGTHS = [3, 7, 1, 5];
const LONGEST = 7;
const [I, O] = [3, 2];

const common = { initialState: 'trainable', bias: true } as const;
const cells: Readonly<Record<string, (hiddenSize: number) => RecurrentOptions>> = {
  elman: (hiddenSize) => ({ ...common, type: 'elman', activation: 'tanh', hiddenSize }),
  lstm: (hiddenSize) => ({ ...common, type: 'lstm', forgetBias: 1, peephole: true, hiddenSize }),
  gru: (hiddenSize) => ({ ...common, type: 'gru', reset: 'after', hiddenSize }),
  'gru, reset before': (hiddenSize) => ({ ...common, type: 'gru', reset: 'before', hiddenSize }),
};

const stacks: Readonly<Record<string, (cell: string) => LayerOptions[]>> = {
  'one layer': (cell) => [cells[cell]!(5)],
  'two layers': (cell) => [cells[cell]!(5), cells[cell]!(4)],
  'both directions': (cell) => [
    { ...cells[cell]!(3), bidirectional: true },
    { ...cells[cell]!(3), bidirectional: true, normalization: 'layer', residual: true },
  ],
};

function options(
  layers: LayerOptions[],
  steps: 'lastStep' | 'everyStep' | 'markedSteps',
  sequenceLength: number,
  batchSize: number,
): NetworkOptions {
  return {
    layers,
    readout: { type: 'linear' },
    loss: { type: 'squaredError' },
    input: { kind: 'dense', size: I },
    target: { kind: 'value', size: O, steps },
    variableLengths: true,
    size: { sequenceLength, batchSize },
    carriesState: false,
  };
}

interface Sequence {
  readonly inputs: readonly number[][];
  readonly values: readonly number[][];
  readonly marks: readonly number[];
}

/** Sequences side by side; what lies after an end is anything but zero. */
function batchOf(
  sequences: readonly Sequence[],
  T: number,
  steps: 'lastStep' | 'everyStep' | 'markedSteps',
): BatchContent {
  const rows = Array.from({ length: T }, (_, t) => t);
  const beyond = (size: number) => new Array<number>(size).fill(1e30);
  return {
    lengths: sequences.map(({ inputs }) => inputs.length),
    inputs: rows.flatMap((t) => sequences.flatMap(({ inputs }) => inputs[t] ?? beyond(I))),
    values:
      steps === 'lastStep'
        ? sequences.flatMap(({ values }) => values[0]!)
        : rows.flatMap((t) => sequences.flatMap(({ values }) => values[t] ?? beyond(O))),
    ...(steps === 'markedSteps'
      ? { marks: rows.flatMap((t) => sequences.map(({ marks }) => marks[t] ?? 1)) }
      : {}),
  };
}

function drawSequences(draw: () => number): Sequence[] {
  const list = (count: number) => Array.from({ length: count }, () => 2 * draw() - 1);
  return LENGTHS.map((length) => ({
    inputs: Array.from({ length }, () => list(I)),
    values: Array.from({ length }, () => list(O)),
    marks: Array.from({ length }, (_, t) => (t === length - 1 || draw() < 0.5 ? 1 : 0)),
  }));
}

function run(lab: Lab, content: BatchContent) {
  const { arena, network } = lab;
  const draw = openDraws(3);
  for (const tensor of network.parameters.tensors) {
    const count = tensor.rows * tensor.columns;
    arena.write(
      tensor,
      Array.from({ length: count }, () => 2 * draw() - 1),
    );
  }
  fillBatch(network, content);
  const loss = network.forward('train');
  network.backward();
  const { elements, start, stride, rows, rowOf } = network.outputs();
  const outputs = new Map(
    Array.from({ length: rows }, (_, n) => [
      rowOf(n),
      [...elements.subarray(start + n * stride, start + n * stride + O)],
    ]),
  );
  return { loss, outputs, rows, gradient: readTensors(arena, network.gradient) };
}

const cases = Object.keys(cells).flatMap((cell) =>
  Object.keys(stacks).flatMap((stack) =>
    (['lastStep', 'everyStep', 'markedSteps'] as const).map(
      (steps) => [cell, stack, steps] as const,
    ),
  ),
);

describe.each(allKernels)('with the %s kernels', (kernelName) => {
  test.each(cases)('%s, %s, %s: a sequence in a batch is as it is alone', (cell, stack, steps) => {
    const draw = openDraws(11);
    const sequences = drawSequences(draw);
    const B = sequences.length;
    const layers = stacks[stack]!(cell);
    const together = run(
      openLab(options(layers, steps, LONGEST, B), 'f64', kernelName),
      batchOf(sequences, LONGEST, steps),
    );
    const alone = sequences.map((sequence) => {
      const T = sequence.inputs.length;
      const lab = openLab(options(layers, steps, T, 1), 'f64', kernelName);
      return run(lab, batchOf([sequence], T, steps));
    });

    for (const [b, { outputs }] of alone.entries()) {
      for (const [t, y] of outputs) expect(together.outputs.get(t * B + b)).toEqual(y);
    }
    expect(together.rows).toBe(alone.reduce((sum, { rows }) => sum + rows, 0));
    const weighted = (of: (one: (typeof alone)[number]) => number) =>
      alone.reduce((sum, one) => sum + of(one) * one.rows, 0) / together.rows;
    expectClose([together.loss], [weighted(({ loss }) => loss)], () => 1e-14 * 10);
    for (const [name, values] of together.gradient) {
      const expected = values.map((_, i) => weighted(({ gradient }) => gradient.get(name)![i]!));
      const largest = Math.max(...expected.map(Math.abs));
      expectClose(values, expected, () => 1e-13 * Math.max(1, largest));
    }
  });
});
