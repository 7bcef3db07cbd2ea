// One recurrent layer as nodes and constants of an ONNX graph: the operators RNN, LSTM and GRU hold
// both directions, with gates in another order than ours and two biases, as PyTorch has them.
import type { OutputSteps } from '../../cells/cell.ts';
import { ConfigurationError } from '../../math/configurationError.ts';
import { type Counterpart, counterpartOf, type ExchangedLayer } from '../weights/counterparts.ts';
import { joined, reordered, transposed } from '../weights/matrices.ts';
import type { WeightTensor } from '../weights/safetensors.ts';
import { directionPrefix } from '../weights/tensorName.ts';
import type { OnnxAttribute, OnnxNode, OnnxTensor } from './proto.ts';

type Numbers = Float32Array | Float64Array;

/** A part of a graph. */
export interface GraphPart {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
}

/** Where a layer stands in the graph. */
export interface LayerPlace {
  readonly index: number;
  /** Name of its input [T, B, I]. */
  readonly input: string;
  /**
   * Name of its output [T, B, H], or [B, H] of the last step; 2H wide with both directions side by
   * side, whose last step each is its own.
   */
  readonly output: string;
  readonly steps: OutputSteps;
  /** Name of the vector [1] that holds B. */
  readonly batchSize: string;
}

/**
 * Makes the part of a graph that computes a layer.
 * @param tensors parameters of the network, by our names
 * @throws ConfigurationError if no operator computes what the layer does
 */
export function recurrentLayer(
  layer: ExchangedLayer,
  tensors: ReadonlyMap<string, WeightTensor>,
  { index, input, output, steps, batchSize }: LayerPlace,
): GraphPart {
  const counterpart = counterpartOf(layer.type);
  if (!counterpart) {
    throw new ConfigurationError(`layers.${index} has no operator in ONNX: it is ${layer.type}`);
  }
  const { operator, peepholes } = counterpart.onnx;
  const name = (word: string) => `layers.${index}.${word}`;
  const prefixes = [false, true]
    .map((isReverse) => directionPrefix(index, isReverse))
    .filter((prefix) => tensors.has(`${prefix}Wxh`));
  const D = prefixes.length;
  const H = layer.hiddenSize;
  const constants: OnnxTensor[] = [];
  const constant = (word: string, shape: readonly number[], parts: readonly Numbers[]): string => {
    constants.push({ name: name(word), type: 'float', shape, values: joined(parts) });
    return name(word);
  };
  const values = (prefix: string, tensor: string) => tensors.get(prefix + tensor)?.values;
  const has = (tensor: string) => prefixes.some((prefix) => tensors.has(prefix + tensor));

  const G = counterpart.gateCount;
  const weight = (tensor: string) =>
    prefixes.map((prefix) => gateRows(counterpart, tensors.get(prefix + tensor)));
  const I = tensors.get(`${prefixes[0]}Wxh`)?.shape[0] ?? 0;
  const inputs = [
    input,
    constant('W', [D, G * H, I], weight('Wxh')),
    constant('R', [D, G * H, H], weight('Whh')),
    has('bh')
      ? constant(
          'B',
          [D, 2 * G * H],
          prefixes.flatMap((prefix) => biases(counterpart, prefix, values)),
        )
      : '',
    '', // every sequence is as long as the input
  ];
  const nodes: OnnxNode[] = [];
  for (const state of counterpart.states) {
    const starts = prefixes.map((prefix) => values(prefix, `${state}0`) ?? constantStart(layer));
    if (starts.every((start) => start.every((value) => value === 0))) {
      inputs.push('');
      continue;
    }
    const start = constant(`${state}0`, [D, 1, H], starts);
    const shape = name(`${state}0.shape`);
    constants.push(
      { name: name(`${state}0.D`), type: 'int64', shape: [1], values: [D] },
      { name: name(`${state}0.H`), type: 'int64', shape: [1], values: [H] },
    );
    nodes.push(
      {
        operator: 'Concat',
        inputs: [name(`${state}0.D`), batchSize, name(`${state}0.H`)],
        outputs: [shape],
        attributes: { axis: { type: 'int', value: 0 } },
      },
      { operator: 'Expand', inputs: [start, shape], outputs: [name(`${state}0.all`)] },
    );
    inputs.push(name(`${state}0.all`));
  }
  if (peepholes.some(has)) {
    const parts = prefixes.flatMap((prefix) =>
      peepholes.map((tensor) => values(prefix, tensor) ?? new Float64Array(H)),
    );
    inputs.push(constant('P', [D, peepholes.length * H], parts));
  }
  while (inputs.at(-1) === '') inputs.pop();
  const { outputs, perm, shape } = STATES[steps];
  constants.push({ name: name('shape'), type: 'int64', shape: [shape.length], values: shape });
  nodes.push(
    {
      operator,
      inputs,
      outputs: outputs.map((word) => word && name(word)),
      attributes: attributesOf(layer, counterpart, D),
    },
    {
      operator: 'Transpose',
      inputs: [name('Y')],
      outputs: [name('Y.turned')],
      attributes: { perm: { type: 'ints', value: perm } },
    },
    { operator: 'Reshape', inputs: [name('Y.turned'), name('shape')], outputs: [output] },
  );
  return { nodes, constants };
}

