// A network run step by step, or in pieces, has the bits of a pass over whole sequences.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outputSizeOfNetwork } from '../../../src/experiment/inference/fittingTask.ts';
import { openNetwork } from '../../../src/experiment/inference/openNetwork.ts';
import { openPredictor } from '../../../src/experiment/inference/predictor.ts';
import { openStepper } from '../../../src/experiment/inference/stepper.ts';
import type { StoredNetwork } from '../../../src/experiment/storedNetwork.ts';
import { openStream } from '../../../src/math/random.ts';
import { trainedOf } from '../../helpers/trained.ts';

const CELLS = [
  { type: 'elman', hiddenSize: 5, initialState: 'trainable' },
  { type: 'lstm', hiddenSize: 3, peephole: true, initialState: 0.25 },
  { type: 'gru', hiddenSize: 6, normalization: 'layer' },
] as const;

const TASKS = [
  { type: 'temporalOrder', length: 12 },
  { type: 'addition', length: 12 },
] as const;

function networkOf(task: object, layers: readonly object[], precision = 'f32'): StoredNetwork {
  return trainedOf({ task, precision, model: { layers } }).network;
}

/** Symbols or rows of numbers for a network. */
function sequenceFor({ input }: StoredNetwork, length: number, seed: number) {
  const stream = openStream(seed, 'test');
  const values =
    input.kind === 'index'
      ? Array.from({ length }, () => stream.integer(input.size))
      : Array.from({ length: length * input.size }, () => stream.gaussian());
  const at = (t: number) =>
    input.kind === 'index' ? (values[t] ?? 0) : values.slice(t * input.size, (t + 1) * input.size);
  return { length, values, at };
}

/** Outputs of one pass over the whole sequence, row by row. */
function wholePass(stored: StoredNetwork, { length, values }: ReturnType<typeof sequenceFor>) {
  const size = outputSizeOfNetwork(stored);
  const network = openNetwork(
    stored,
    {
      target: { kind: 'value', size, steps: 'everyStep' },
      variableLengths: false,
      sequenceLength: length,
      batchSize: 1,
      carriesState: false,
    },
    'reference',
  );
  const { batch } = network;
  if (stored.input.kind === 'index') batch.symbols.set(values);
  else {
    for (const [index, value] of values.entries()) {
      const row = Math.floor(index / stored.input.size);
      batch.inputs[row * batch.inputStride + (index % stored.input.size)] = value;
    }
  }
  network.forward('evaluate');
  const { elements, start, stride, rows } = network.outputs();
  return Array.from({ length: rows }, (_, n) => [
    ...elements.subarray(start + n * stride, start + n * stride + size),
  ]);
}

const cases = TASKS.flatMap((task) =>
  CELLS.map((cell) => ({ name: `${task.type}, ${cell.type}`, task, cell })),
);

describe.each(cases)('$name', ({ task, cell }) => {
  const stored = networkOf({ ...task }, [cell, { type: 'elman', hiddenSize: 4 }]);
  const whole = sequenceFor(stored, 450, 1);
  const expected = wholePass(
    { ...stored, spec: { ...stored.spec, loss: { type: 'squaredError' } } },
    whole,
  );

  test('steps give the outputs of the whole pass, and again after a restart', () => {
    for (const kernels of ['reference', '128'] as const) {
      const stepper = openStepper(stored, kernels);
      for (let round = 0; round < 2; round++) {
        stepper.restart();
        const found = expected.slice(0, 40).map((_, t) => [...stepper.step(whole.at(t))]);
        expect(found).toEqual(expected.slice(0, 40));
      }
    }
  });

  test('pieces give the outputs of the whole pass', () => {
    const predictor = openPredictor(stored, 1, 'everyStep', '128');
    expect(predictor.predict([whole])).toEqual([Float64Array.from(expected.flat())]);
    const last = openPredictor(stored, 1, 'lastStep', '128');
    expect(last.predict([whole])).toEqual([Float64Array.from(expected.at(-1) ?? [])]);
  });
});

describe('several sequences at a time', () => {
  const layers = [
    [{ type: 'lstm', hiddenSize: 4 }],
    [{ type: 'gru', hiddenSize: 4, bidirectional: true }],
  ];

  test.each(layers)('each has the bits it has alone: %j', (...layer) => {
    const stored = networkOf({ type: 'addition', length: 12 }, layer);
    const [alone, together] = [1, 7].map((size) => openPredictor(stored, size, 'everyStep', '128'));
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 430 }), { minLength: 1, maxLength: 7 }),
        (lengths) => {
          const sequences = lengths.map((length, b) => sequenceFor(stored, length, b));
          const separate = sequences.map((one) => alone?.predict([one])[0]);
          expect(together?.predict(sequences)).toEqual(separate);
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('what a stepper refuses', () => {
  const layer = { type: 'elman', hiddenSize: 3 };

  test('a bidirectional layer', () => {
    const stored = networkOf({ type: 'addition' }, [{ ...layer, bidirectional: true }]);
    expect(() => openStepper(stored, 'reference')).toThrow(/bidirectional/);
  });

  test.each([[6], [-1], [1.5], [[1, 2]]])('a symbol that is none: %j', (symbol) => {
    const stepper = openStepper(networkOf({ type: 'temporalOrder' }, [layer]), 'reference');
    expect(() => stepper.step(symbol)).toThrow(/expected a symbol below 6/);
  });

  test.each([[1], [[1]], [[1, 2, 3]]])('a row of another size: %j', (row) => {
    const stepper = openStepper(networkOf({ type: 'addition' }, [layer]), 'reference');
    expect(() => stepper.step(row)).toThrow(/expected a row of 2 numbers/);
  });
});
