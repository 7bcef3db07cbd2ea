// Planning, batches and passes of whole networks. That gradients are right is proved elsewhere.
import { describe, expect, test } from 'vitest';
import type { ElmanOptions } from '../../src/cells/elman.ts';
import { ArenaPlan } from '../../src/math/arena.ts';
import { createKernels } from '../../src/math/engine.ts';
import type { SurroundingOptions } from '../../src/model/layerOptions.ts';
import { createNetwork, planNetwork } from '../../src/model/network.ts';
import type { NetworkOptions } from '../../src/model/networkOptions.ts';

const elman = (
  hiddenSize: number,
  more: Partial<ElmanOptions & SurroundingOptions> = {},
): ElmanOptions => ({
  type: 'elman',
  hiddenSize,
  activation: 'tanh',
  bias: true,
  initialState: 'zero',
  ...more,
});

const base: NetworkOptions = {
  layers: [elman(3)],
  readout: { type: 'linear' },
  loss: { type: 'softmaxCrossEntropy' },
  input: { kind: 'index', size: 4 },
  target: { kind: 'class', size: 2, steps: 'lastStep' },
  size: { sequenceLength: 6, batchSize: 5 },
  carriesState: false,
};

function make(options: Partial<NetworkOptions> = {}) {
  const plan = new ArenaPlan('f64');
  const networkPlan = planNetwork(plan, { ...base, ...options });
  const arena = plan.allocate();
  const network = createNetwork(
    networkPlan,
    arena,
    createKernels('reference', arena.memory, 'f64'),
  );
  network.parameters.tensors.forEach((tensor, salt) => {
    const count = tensor.rows * tensor.columns;
    arena.write(
      tensor,
      Array.from({ length: count }, (_, i) => Math.sin(1 + 3 * i + salt) / 2),
    );
  });
  const { batch } = network;
  batch.symbols.forEach((_, n, symbols) => {
    symbols[n] = (n * 7) % 4;
  });
  batch.classes.forEach((_, n, classes) => {
    classes[n] = n % 2;
  });
  batch.values.fill(0);
  return { arena, network };
}

const shapes = (options: Partial<NetworkOptions>) =>
  Object.fromEntries(make(options).network.specs.map(({ name, shape }) => [name, shape]));

describe('parameters', () => {
  test('are named by layer, with input, recurrent and output weights', () => {
    expect(shapes({ layers: [elman(3), elman(5)] })).toEqual({
      'layers.0.Wxh': [4, 3],
      'layers.0.Whh': [3, 3],
      'layers.0.bh': [3],
      'layers.1.Wxh': [3, 5],
      'layers.1.Whh': [5, 5],
      'layers.1.bh': [5],
      'readout.W': [5, 2],
      'readout.b': [2],
    });
  });

  test('hold an initial state only where it is trained, a bias only where there is one', () => {
    const layers = [
      elman(3, { initialState: 'trainable', bias: false }),
      elman(2, { initialState: 0.5 }),
    ];
    expect(Object.keys(shapes({ layers, readout: { type: 'none' } }))).toEqual([
      'layers.0.Wxh',
      'layers.0.Whh',
      'layers.0.h0',
      'layers.1.Wxh',
      'layers.1.Whh',
      'layers.1.bh',
    ]);
  });

  test('and their gradient and states share no memory', () => {
    const { network } = make();
    const { parameters, gradient } = network;
    expect(gradient.address).toBeGreaterThanOrEqual(parameters.address + parameters.byteLength);
    expect(gradient.byteLength).toBe(parameters.byteLength);
  });
});

describe('planning refuses', () => {
  test('a network without layers', () => {
    expect(() => make({ layers: [] })).toThrow('network: needs at least one layer');
  });

  test('a last layer that cannot be the output', () => {
    expect(() => make({ readout: { type: 'none' } })).toThrow(
      'network: without a readout the last layer is the output: it has 3 units, the task 2 outputs',
    );
  });

  test('a loss over classes for targets that are values', () => {
    const target = { kind: 'value', size: 2, steps: 'lastStep' } as const;
    expect(() => make({ target })).toThrow(
      'network: softmaxCrossEntropy compares with classes, the targets of the task are values',
    );
  });
});

