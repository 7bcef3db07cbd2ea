// Weights of PyTorch's modules against what those modules compute: pytorch.py wrote both.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { LayerOptions } from '../../src/model/layerOptions.ts';
import type { NetworkOptions } from '../../src/model/networkOptions.ts';
import { networkModel } from '../../src/model/onnx/networkModel.ts';
import { encodeOnnx } from '../../src/model/onnx/proto.ts';
import { writeParameters } from '../../src/model/weights/parameters.ts';
import { readWeights, type WeightsTarget } from '../../src/model/weights/readWeights.ts';
import { decodeSafetensors, type WeightTensor } from '../../src/model/weights/safetensors.ts';
import { toPyTorch } from '../../src/model/weights/toPyTorch.ts';
import { fillBatch, openLab } from '../helpers/network.ts';
import { runOnnx } from '../model/onnx/runtime.ts';
import { networkOf } from '../model/weights/networks.ts';

interface Golden {
  readonly shape: readonly [number, number, number];
  readonly hiddenSize: number;
  readonly input: readonly number[];
  readonly networks: Readonly<Record<string, GoldenNetwork>>;
}

interface GoldenNetwork {
  readonly type: string;
  readonly activation?: 'tanh' | 'relu';
  readonly layers: number;
  readonly bidirectional: boolean;
  readonly outputs: readonly number[];
}

const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`pytorch/${name}`, import.meta.url)));
const golden: Golden = JSON.parse(new TextDecoder().decode(bytesOf('outputs.json')));
const [T, B, I] = golden.shape;
const O = 2;
const NAMES = { prefix: 'rnn.', readout: 'fc.', isPartial: false };

const networks = Object.entries(golden.networks);

/** Our options of a layer of each module, one row per cell. */
const layerOptions: Readonly<Record<string, (network: GoldenNetwork) => LayerOptions>> = {
  elman: ({ activation = 'tanh' }) => ({
    type: 'elman',
    hiddenSize: golden.hiddenSize,
    activation,
    bias: true,
    initialState: 'zero',
  }),
  lstm: () => ({
    type: 'lstm',
    hiddenSize: golden.hiddenSize,
    bias: true,
    forgetBias: 1,
    peephole: false,
    initialState: 'zero',
  }),
  gru: () => ({
    type: 'gru',
    hiddenSize: golden.hiddenSize,
    bias: true,
    reset: 'after',
    initialState: 'zero',
  }),
};

/** Networks that this program computes itself. */
const ours = networks.filter(([, { type }]) => Object.hasOwn(layerOptions, type));

function targetOf({ type, layers, bidirectional, activation = 'tanh' }: GoldenNetwork) {
  const types = new Array<string>(layers).fill(type);
  const network = networkOf({
    types,
    hiddenSize: golden.hiddenSize,
    inputSize: I,
    bidirectional,
    bias: true,
    initialState: 'zero',
  });
  return { ...network, layers: network.layers.map((layer) => ({ ...layer, activation })) };
}

/** A network's tensors by our names. */
function translate(name: string, target: WeightsTarget): WeightTensor[] {
  const values = readWeights(bytesOf(`${name}.safetensors`), target, NAMES);
  return target.specs.map(({ name: own, shape }) => ({
    name: own,
    shape,
    precision: 'f64',
    values: values.get(own) ?? new Float64Array(),
  }));
}

describe("PyTorch's weights compute PyTorch's outputs", () => {
  test.each(ours)('here, in f64: %s', (name, network) => {
    const { type, outputs } = network;
    const layer = layerOptions[type];
    if (!layer) throw new Error(`no options of ${type}`);
    const options: NetworkOptions = {
      layers: Array.from({ length: network.layers }, () => ({
        ...layer(network),
        bidirectional: network.bidirectional,
      })),
      readout: { type: 'linear' },
      loss: { type: 'squaredError' },
      input: { kind: 'dense', size: I },
      target: { kind: 'value', size: O, steps: 'everyStep' },
      size: { sequenceLength: T, batchSize: B },
      carriesState: false,
    };
    const lab = openLab(options, 'f64', 'reference');
    const target = { layers: options.layers, specs: lab.network.specs };
    const weights = readWeights(bytesOf(`${name}.safetensors`), target, NAMES);
    writeParameters(lab.arena, lab.network.parameters, weights);
    fillBatch(lab.network, { inputs: golden.input });
    lab.network.forward('evaluate');
    const { elements, start, stride, rows } = lab.network.outputs();
    const found = Array.from({ length: rows }, (_, n) => [
      ...elements.subarray(start + n * stride, start + n * stride + O),
    ]).flat();
    expect(found.length).toBe(outputs.length);
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(outputs[i] ?? Number.NaN, 13);
    });
  });

  test.each(networks)('as an ONNX model, in f32: %s', async (name, network) => {
    const target = targetOf(network);
    const model = networkModel(
      {
        layers: target.layers,
        input: { kind: 'dense', size: I },
        steps: 'everyStep',
        tensors: translate(name, target),
      },
      { producer: 'test', description: '', metadata: {} },
    );
    const input = { type: 'float32', shape: golden.shape, values: golden.input } as const;
    const found = await runOnnx(encodeOnnx(model), input);
    expect(found.shape).toEqual([T, B, O]);
    found.values.forEach((value, i) => {
      expect(value).toBeCloseTo(network.outputs[i] ?? Number.NaN, 5);
    });
  });
});

describe('back in PyTorch', () => {
  test.each(networks)('the tensors are those of the module: %s', (name, network) => {
    const target = targetOf(network);
    const { tensors } = decodeSafetensors(bytesOf(`${name}.safetensors`));
    const written = toPyTorch(target.layers, translate(name, target));
    const shapes = (list: Iterable<WeightTensor>) =>
      [...list].map((tensor) => [
        tensor.name.replace(/^rnn\./, '').replace(/^fc\./, 'readout.'),
        tensor.shape,
      ]);
    expect(shapes(written)).toEqual(shapes(tensors.values()));
    for (const tensor of written) {
      if (!/^weight|^readout/.test(tensor.name)) continue;
      const origin = /^readout/.test(tensor.name)
        ? tensor.name.replace('readout.', 'fc.')
        : `rnn.${tensor.name}`;
      expect(tensor.values).toEqual(tensors.get(origin)?.values);
    }
  });
});
