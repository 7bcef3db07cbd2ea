// Our parameters as PyTorch names and lays them out: weight_ih_l0 [gates·H, I] and so on, with the
// suffix _reverse for the backward direction; the readout as that of a torch.nn.Linear.
import { ConfigurationError } from '../../math/configurationError.ts';
import { type Counterpart, counterpartOf, type ExchangedLayer } from './counterparts.ts';
import { transposed } from './matrices.ts';
import type { WeightTensor } from './safetensors.ts';
import { directionPrefix } from './tensorName.ts';

/**
 * Translates parameters to PyTorch's. Our one bias becomes bias_ih, bias_hh is zero (for a GRU it
 * holds bhn in its part of n). Trained initial states become `h0_l0`, `c0_l0` …: PyTorch has no such
 * parameter, its modules take initial states as arguments.
 * @param layers options, bottom first
 * @param tensors every parameter, by our names
 * @returns in the order of a state_dict: layer by layer, forward before reverse, the readout last
 * @throws ConfigurationError if a layer is nothing PyTorch has
 */
export function toPyTorch(
  layers: readonly ExchangedLayer[],
  tensors: readonly WeightTensor[],
): WeightTensor[] {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const translated = layers.flatMap((layer, index) => {
    const counterpart = pytorchCounterpart(layer, index);
    return [false, true].flatMap((isReverse) =>
      directionTensors(counterpart, byName, directionPrefix(index, isReverse), {
        layer: index,
        isReverse,
      }),
    );
  });
  const [W, b] = [byName.get('readout.W'), byName.get('readout.b')];
  if (W) translated.push(matrix('readout.weight', W));
  if (b) translated.push({ ...b, name: 'readout.bias' });
  return translated;
}

/**
 * Looks up the row of a layer's cell.
 * @throws ConfigurationError if PyTorch has nothing that computes what the layer does
 */
export function pytorchCounterpart(layer: ExchangedLayer, index: number): Counterpart {
  const counterpart = counterpartOf(layer.type);
  const obstacle = counterpart
    ? (counterpart.pytorch.obstacle(layer) ?? surroundingObstacle(layer))
    : `PyTorch has no ${layer.type}`;
  if (counterpart && obstacle === null) return counterpart;
  throw new ConfigurationError(`layers.${index} has no counterpart in PyTorch: ${obstacle}`);
}

/** Says what stands around the cell that a module of PyTorch cannot have; null where nothing does. */
function surroundingObstacle({ normalization, residual }: ExchangedLayer): string | null {
  if (normalization === 'layer') return 'its outputs are normalized';
  return residual ? 'it has a residual connection' : null;
}

/** PyTorch's ending of the tensors of one direction of a layer. */
export function pytorchSuffix(layer: number, isReverse: boolean): string {
  return `_l${layer}${isReverse ? '_reverse' : ''}`;
}

function directionTensors(
  { recurrentBias, states }: Counterpart,
  byName: ReadonlyMap<string, WeightTensor>,
  prefix: string,
  { layer, isReverse }: { readonly layer: number; readonly isReverse: boolean },
): WeightTensor[] {
  const own = (tensor: string) => byName.get(prefix + tensor);
  const name = (word: string) => word + pytorchSuffix(layer, isReverse);
  const [Wxh, Whh, bh] = [own('Wxh'), own('Whh'), own('bh')];
  const found: WeightTensor[] = [];
  if (Wxh) found.push(matrix(name('weight_ih'), Wxh));
  if (Whh) found.push(matrix(name('weight_hh'), Whh));
  if (bh) {
    const values = bh.values.slice().fill(0);
    const ofGate = recurrentBias && own(recurrentBias.tensor);
    if (ofGate) values.set(ofGate.values, recurrentBias.gate * ofGate.values.length);
    found.push({ ...bh, name: name('bias_ih') }, { ...bh, name: name('bias_hh'), values });
  }
  for (const state of states) {
    const initial = own(`${state}0`);
    if (initial) found.push({ ...initial, name: name(`${state}0`) });
  }
  return found;
}

function matrix(name: string, { shape, precision, values }: WeightTensor): WeightTensor {
  const [rows = 0, columns = 0] = shape;
  return { name, shape: [columns, rows], precision, values: transposed(values, rows, columns) };
}
