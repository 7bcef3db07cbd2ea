// A whole network as an ONNX model: input, layers, readout, output. What it computes is what our
// forward pass computes, in numbers of 32 bits.
import type { OutputSteps } from '../../cells/cell.ts';
import type { InputShape } from '../../tasks/task.ts';
import type { ExchangedLayer } from '../weights/counterparts.ts';
import type { WeightTensor } from '../weights/safetensors.ts';
import { constantOf } from './constantOf.ts';
import { outputStages } from './outputStages.ts';
import type { OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from './proto.ts';
import { recurrentLayer } from './recurrentLayer.ts';

/** A network outside its arena. */
export interface ExchangedNetwork {
  /** Options, bottom first. */
  readonly layers: readonly ExchangedLayer[];
  readonly input: InputShape;
  /** Whether there is an output at every step or at the last. */
  readonly steps: OutputSteps;
  /** Every parameter, by our names. */
  readonly tensors: readonly WeightTensor[];
}

/** What the model says about itself. */
export interface OnnxWords {
  readonly producer: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
}

const INPUT = 'input';
const OUTPUT = 'output';
const BATCH_SIZE = 'batchSize';

/**
 * Makes the ONNX model of a network. Input: `input`, float [T, B, I], or int64 [T, B] for symbols,
 * which become rows of 0 and 1. Output: `output`, float [T, B, O] or, of the last step, [B, O];
 * before any softmax or sigmoid, which belong to the loss. T and B are free.
 * @throws ConfigurationError if no operator computes what a layer does
 */
export function networkModel(
  { layers, input, steps, tensors }: ExchangedNetwork,
  words: OnnxWords,
): OnnxModel {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const first = beginnings[input.kind](input.size);
  const nodes = [...first.nodes];
  const constants = [...first.constants];
  let states = first.output;
  let width = input.size;
  layers.forEach((layer, index) => {
    const given = index === layers.length - 1 ? steps : 'everyStep';
    const place = {
      index,
      input: states,
      output: `layers.${index}.h`,
      steps: given,
      batchSize: BATCH_SIZE,
    };
    const part = recurrentLayer(layer, byName, place);
    const after = outputStages(layer, byName, place);
    nodes.push(...part.nodes, ...after.nodes);
    constants.push(...part.constants, ...after.constants);
    states = after.output;
    width = layer.hiddenSize * (byName.has(`layers.${index}.reverse.Whh`) ? 2 : 1);
  });
  const [W, b] = [byName.get('readout.W'), byName.get('readout.b')];
  if (W && b) {
    constants.push(constantOf(W), constantOf(b));
    nodes.push(
      { operator: 'MatMul', inputs: [states, W.name], outputs: ['readout.product'] },
      { operator: 'Add', inputs: ['readout.product', b.name], outputs: [OUTPUT] },
    );
    width = b.values.length;
  } else {
    nodes.push({ operator: 'Identity', inputs: [states], outputs: [OUTPUT] });
  }
  if (nodes.some(({ inputs }) => inputs.includes(BATCH_SIZE))) {
    constants.push({ name: 'axisOfB', type: 'int64', shape: [1], values: [1] });
    nodes.unshift(
      { operator: 'Shape', inputs: [INPUT], outputs: ['shape'] },
      { operator: 'Gather', inputs: ['shape', 'axisOfB'], outputs: [BATCH_SIZE] },
    );
  }
  return {
    ...words,
    nodes,
    constants,
    inputs: [first.value],
    outputs: [
      { name: OUTPUT, type: 'float', shape: [...(steps === 'lastStep' ? [] : ['T']), 'B', width] },
    ],
  };
}

/** The beginning of a graph: what goes in, as rows of numbers. */
interface Beginning {
  readonly value: OnnxValue;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  /** Name of the input as rows, [T, B, I]. */
  readonly output: string;
}

const beginnings: Readonly<Record<InputShape['kind'], (size: number) => Beginning>> = {
  dense: (size) => ({
    value: { name: INPUT, type: 'float', shape: ['T', 'B', size] },
    nodes: [],
    constants: [],
    output: INPUT,
  }),
  index: (size) => ({
    value: { name: INPUT, type: 'int64', shape: ['T', 'B'] },
    nodes: [{ operator: 'OneHot', inputs: [INPUT, 'symbolCount', 'offAndOn'], outputs: ['rows'] }],
    constants: [
      { name: 'symbolCount', type: 'int64', shape: [], values: [size] },
      { name: 'offAndOn', type: 'float', shape: [2], values: [0, 1] },
    ],
    output: 'rows',
  }),
};