/**
 * Which output of an operator holds the states, and how the directions in it come side by side: of
 * every step [T, D, B, H], of the last [D, B, H].
 */
const STATES: Readonly<
  Record<
    OutputSteps,
    {
      readonly outputs: readonly string[];
      readonly perm: readonly number[];
      readonly shape: readonly number[];
    }
  >
> = {
  everyStep: { outputs: ['Y'], perm: [0, 2, 1, 3], shape: [0, 0, -1] },
  lastStep: { outputs: ['', 'Y'], perm: [1, 0, 2], shape: [0, -1] },
};

/** A weight matrix [I, G·H] as [G·H, I], gates in the operator's order. */
function gateRows({ onnx: { order } }: Counterpart, tensor: WeightTensor | undefined): Numbers {
  const [rows = 0, columns = 0] = tensor?.shape ?? [];
  return reordered(transposed(tensor?.values ?? new Float64Array(), rows, columns), order);
}

/** Our bias for the product with the input; for that with the state zero, or what is kept apart. */
function biases(
  { onnx: { order }, recurrentBias }: Counterpart,
  prefix: string,
  values: (prefix: string, tensor: string) => Numbers | undefined,
): Numbers[] {
  const input = values(prefix, 'bh') ?? new Float64Array();
  const recurrent = input.slice().fill(0);
  const apart = recurrentBias && values(prefix, recurrentBias.tensor);
  if (apart) recurrent.set(apart, recurrentBias.gate * apart.length);
  return [reordered(input, order), reordered(recurrent, order)];
}

function constantStart({ initialState, hiddenSize }: ExchangedLayer): Numbers {
  return new Float64Array(hiddenSize).fill(typeof initialState === 'number' ? initialState : 0);
}

function attributesOf(
  layer: ExchangedLayer,
  { onnx }: Counterpart,
  directionCount: number,
): Readonly<Record<string, OnnxAttribute>> {
  const each = <Value>(value: Value): Value[] => new Array<Value>(directionCount).fill(value);
  const { name, alpha, beta } = onnx.activation(layer) ?? {};
  const integers = Object.entries({ hidden_size: layer.hiddenSize, ...onnx.integers(layer) });
  const attributes: Record<string, OnnxAttribute> = {
    direction: { type: 'string', value: directionCount === 2 ? 'bidirectional' : 'forward' },
  };
  for (const [word, value] of integers) attributes[word] = { type: 'int', value };
  if (name !== undefined) attributes.activations = { type: 'strings', value: each(name) };
  if (alpha !== undefined) attributes.activation_alpha = { type: 'floats', value: each(alpha) };
  if (beta !== undefined) attributes.activation_beta = { type: 'floats', value: each(beta) };
  return attributes;
}