describe('the loss', () => {
  test('is a mean over sequences: equal sequences cost what one costs', () => {
    const { network } = make();
    network.batch.symbols.forEach((_, n, symbols) => {
      symbols[n] = Math.floor(n / 5) % 4;
    });
    network.batch.classes.fill(1);
    const many = network.forward('train');
    network.batch.batchSize = 1;
    network.batch.symbols.forEach((_, n, symbols) => {
      symbols[n] = n % 4;
    });
    expect(network.forward('train')).toBeCloseTo(many, 14);
  });

  test('of every step is a mean over steps and sequences', () => {
    const target = { kind: 'class', size: 2, steps: 'everyStep' } as const;
    const { network } = make({ target });
    const whole = network.forward('train');
    expect(network.outputs().rows).toBe(30);
    const { elements, start, stride } = network.outputs();
    const costs = Array.from({ length: 30 }, (_, n) => {
      const at = start + n * stride;
      const [a, b] = [elements[at]!, elements[at + 1]!];
      const own = n % 2 === 0 ? a : b;
      return Math.log(Math.exp(a) + Math.exp(b)) - own;
    });
    expect(whole).toBeCloseTo(costs.reduce((sum, cost) => sum + cost, 0) / 30, 14);
  });

  test('over values takes a class for a row of zeros with a one', () => {
    const { network } = make({ loss: { type: 'squaredError' } });
    const loss = network.forward('train');
    const { elements, start, stride } = network.outputs();
    const costs = Array.from({ length: 5 }, (_, n) => {
      const at = start + n * stride;
      const [first, second] = [n % 2 === 0 ? 1 : 0, n % 2];
      return (elements[at]! - first) ** 2 + (elements[at + 1]! - second) ** 2;
    });
    expect(loss).toBeCloseTo(costs.reduce((sum, cost) => sum + cost, 0) / 5, 14);
  });
});

describe('passes', () => {
  test('without a readout give the last layer itself as output', () => {
    const { arena, network } = make({ layers: [elman(2)], readout: { type: 'none' } });
    network.forward('train');
    const { elements, start, stride } = network.outputs();
    const { h } = network.layers[0]!.directions[0]!;
    for (let b = 0; b < 5; b++) {
      expect(elements[start + b * stride + 1]).toBe(arena.elements[arena.indexOf(h, 6 * 5 + b, 1)]);
    }
  });

  test('of a shorter and smaller batch leave nothing of the longer one behind', () => {
    const once = (before: boolean) => {
      const { arena, network } = make();
      const { batch } = network;
      if (before) {
        network.forward('train');
        network.backward();
      }
      batch.sequenceLength = 4;
      batch.batchSize = 3;
      const loss = network.forward('train');
      network.backward();
      return { loss, gradient: [...arena.view(network.gradient)] };
    };
    expect(once(true)).toEqual(once(false));
  });

  test('set the gradient anew each time', () => {
    const { arena, network } = make();
    const gradient = () => {
      network.forward('train');
      network.backward();
      return [...arena.view(network.gradient)];
    };
    expect(gradient()).toEqual(gradient());
  });

  test('a dense one-hot input gives what its symbol gives', () => {
    const symbols = make();
    const dense = make({ input: { kind: 'dense', size: 4 } });
    const { inputs, inputStride } = dense.network.batch;
    symbols.network.batch.symbols.forEach((symbol, n) => {
      inputs[n * inputStride + symbol] = 1;
    });
    expect(dense.network.forward('train')).toBeCloseTo(symbols.network.forward('train'), 14);
    symbols.network.backward();
    dense.network.backward();
    const read = ({ arena, network }: typeof dense) =>
      network.gradient.tensors.flatMap((t) => arena.read(t));
    const expected = read(symbols);
    read(dense).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 14);
    });
  });
});

describe('carried states', () => {
  const target = { kind: 'class', size: 2, steps: 'everyStep' } as const;
  const options = { target, carriesState: true, layers: [elman(3), elman(4)] };

  function halves(purposeBetween?: 'evaluate') {
    const { network } = make(options);
    const { batch } = network;
    const all = [...batch.symbols];
    const classes = [...batch.classes];
    const half = (from: number) => {
      batch.sequenceLength = 3;
      batch.symbols.set(all.slice(from * 5, (from + 3) * 5));
      batch.classes.set(classes.slice(from * 5, (from + 3) * 5));
    };
    half(0);
    batch.carryState = false;
    const first = network.forward('train');
    if (purposeBetween) {
      batch.symbols.fill(1);
      network.forward(purposeBetween);
    }
    half(3);
    batch.carryState = true;
    return (first + network.forward('train')) / 2;
  }

  test('make two halves one whole', () => {
    expect(halves()).toBeCloseTo(make(options).network.forward('train'), 14);
  });

  test('of training are left alone by an evaluation', () => {
    expect(halves('evaluate')).toBe(halves());
  });

  test('leave the trained initial state without a gradient in later chunks', () => {
    const layers = [elman(3, { initialState: 'trainable' })];
    const { arena, network } = make({ ...options, layers });
    const h0 = network.gradient.tensors.find(({ name }) => name === 'layers.0.h0')!;
    network.forward('train');
    network.backward();
    expect(arena.read(h0).some((value) => value !== 0)).toBe(true);
    network.batch.carryState = true;
    network.forward('train');
    network.backward();
    expect(arena.read(h0)).toEqual([0, 0, 0]);
  });
});
