// The first values of a network's parameters, as a spec's initializer says: drawn, given by number, or
// read from a file of weights with the rest drawn.

import type { Arena } from '../math/arena.ts';
import { ConfigurationError } from '../math/configurationError.ts';
import type { RandomStream } from '../math/random.ts';
import { type InitializerOptions, initialize } from '../model/initializers/index.ts';
import type { Network } from '../model/network.ts';
import { readWeights } from '../model/weights/readWeights.ts';
import { WeightsFileError } from '../model/weights/weightsFileError.ts';
import type { Task } from '../tasks/task.ts';
import type { OwnTaskSpec } from './schema/spec.ts';

type InitializerSpec = OwnTaskSpec['model']['initializer'];
type FileSpec = Extract<InitializerSpec, { readonly type: 'file' }>;
type DrawnSpec = Exclude<InitializerSpec, FileSpec>;

/** What parameters are filled with and where. */
export interface FirstValues {
  readonly initializer: InitializerSpec;
  readonly arena: Arena;
  readonly network: Network;
  readonly task: Task;
  /** Bytes of the file the initializer names, or undefined where it names none. */
  readonly weights: Uint8Array | undefined;
  readonly stream: RandomStream;
}

/**
 * Fills the parameters of a network.
 * @throws ConfigurationError if initializer and network do not fit
 * @throws WeightsFileError if the weights are damaged or not of such a network
 */
export function fillParameters(first: FirstValues): void {
  const { initializer } = first;
  if ('path' in initializer) fillFromFile(first, initializer);
  else fill(first, withTensorNames(initializer, first.task), () => true);
}

function fillFromFile(first: FirstValues, initializer: FileSpec): void {
  const { path, prefix, readout = null, others } = initializer;
  if (!first.weights) {
    throw new ConfigurationError(`model.initializer.path: ${path} has not been read`);
  }
  const { specs, options } = first.network;
  const target = { specs, layers: options.layers };
  try {
    const isPartial = others !== undefined;
    const values = readWeights(first.weights, target, { prefix, readout, isPartial });
    if (others) fill(first, withTensorNames(others, first.task), (name) => !values.has(name));
    fill(first, { type: 'file', values }, (name) => values.has(name));
  } catch (error) {
    if (!(error instanceof WeightsFileError)) throw error;
    throw new WeightsFileError(`model.initializer.path: cannot use ${path}: ${error.message}`);
  }
}

/** Fills the parameters whose names are wanted, in their order. */
function fill(
  { arena, network: { specs, parameters }, stream }: FirstValues,
  options: InitializerOptions,
  isWanted: (name: string) => boolean,
): void {
  initialize(
    options,
    arena,
    specs.filter(({ name }) => isWanted(name)),
    { ...parameters, tensors: parameters.tensors.filter(({ name }) => isWanted(name)) },
    stream,
  );
}

/** Lets `values` name a watched parameter by its own name (the toy's wr) instead of its tensor's. */
function withTensorNames(options: DrawnSpec, task: Task): InitializerOptions {
  if (options.type !== 'values') return options;
  const tensorOf = new Map(task.watched.map(({ name, tensor }) => [name, tensor]));
  return {
    type: 'values',
    values: Object.fromEntries(
      Object.entries(options.values).map(([name, value]) => [tensorOf.get(name) ?? name, value]),
    ),
  };
}
