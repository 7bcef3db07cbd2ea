// The table of initializers, and how one fills a network.
import type { ParameterSpec } from '../../cells/cell.ts';
import type { Arena } from '../../math/arena.ts';
import { ConfigurationError } from '../../math/configurationError.ts';
import type { TensorVector } from '../../math/layout.ts';
import type { RandomStream } from '../../math/random.ts';
import {
  type NormalOptions,
  normal,
  type UniformOptions,
  uniform,
  type XavierOptions,
  xavier,
  type ZerosOptions,
  zeros,
} from './distributions.ts';
import { type FileOptions, file } from './file.ts';
import type { Initializer } from './initializer.ts';
import {
  type BasicTanhOptions,
  basicTanh,
  type SigmoidOptions,
  type SmartTanhOptions,
  sigmoid,
  smartTanh,
} from './pascanu2013.ts';
import {
  type IdentityOptions,
  identity,
  type OrthogonalOptions,
  orthogonal,
} from './structured.ts';
import { type ValuesOptions, values } from './values.ts';

/** Options of an initializer, by type. */
export type InitializerOptions =
  | NormalOptions
  | UniformOptions
  | XavierOptions
  | OrthogonalOptions
  | IdentityOptions
  | ZerosOptions
  | SigmoidOptions
  | BasicTanhOptions
  | SmartTanhOptions
  | ValuesOptions
  | FileOptions;

/** Every initializer by the `type` a config names it by. */
export const initializers = {
  normal,
  uniform,
  xavier,
  orthogonal,
  identity,
  zeros,
  sigmoid,
  basicTanh,
  smartTanh,
  values,
  file,
} as const satisfies {
  [Type in InitializerOptions['type']]: Initializer<Extract<InitializerOptions, { type: Type }>>;
};

/**
 * Fills the parameters in their order, rounded to the arena's precision.
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
    const { rows, columns } = tensor;
    const shape = { ...specs[i]!, rows, columns };
    arena.write(tensor, initializer.values(options, shape, stream));
  });
}
