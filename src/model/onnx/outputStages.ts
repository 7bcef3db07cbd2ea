// What a layer's states go through on their way up, as nodes of an ONNX graph: layer normalization and
// the residual connection. Dropout acts in training alone and is not there.
import { NORMALIZATION_EPSILON } from '../layerOutputs.ts';
import type { ExchangedLayer } from '../weights/counterparts.ts';
import type { WeightTensor } from '../weights/safetensors.ts';
import { constantOf } from './constantOf.ts';
import type { OnnxNode, OnnxTensor } from './proto.ts';
import type { GraphPart, LayerPlace } from './recurrentLayer.ts';

/**
 * Makes the part of a graph behind a layer's states.
 * @param place where the states are, as the layer's `output`
 * @returns the part, and the name of what the layer above reads
 */
export function outputStages(
  { residual = false }: ExchangedLayer,
  tensors: ReadonlyMap<string, WeightTensor>,
  { index, input, output: states, steps }: LayerPlace,
): GraphPart & { readonly output: string } {
  const name = (word: string) => `layers.${index}.${word}`;
  const nodes: OnnxNode[] = [];
  const constants: OnnxTensor[] = [];
  let output = states;
  const [gain, bias] = [tensors.get(name('norm.gain')), tensors.get(name('norm.bias'))];
  if (gain && bias) {
    constants.push(constantOf(gain), constantOf(bias));
    nodes.push({
      operator: 'LayerNormalization',
      inputs: [output, gain.name, bias.name],
      outputs: [name('normalized')],
      attributes: {
        axis: { type: 'int', value: -1 },
        epsilon: { type: 'float', value: NORMALIZATION_EPSILON },
      },
    });
    output = name('normalized');
  }
  if (residual) {
    let below = input;
    if (steps === 'lastStep') {
      constants.push({ name: name('last'), type: 'int64', shape: [], values: [-1] });
      below = name('lastInput');
      nodes.push({ operator: 'Gather', inputs: [input, name('last')], outputs: [below] });
    }
    nodes.push({ operator: 'Add', inputs: [output, below], outputs: [name('sum')] });
    output = name('sum');
  }
  return { nodes, constants, output };
}
