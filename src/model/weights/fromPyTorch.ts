// PyTorch's parameters as ours: which of its tensors each of ours is made from, and how.
import type { ParameterSpec } from '../../cells/cell.ts';
import { type Counterpart, counterpartOf, type ExchangedLayer } from './counterparts.ts';
import { transposed } from './matrices.ts';
import { parseTensorName } from './tensorName.ts';
import { pytorchSuffix } from './toPyTorch.ts';

/** What one of our parameters is made from. */
export interface Source {
  /** Tensors of the file that it needs. */
  readonly names: readonly string[];
  /** The shape each of them must have. */
  readonly shape: readonly number[];
  /** Makes the values, row by row, from those of the tensors. */
  make(values: readonly (Float32Array | Float64Array)[]): Float64Array;
}

/**
 * Says what a parameter is made from in a file with PyTorch's names. Its two biases are added: they
 * only ever act as their sum, but for the candidate of a GRU, whose bias_hh is our bhn.
 * @param layers options, bottom first
 * @param spec one of our parameters
 * @returns null for a parameter that PyTorch does not have
 */
export function pytorchSource(
  layers: readonly ExchangedLayer[],
  { name, shape }: Pick<ParameterSpec, 'name' | 'shape'>,
): Source | null {
  const place = parseTensorName(name);
  if (place?.part === 'readout') {
    return sourceOf(`readout.${place.tensor === 'W' ? 'weight' : 'bias'}`, shape);
  }
  const counterpart = place && counterpartOf(layers[place.layer]?.type ?? '');
  if (!counterpart) return null;
  const suffix = pytorchSuffix(place.layer, place.isReverse);
  const { tensor } = place;
  const { recurrentBias, states } = counterpart;
  if (Object.hasOwn(weights, tensor)) return sourceOf(weights[tensor] + suffix, shape);
  if (tensor === 'bh') return biasSource(suffix, shape, counterpart);
  if (tensor === recurrentBias?.tensor) return recurrentBiasSource(suffix, shape, counterpart);
  return states.some((state) => tensor === `${state}0`) ? sourceOf(tensor + suffix, shape) : null;
}

const weights: Readonly<Record<string, string>> = { Wxh: 'weight_ih', Whh: 'weight_hh' };

/** One tensor as it is, a matrix transposed. */
function sourceOf(name: string, shape: ParameterSpec['shape']): Source {
  const turned = [...shape].reverse();
  const [rows = 0, columns] = turned;
  return {
    names: [name],
    shape: turned,
    make: ([values = new Float64Array()]) =>
      Float64Array.from(columns === undefined ? values : transposed(values, rows, columns)),
  };
}

/** bias_ih + bias_hh; without bias_hh in the gate that keeps it apart. */
function biasSource(
  suffix: string,
  shape: ParameterSpec['shape'],
  { recurrentBias, gateCount }: Counterpart,
): Source {
  const width = shape[0] / gateCount;
  return {
    names: [`bias_ih${suffix}`, `bias_hh${suffix}`],
    shape,
    make: ([input = new Float64Array(), recurrent = input]) =>
      Float64Array.from(input, (value, i) =>
        Math.floor(i / width) === recurrentBias?.gate ? value : value + recurrent[i]!,
      ),
  };
}

/** The part of bias_hh that is a parameter of its own here. */
function recurrentBiasSource(
  suffix: string,
  [width]: ParameterSpec['shape'],
  { recurrentBias, gateCount }: Counterpart,
): Source {
  const start = (recurrentBias?.gate ?? 0) * width;
  return {
    names: [`bias_hh${suffix}`],
    shape: [gateCount * width],
    make: ([values = new Float64Array()]) =>
      Float64Array.from(values.subarray(start, start + width)),
  };
}
