// Models of what PyTorch has no module for: peepholes, a reset gate before the product.
import { expect, test } from 'vitest';
import { networkModel } from '../../../src/model/onnx/networkModel.ts';
import { encodeOnnx } from '../../../src/model/onnx/proto.ts';
import type { ExchangedLayer } from '../../../src/model/weights/counterparts.ts';
import type { WeightTensor } from '../../../src/model/weights/safetensors.ts';
import { naiveGru, naiveLstm } from './naive.ts';
import { runOnnx } from './runtime.ts';

const [T, I, H] = [6, 2, 3];

/** Rows of numbers in a fixed order, none like another. */
function rows(count: number, width: number, start: number): number[][] {
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: width }, (_unused, j) => (((i * width + j + start) * 37) % 101) / 50 - 1),
  );
}

function tensor(name: string, shape: readonly number[], values: readonly number[]): WeightTensor {
  return { name: `layers.0.${name}`, shape, precision: 'f64', values: Float64Array.from(values) };
}

async function outputsOf(
  layer: ExchangedLayer,
  xs: readonly (readonly number[])[],
  tensors: readonly WeightTensor[],
): Promise<number[]> {
  const model = networkModel(
    { layers: [layer], input: { kind: 'dense', size: I }, steps: 'everyStep', tensors },
    { producer: 'test', description: '', metadata: {} },
  );
  const input = { type: 'float32', shape: [T, 1, I], values: xs.flat() } as const;
  return (await runOnnx(encodeOnnx(model), input)).values;
}

function expectEqual(found: readonly number[], expected: readonly (readonly number[])[]): void {
  expect(found.length).toBe(T * H);
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(expected.flat()[i] ?? Number.NaN, 5);
  });
}

test('an LSTM with peepholes', async () => {
  const [Wxh, Whh] = [rows(I, 4 * H, 1), rows(H, 4 * H, 50)];
  const [bh = []] = rows(1, 4 * H, 7);
  const peepholes = rows(3, H, 30);
  const xs = rows(T, I, 11);
  const found = await outputsOf(
    { type: 'lstm', hiddenSize: H, initialState: 'zero', peephole: true },
    xs,
    [
      tensor('Wxh', [I, 4 * H], Wxh.flat()),
      tensor('Whh', [H, 4 * H], Whh.flat()),
      tensor('bh', [4 * H], bh),
      ...['pi', 'pf', 'po'].map((name, i) => tensor(name, [H], peepholes[i] ?? [])),
    ],
  );
  expectEqual(found, naiveLstm(xs, { Wxh, Whh, bh, peepholes }));
  const without = naiveLstm(xs, { Wxh, Whh, bh }).flat();
  expect(found.some((value, i) => Math.abs(value - (without[i] ?? 0)) > 0.01)).toBe(true);
});

test('a GRU whose reset gate acts before the product', async () => {
  const [Wxh, Whh] = [rows(I, 3 * H, 1), rows(H, 3 * H, 50)];
  const [bh = []] = rows(1, 3 * H, 7);
  const xs = rows(T, I, 11);
  const tensors = [
    tensor('Wxh', [I, 3 * H], Wxh.flat()),
    tensor('Whh', [H, 3 * H], Whh.flat()),
    tensor('bh', [3 * H], bh),
  ];
  const layer = { type: 'gru', hiddenSize: H, initialState: 'zero' } as const;
  const expected = naiveGru(xs, { Wxh, Whh, bh });
  expectEqual(await outputsOf({ ...layer, reset: 'before' }, xs, tensors), expected);
  const after = await outputsOf({ ...layer, reset: 'after' }, xs, tensors);
  expect(after.some((value, i) => Math.abs(value - (expected.flat()[i] ?? 0)) > 0.01)).toBe(true);
});

test('a cell that no operator computes is refused', async () => {
  const layer = { type: 'clockwork', hiddenSize: H, initialState: 'zero' } as const;
  await expect(outputsOf(layer, [], [])).rejects.toThrow(
    'layers.0 has no operator in ONNX: it is clockwork',
  );
});
