// Our names and layout against PyTorch's: what each tensor becomes, and that nothing is lost on the
// way there and back. That the numbers then mean the same is for the golden test.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParameterSpec } from '../../../src/cells/cell.ts';
import type { ExchangedLayer } from '../../../src/model/weights/counterparts.ts';
import { readWeights } from '../../../src/model/weights/readWeights.ts';
import { encodeSafetensors, type WeightTensor } from '../../../src/model/weights/safetensors.ts';
import { toPyTorch } from '../../../src/model/weights/toPyTorch.ts';
import { WeightsFileError } from '../../../src/model/weights/weightsFileError.ts';
import { networkOf, tensorsFor } from './networks.ts';

const ALL = { prefix: '', readout: null, isPartial: false };
const UNITS = { hiddenSize: 2, initialState: 'zero' } as const;
const tanh: ExchangedLayer = { type: 'elman', activation: 'tanh', ...UNITS };
const gru: ExchangedLayer = { type: 'gru', reset: 'after', ...UNITS };
const lstm: ExchangedLayer = { type: 'lstm', ...UNITS };

function tensor(name: string, shape: readonly number[], values: readonly number[]): WeightTensor {
  return { name, shape, precision: 'f64', values: Float64Array.from(values) };
}

const asObject = (tensors: readonly WeightTensor[]) =>
  Object.fromEntries(tensors.map(({ name, shape, values }) => [name, [shape, [...values]]]));

describe('to PyTorch', () => {
  test('matrices are transposed, the second bias is zero', () => {
    const found = toPyTorch(
      [tanh],
      [
        tensor('layers.0.Wxh', [3, 2], [1, 2, 3, 4, 5, 6]),
        tensor('layers.0.Whh', [2, 2], [1, 2, 3, 4]),
        tensor('layers.0.bh', [2], [5, 6]),
        tensor('layers.0.h0', [2], [7, 8]),
        tensor('readout.W', [2, 1], [1, 2]),
        tensor('readout.b', [1], [9]),
      ],
    );
    expect(asObject(found)).toEqual({
      weight_ih_l0: [
        [2, 3],
        [1, 3, 5, 2, 4, 6],
      ],
      weight_hh_l0: [
        [2, 2],
        [1, 3, 2, 4],
      ],
      bias_ih_l0: [[2], [5, 6]],
      bias_hh_l0: [[2], [0, 0]],
      h0_l0: [[2], [7, 8]],
      'readout.weight': [
        [1, 2],
        [1, 2],
      ],
      'readout.bias': [[1], [9]],
    });
  });

  test("the candidate's recurrent bias of a GRU is the last part of bias_hh", () => {
    const found = toPyTorch(
      [gru],
      [
        tensor('layers.0.reverse.bh', [6], [1, 2, 3, 4, 5, 6]),
        tensor('layers.0.reverse.bhn', [2], [7, 8]),
      ],
    );
    expect(asObject(found)).toEqual({
      bias_ih_l0_reverse: [[6], [1, 2, 3, 4, 5, 6]],
      bias_hh_l0_reverse: [[6], [0, 0, 0, 0, 7, 8]],
    });
  });

  test.each<[ExchangedLayer, RegExp]>([
    [{ ...tanh, activation: 'sigmoid' }, /^layers\.0 has no .*its activation is sigmoid/],
    [{ ...tanh, activation: 'linear' }, /its activation is linear, torch\.nn\.RNN has/],
    [{ ...gru, reset: 'before' }, /its reset gate acts before/],
    [{ ...lstm, peephole: true }, /it has peepholes/],
    [{ ...tanh, type: 'toString' }, /PyTorch has no toString/],
  ])('%o is refused', (layer, message) => {
    expect(() => toPyTorch([layer], [])).toThrow(message);
  });
});

