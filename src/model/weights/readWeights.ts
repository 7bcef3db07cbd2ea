// From a file of weights to the parameters of a network: under our names or PyTorch's, whichever
// the file uses. Bytes nobody vouches for; every error is one line that names the tensor.
import type { ParameterSpec } from '../../cells/cell.ts';
import type { ExchangedLayer } from './counterparts.ts';
import { pytorchSource, type Source } from './fromPyTorch.ts';
import { decodeSafetensors, type WeightTensor } from './safetensors.ts';
import { parseTensorName } from './tensorName.ts';
import { pytorchCounterpart } from './toPyTorch.ts';
import { isWeight } from './trainingTensors.ts';
import { WeightsFileError } from './weightsFileError.ts';

/** Which network the weights are for. */
export interface WeightsTarget {
  /** Options, bottom first. */
  readonly layers: readonly ExchangedLayer[];
  readonly specs: readonly ParameterSpec[];
}

/** How a file is read. */
export interface ReadWeightsOptions {
  /** What the names of the network's tensors begin with in the file; others are passed over. */
  readonly prefix: string;
  /** What stands in the file for the `readout.` of our names, such as `fc.`; null: after the prefix. */
  readonly readout: string | null;
  /** Whether parameters may be missing in the file. */
  readonly isPartial: boolean;
}

const PYTORCH_NAME = /^weight_[ih]h_l\d+(_reverse)?$/;

/**
 * Reads the parameters of a network from a safetensors file.
 * @returns values by our names, row by row; without those the file lacks, where that is allowed
 * @throws WeightsFileError if the bytes are no such file, use neither our names nor PyTorch's, lack a
 * parameter, hold one of another shape or one the network does not have
 * @throws ConfigurationError if PyTorch's names meet a layer PyTorch does not have
 */
export function readWeights(
  bytes: Uint8Array,
  { layers, specs }: WeightsTarget,
  options: ReadWeightsOptions,
): ReadonlyMap<string, Float64Array> {
  const found = localTensors(
    [...decodeSafetensors(bytes).tensors.values()].filter(isWeight),
    options,
  );
  const { sourceOf, isForeign } = namingOf(found, layers, options);
  const used = new Set<string>();
  const values = new Map<string, Float64Array>();
  for (const spec of specs) {
    const source = sourceOf(spec);
    if (source?.names.some((name) => found.has(name))) {
      values.set(spec.name, source.make(source.names.map(valuesIn(found, source, options))));
      for (const name of source.names) used.add(name);
    } else if (!options.isPartial) {
      const names = source?.names ?? [spec.name];
      const expected = names.map((name) => fileName(name, options)).join(' and ');
      throw new WeightsFileError(`expected ${expected} for ${spec.name}, got no such tensor`);
    }
  }
  for (const [name, tensor] of found) {
    if (used.has(name) || isForeign(name)) continue;
    throw new WeightsFileError(
      `expected tensors of the network only, got ${quoted(tensor.name)}, which it does not have`,
    );
  }
  return values;
}

const READOUT = 'readout.';

/** The tensors a network may be made from, by their names without what the options put before them. */
function localTensors(
  tensors: Iterable<WeightTensor>,
  { prefix, readout }: ReadWeightsOptions,
): ReadonlyMap<string, WeightTensor> {
  const found = new Map<string, WeightTensor>();
  for (const tensor of tensors) {
    const { name } = tensor;
    if (readout !== null && name.startsWith(readout)) {
      found.set(READOUT + name.slice(readout.length), tensor);
    } else if (name.startsWith(prefix)) {
      const rest = name.slice(prefix.length);
      // Where the readout is elsewhere, one after the prefix is not it.
      if (readout === null || !rest.startsWith(READOUT)) found.set(rest, tensor);
    }
  }
  return found;
}

/** The name a tensor has in the file. */
function fileName(name: string, { prefix, readout }: ReadWeightsOptions): string {
  const isReadout = readout !== null && name.startsWith(READOUT);
  return isReadout ? readout + name.slice(READOUT.length) : prefix + name;
}

/** What the names in a file say. */
interface Naming {
  /** What a parameter is made from. */
  sourceOf(spec: ParameterSpec): Source | null;
  /** Whether a tensor may be in the file for another purpose, as an optimizer's state is. */
  isForeign(name: string): boolean;
}

function namingOf(
  found: ReadonlyMap<string, WeightTensor>,
  layers: readonly ExchangedLayer[],
  { prefix }: ReadWeightsOptions,
): Naming {
  const names = [...found.keys()];
  if (names.some((name) => parseTensorName(name)?.part === 'layer')) {
    return { sourceOf: ownSource, isForeign: (name) => parseTensorName(name) === null };
  }
  if (names.some((name) => PYTORCH_NAME.test(name))) {
    layers.forEach(pytorchCounterpart);
    return { sourceOf: (spec) => pytorchSource(layers, spec), isForeign: () => false };
  }
  const [first] = found.values();
  const where = prefix === '' ? '' : ` after the prefix ${quoted(prefix)}`;
  throw new WeightsFileError(
    `expected tensors such as layers.0.Wxh or weight_ih_l0${where}, ` +
      `got ${first ? quoted(first.name) : 'none'}`,
  );
}

function ownSource({ name, shape }: ParameterSpec): Source {
  return {
    names: [name],
    shape,
    make: ([values = new Float64Array()]) => Float64Array.from(values),
  };
}

/** Finds the values of a source's tensors. */
function valuesIn(
  found: ReadonlyMap<string, WeightTensor>,
  { shape }: Source,
  options: ReadWeightsOptions,
): (name: string) => Float32Array | Float64Array {
  return (name) => {
    const tensor = found.get(name);
    const expected = `expected ${fileName(name, options)} [${shape.join(', ')}]`;
    if (!tensor) throw new WeightsFileError(`${expected}, got no such tensor`);
    if (tensor.shape.length !== shape.length || tensor.shape.some((size, i) => size !== shape[i])) {
      throw new WeightsFileError(`${expected}, got [${tensor.shape.join(', ')}]`);
    }
    return tensor.values;
  };
}

const LONGEST_NAME = 60;

/** A name from the file, harmless and not too long. */
function quoted(name: string): string {
  const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}...` : name;
  return JSON.stringify(shown).replace(/[^\x20-\x7e]/g, '?');
}
