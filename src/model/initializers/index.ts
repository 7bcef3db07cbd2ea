// The table of initializers, and how one fills a network.
import type { ParameterSpec } from '../../cells/cell.ts';
import type { Arena } from '../../math/arena.ts';
import { ConfigurationError } from '../../math/configurationError.ts';
import type { Tensor, TensorVector } from '../../math/layout.ts';
import type { RandomStream } from '../../math/random.ts';
import { type BaseOptions, baseInitializers } from './base.ts';
import { type ChronoOptions, chrono } from './chrono.ts';
import { type FileOptions, file } from './file.ts';
import type { Initializer, ParameterShape } from './initializer.ts';
import { type SpectralRadiusOptions, spectralRadius } from './spectralRadius.ts';
import { type ValuesOptions, values } from './values.ts';
import { valuesByGate } from './valuesByGate.ts';

/** Options of an initializer, by type. */
export type InitializerOptions =
  | BaseOptions
  | SpectralRadiusOptions
  | ChronoOptions
  | ValuesOptions
  | FileOptions;

/** Every initializer by the `type` a config names it by. */
export const initializers = {
  ...baseInitializers,
  spectralRadius,
  chrono,
  values,
  file,
} as const satisfies {
  [Type in InitializerOptions['type']]: Initializer<Extract<InitializerOptions, { type: Type }>>;
};

/**
 * Fills the parameters in their order, rounded to the arena's precision; those with gates gate by
 * gate, see `valuesByGate`.
 * @throws ConfigurationError if options and shapes do not fit, or `values` names a tensor that is not there
 */
export function initialize(
  options: InitializerOptions,
  arena: Arena,
  specs: readonly ParameterSpec[],
  parameters: TensorVector,
  stream: RandomStream,
): void {
  if (options.type === 'values') {
    const names = specs.map(({ name }) => name);
    const unknown = Object.keys(options.values).find((name) => !names.includes(name));
    if (unknown !== undefined) {
      throw new ConfigurationError(
        `initializer values: no parameter is named ${unknown}; there are ${names.join(', ')}`,
      );
    }
  }
  const initializer = initializers[options.type] as Initializer<InitializerOptions>;
  parameters.tensors.forEach((tensor, i) => {
    const shape = shapeOf(specs[i]!, tensor, specs);
    const drawn = initializer.takesWholeTensors
      ? initializer.values(options, shape, stream)
      : valuesByGate(initializer, options, shape, stream);
    arena.write(tensor, drawn);
  });
}

/** The matrix of a parameter, with the hidden size of its owner: what else the owner's names begin with. */
function shapeOf(
  spec: ParameterSpec,
  { rows, columns }: Tensor,
  specs: readonly ParameterSpec[],
): ParameterShape {
  const owner = ownerOf(spec);
  const byStates = specs.find(
    (one) => ownerOf(one) === owner && (one.role === 'recurrent' || one.role === 'output'),
  );
  const hiddenSize = byStates?.shape[0] ?? columns / (spec.gates?.length ?? 1);
  return { ...spec, rows, columns, hiddenSize };
}

function ownerOf({ name }: ParameterSpec): string {
  return name.slice(0, name.lastIndexOf('.'));
}
