// The exported model computes in ONNX Runtime what the network computes here.
import { describe, expect, test } from 'vitest';
import type { ElmanOptions } from '../../../src/cells/elman.ts';
import type { GruOptions } from '../../../src/cells/gruOptions.ts';
import type { LstmOptions } from '../../../src/cells/lstm.ts';
import type { LayerOptions, SurroundingOptions } from '../../../src/model/layerOptions.ts';
import type { NetworkOptions } from '../../../src/model/networkOptions.ts';
import { networkModel } from '../../../src/model/onnx/networkModel.ts';
import { encodeOnnx } from '../../../src/model/onnx/proto.ts';
import { tensorsOf } from '../../../src/model/weights/parameters.ts';
import { fillBatch, openLab } from '../../helpers/network.ts';
import { runOnnx } from './runtime.ts';

/** What is varied; what a row leaves out is as in USUAL. */
interface Row {
  readonly layers: readonly LayerOptions[];
  readonly input?: 'dense' | 'index';
  readonly readout?: 'linear' | 'none';
  readonly steps?: 'lastStep' | 'everyStep';
}

const USUAL = { input: 'dense', readout: 'linear', steps: 'everyStep' } as const;
const [T, B, I, O] = [7, 3, 4, 2];

const elman = (options: Partial<ElmanOptions & SurroundingOptions> = {}): LayerOptions => ({
  type: 'elman',
  hiddenSize: 5,
  activation: 'tanh',
  bias: true,
  initialState: 'zero',
  ...options,
});

const lstm = (options: Partial<LstmOptions & SurroundingOptions> = {}): LayerOptions => ({
  type: 'lstm',
  hiddenSize: 5,
  bias: true,
  forgetBias: 1,
  peephole: false,
  initialState: 'zero',
  ...options,
});

const gru = (options: Partial<GruOptions & SurroundingOptions> = {}): LayerOptions => ({
  type: 'gru',
  hiddenSize: 5,
  bias: true,
  reset: 'after',
  initialState: 'zero',
  ...options,
});

/** One line per feature that a model may get wrong. */
const ROWS: Readonly<Record<string, Row>> = {
  'a tanh layer': { layers: [elman()] },
  'a sigmoid layer': { layers: [elman({ activation: 'sigmoid' })] },
  'a relu layer': { layers: [elman({ activation: 'relu' })] },
  'a linear layer': { layers: [elman({ activation: 'linear' })] },
  'no bias': { layers: [elman({ bias: false })] },
  'a constant initial state': { layers: [elman({ initialState: 0.5 })] },
  'a trained initial state': { layers: [elman({ initialState: 'trainable' })] },
  'two layers': {
    layers: [elman({ activation: 'relu' }), elman({ hiddenSize: 3, initialState: 'trainable' })],
  },
  symbols: { layers: [elman()], input: 'index' },
  'symbols, the last step of two layers': {
    layers: [elman(), elman({ hiddenSize: 6, initialState: -0.25 })],
    input: 'index',
    steps: 'lastStep',
  },
  'the last step': { layers: [elman()], steps: 'lastStep' },
  'no readout': { layers: [elman({ hiddenSize: O })], readout: 'none' },
  'an LSTM layer': { layers: [lstm()] },
  'an LSTM layer with peepholes and trained initial states': {
    layers: [lstm({ peephole: true, initialState: 'trainable' })],
  },
  'an LSTM layer without bias, symbols, the last step': {
    layers: [lstm({ bias: false })],
    input: 'index',
    steps: 'lastStep',
  },
  'a GRU layer': { layers: [gru()] },
  'a GRU layer, reset before the product': { layers: [gru({ reset: 'before' })] },
  'GRU below LSTM, trained initial states': {
    layers: [gru({ initialState: 'trainable' }), lstm({ initialState: 'trainable' })],
  },
  'both directions': { layers: [lstm({ bidirectional: true }), gru({ bidirectional: true })] },
  'the last step of both directions': {
    layers: [gru({ bidirectional: true, initialState: 'trainable' })],
    steps: 'lastStep',
  },
  'normalized outputs': { layers: [lstm({ normalization: 'layer' }), elman()] },
  'residual connections': {
    layers: [gru({ hiddenSize: I, residual: true }), gru({ hiddenSize: I, residual: true })],
  },
  'the last step, normalized and residual': {
    layers: [elman({ hiddenSize: 2, bidirectional: true, normalization: 'layer', residual: true })],
    steps: 'lastStep',
  },
  'dropout, which does not act': { layers: [lstm({ dropout: 0.5, recurrentDropout: 0.5 })] },
  'no readout, the last step': {
    layers: [elman({ hiddenSize: O })],
    readout: 'none',
    steps: 'lastStep',
  },
};