describe('from PyTorch', () => {
  const read = (
    layer: ExchangedLayer,
    shapes: readonly Pick<ParameterSpec, 'name' | 'shape'>[],
    tensors: readonly WeightTensor[],
  ) => {
    const specs = shapes.map((spec) => ({ ...spec, role: 'bias' as const }));
    return readWeights(encodeSafetensors(tensors, {}), { layers: [layer], specs }, ALL);
  };

  test('the two biases are added', () => {
    const found = read(
      lstm,
      [
        { name: 'layers.0.bh', shape: [8] },
        { name: 'layers.0.Whh', shape: [2, 8] },
      ],
      [
        tensor('bias_ih_l0', [8], [1, 2, 3, 4, 5, 6, 7, 8]),
        tensor('bias_hh_l0', [8], [10, 20, 30, 40, 50, 60, 70, 80]),
        tensor('weight_hh_l0', [8, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]),
      ],
    );
    expect([...(found.get('layers.0.bh') ?? [])]).toEqual([11, 22, 33, 44, 55, 66, 77, 88]);
    expect([...(found.get('layers.0.Whh') ?? [])]).toEqual([
      1, 3, 5, 7, 9, 11, 13, 15, 2, 4, 6, 8, 10, 12, 14, 16,
    ]);
  });

  test('but not those of the candidate of a GRU', () => {
    const found = read(
      gru,
      [
        { name: 'layers.0.Wxh', shape: [1, 6] },
        { name: 'layers.0.bh', shape: [6] },
        { name: 'layers.0.bhn', shape: [2] },
      ],
      [
        tensor('weight_ih_l0', [6, 1], [1, 2, 3, 4, 5, 6]),
        tensor('bias_ih_l0', [6], [1, 2, 3, 4, 5, 6]),
        tensor('bias_hh_l0', [6], [10, 20, 30, 40, 50, 60]),
      ],
    );
    expect([...(found.get('layers.0.bh') ?? [])]).toEqual([11, 22, 33, 44, 5, 6]);
    expect([...(found.get('layers.0.bhn') ?? [])]).toEqual([50, 60]);
  });
});

describe('a readout under another name', () => {
  const body = [
    tensor('layers.0.Wxh', [1, 1], [1]),
    tensor('readout.W', [1], [2]),
    tensor('fc.W', [1], [3]),
    tensor('optimizer.layers.0.Wxh', [1], [4]),
  ];
  const specs: ParameterSpec[] = [
    { name: 'layers.0.Wxh', shape: [1, 1], role: 'input' },
    { name: 'readout.W', shape: [1], role: 'output' },
  ];

  test('takes the place of the usual one', () => {
    const valueWith = (readout: string | null, tensors: readonly WeightTensor[]) =>
      readWeights(
        encodeSafetensors(tensors, {}),
        { layers: [tanh], specs },
        { ...ALL, readout },
      ).get('readout.W');
    expect(valueWith(null, body)).toEqual(Float64Array.of(2));
    expect(valueWith('fc.', body)).toEqual(Float64Array.of(3));
    expect(valueWith('fc.', body.toReversed())).toEqual(Float64Array.of(3));
  });
});

test('bytes that were changed give one line, or weights of the right size', () => {
  const network = networkOf({
    types: ['gru'],
    hiddenSize: 2,
    inputSize: 1,
    bidirectional: false,
    bias: true,
    initialState: 'zero',
  });
  const tensors = tensorsFor(network.specs, 'f32');
  const bytes = encodeSafetensors(toPyTorch(network.layers, tensors), {});
  const change = fc.record({
    at: fc.nat(bytes.length - 1),
    byte: fc.integer({ min: 0, max: 255 }),
    length: fc.oneof(fc.constant(bytes.length), fc.nat(bytes.length)),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      let changed = bytes.slice();
      for (const { at, byte, length } of changes) {
        changed[at] = byte;
        changed = changed.slice(0, length);
      }
      try {
        const found = readWeights(changed, network, ALL);
        for (const { name, values } of tensors) {
          expect(found.get(name)?.length).toBe(values.length);
        }
      } catch (error) {
        if (!(error instanceof WeightsFileError)) throw error;
        expect(error.message).toMatch(/^[\x20-\x7e]+$/);
      }
    }),
    { numRuns: 2000 },
  );
});

describe('there and back', () => {
  const networks = fc.record({
    types: fc.array(fc.constantFrom('elman', 'lstm', 'gru'), { minLength: 1, maxLength: 3 }),
    hiddenSize: fc.integer({ min: 1, max: 5 }),
    inputSize: fc.integer({ min: 1, max: 4 }),
    bidirectional: fc.boolean(),
    bias: fc.boolean(),
    initialState: fc.constantFrom('zero' as const, 'trainable' as const),
    precision: fc.constantFrom('f32' as const, 'f64' as const),
    names: fc.constantFrom('own', 'pytorch'),
  });

  test('nothing is lost, whatever the cells', () => {
    fc.assert(
      fc.property(networks, ({ names, precision, ...shape }) => {
        const network = networkOf(shape);
        const tensors = tensorsFor(network.specs, precision);
        const written = names === 'own' ? tensors : toPyTorch(network.layers, tensors);
        const found = readWeights(encodeSafetensors(written, {}), network, ALL);
        expect([...found.keys()]).toEqual(tensors.map(({ name }) => name));
        for (const { name, values } of tensors) {
          expect(found.get(name)).toEqual(Float64Array.from(values));
        }
      }),
    );
  });
});
