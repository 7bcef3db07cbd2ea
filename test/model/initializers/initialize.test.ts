// Initializers in a whole network, through build().
import { describe, expect, test } from 'vitest';
import { build } from '../../../src/experiment/build.ts';
import { formatIssues } from '../../../src/experiment/load/issue.ts';
import { loadConfigValue } from '../../../src/experiment/load/loadConfig.ts';
import type { Spec } from '../../../src/experiment/schema/spec.ts';
import type { KernelName } from '../../../src/math/kernels.ts';

function specOf(config: Record<string, unknown>): Spec {
  const result = loadConfigValue(config, { file: 'test' });
  if (!result.ok) throw new Error(formatIssues(result.issues));
  return result.spec;
}

function parametersOf(config: Record<string, unknown>, kernels: KernelName = 'reference') {
  const { arena, network } = build(specOf(config), kernels);
  return Object.fromEntries(
    network.parameters.tensors.map((tensor) => [tensor.name, arena.read(tensor)]),
  );
}

const network = (initializer: object, precision = 'f64') => ({
  task: { type: 'temporalOrder', length: 20 },
  precision,
  model: { layers: [{ type: 'elman', hiddenSize: 20, initialState: 'trainable' }], initializer },
});

describe('initialize', () => {
  test.each([
    'normal',
    'uniform',
    'xavier',
    'orthogonal',
    'identity',
    'sigmoid',
    'basicTanh',
    'smartTanh',
    'sparse',
    'kaiming',
    'lecun',
    'uniformByHiddenSize',
    'spectralRadius',
  ])('%s gives the same parameters with every kernel', (type) => {
    const expected = parametersOf(network({ type }, 'f32'), 'reference');
    expect(Object.keys(expected)).toEqual([
      'layers.0.Wxh',
      'layers.0.Whh',
      'layers.0.bh',
      'layers.0.h0',
      'readout.W',
      'readout.b',
    ]);
    expect(parametersOf(network({ type }, 'f32'), '128')).toEqual(expected);
  });

  test('uniformByHiddenSize takes the range of each layer and of the readout from the states', () => {
    const layers = [
      { type: 'elman', hiddenSize: 100 },
      { type: 'elman', hiddenSize: 25 },
    ];
    const { task } = network({});
    const model = { layers, initializer: { type: 'uniformByHiddenSize' } };
    for (const [name, values] of Object.entries(parametersOf({ task, model, precision: 'f64' }))) {
      const bound = name.startsWith('layers.0.') ? 0.1 : 0.2;
      const largest = Math.max(...values.map(Math.abs));
      expect(largest).toBeLessThanOrEqual(bound);
      expect(largest).toBeGreaterThan(name === 'readout.b' ? 0 : 0.8 * bound);
    }
  });

  test('the range of a uniform base is checked', () => {
    const initializer = {
      type: 'spectralRadius',
      base: { type: 'uniform', minimum: 1, maximum: 0 },
    };
    expect(() => parametersOf(network(initializer))).toThrow(
      'model.initializer.base.minimum: expected at most maximum, which is 0, got 1',
    );
  });

  test('chrono is refused for cells without gates', () => {
    expect(() => parametersOf(network({ type: 'chrono', longest: 20 }))).toThrow(
      'expected an initializer for cells without gate biases',
    );
  });

  test('f32 parameters are the f64 ones rounded', () => {
    const double = parametersOf(network({ type: 'basicTanh' }, 'f64'));
    const single = parametersOf(network({ type: 'basicTanh' }, 'f32'));
    for (const [name, values] of Object.entries(double)) {
      expect(single[name]).toEqual(values.map(Math.fround));
    }
  });

  test('padding stays zero', () => {
    const { arena, network: built } = build(specOf(network({ type: 'basicTanh' })), 'reference');
    for (const tensor of built.parameters.tensors) {
      for (let i = 0; i < tensor.rows; i++) {
        const start = arena.indexOf(tensor, i, 0);
        const padding = arena.elements.subarray(start + tensor.columns, start + tensor.row / 8);
        expect(padding.every((value) => value === 0)).toBe(true);
      }
    }
  });

  test('the seed decides the parameters', () => {
    const seeded = (seed: number) => parametersOf({ ...network({ type: 'basicTanh' }), seed });
    expect(seeded(1)).toEqual(seeded(1));
    expect(seeded(1)['layers.0.Whh']).not.toEqual(seeded(2)['layers.0.Whh']);
  });

  test('refuses values for a tensor that is not there and lists those that are', () => {
    const config = network({ type: 'values', values: { 'layers.1.Whh': 1 } });
    expect(() => parametersOf(config)).toThrow(
      'initializer values: no parameter is named layers.1.Whh; there are layers.0.Wxh, layers.0.Whh, ' +
        'layers.0.bh, layers.0.h0, readout.W, readout.b',
    );
  });
});

describe('the toy', () => {
  test.each([
    ['lecture', { wr: 3, wi: -1 }],
    ['paper', { w: 3, b: -1 }],
    ['lecture', { 'layers.0.Whh': 3, 'layers.0.Wxh': -1 }],
  ])('in %s form takes its parameters as %o', (form, values) => {
    const task = { type: 'toy', form };
    const model = { initializer: { type: 'values', values } };
    expect(parametersOf({ task, model })).toEqual({ 'layers.0.Wxh': [-1], 'layers.0.Whh': [3] });
  });

  test("refuses the other form's names", () => {
    const config = {
      task: { type: 'toy', form: 'lecture' },
      model: { initializer: { type: 'values', values: { w: 3 } } },
    };
    expect(() => parametersOf(config)).toThrow('no parameter is named w');
  });
});