/** Numbers that look drawn: halves to ±1 in a fixed order. */
function numbers(count: number, start: number): number[] {
  return Array.from({ length: count }, (_, i) => (((i + start) * 37) % 101) / 101 - 0.5);
}

function compute(row: Row) {
  const { layers, input, readout, steps } = { ...USUAL, ...row };
  const options: NetworkOptions = {
    layers,
    readout: { type: readout },
    loss: { type: 'squaredError' },
    input: { kind: input, size: I },
    target: { kind: 'value', size: O, steps },
    size: { sequenceLength: T, batchSize: B },
    carriesState: false,
  };
  const { arena, network } = openLab(options, 'f32', 'reference');
  network.parameters.tensors.forEach((tensor, i) => {
    arena.write(tensor, numbers(tensor.rows * tensor.columns, 11 * i));
  });
  const values = numbers(T * B * I, 3).map((value) => 2 * value);
  const symbols = Array.from({ length: T * B }, (_, i) => (i * i + 1) % I);
  fillBatch(network, input === 'dense' ? { inputs: values } : { symbols });
  network.forward('evaluate');
  const { elements, start, stride, rows } = network.outputs();
  const outputs = Array.from({ length: rows }, (_, n) => [
    ...elements.subarray(start + n * stride, start + n * stride + O),
  ]);
  const tensors = [...tensorsOf(network.parameters, arena.view(network.parameters))];
  const model = networkModel(
    { layers, input: options.input, steps, tensors },
    { producer: 'test', description: '', metadata: { a: 'b' } },
  );
  return {
    outputs: outputs.flat(),
    shape: steps === 'lastStep' ? [B, O] : [T, B, O],
    bytes: encodeOnnx(model),
    given:
      input === 'dense'
        ? ({ type: 'float32', shape: [T, B, I], values } as const)
        : ({ type: 'int64', shape: [T, B], values: symbols } as const),
  };
}

const TOLERANCE = 2e-6;

describe('ONNX Runtime computes the outputs of', () => {
  test.each(Object.entries(ROWS))('%s', async (_, row) => {
    const { outputs, shape, bytes, given } = compute(row);
    const found = await runOnnx(bytes, given);
    expect(found.shape).toEqual(shape);
    expect(Math.max(...outputs.map(Math.abs))).toBeGreaterThan(0.05);
    found.values.forEach((value, i) => {
      const expected = outputs[i] ?? Number.NaN;
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(
        TOLERANCE * Math.max(1, Math.abs(expected)),
      );
    });
    expect(found.values.length).toBe(outputs.length);
  });

  test('sequences and batches of other sizes', async () => {
    const { outputs, bytes, given } = compute({ layers: [elman({ initialState: 0.5 })] });
    const values = given.values.slice(0, 2 * B * I).filter((__, i) => i % (B * I) < I);
    const found = await runOnnx(bytes, { type: 'float32', shape: [2, 1, I], values });
    expect(found.shape).toEqual([2, 1, O]);
    const expected = [...outputs.slice(0, O), ...outputs.slice(B * O, B * O + O)];
    found.values.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5);
    });
  });
});

test('equal networks give equal bytes', () => {
  const { layers } = ROWS['two layers'] ?? { layers: [] };
  expect(compute({ layers }).bytes).toEqual(compute({ layers }).bytes);
});
