// The initializers that stand by themselves, and so may be the base of one that builds on another.
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
import { type KaimingOptions, kaiming, type LecunOptions, lecun } from './fanIn.ts';
import type { Initializer } from './initializer.ts';
import {
  type BasicTanhOptions,
  basicTanh,
  type SigmoidOptions,
  type SmartTanhOptions,
  sigmoid,
  smartTanh,
} from './pascanu2013.ts';
import { type SparseOptions, sparse } from './sparse.ts';
import {
  type IdentityOptions,
  identity,
  type OrthogonalOptions,
  orthogonal,
} from './structured.ts';
import { type UniformByHiddenSizeOptions, uniformByHiddenSize } from './uniformByHiddenSize.ts';

/** Options of an initializer that stands by itself, by type. */
export type BaseOptions =
  | NormalOptions
  | UniformOptions
  | UniformByHiddenSizeOptions
  | XavierOptions
  | KaimingOptions
  | LecunOptions
  | OrthogonalOptions
  | IdentityOptions
  | SparseOptions
  | ZerosOptions
  | SigmoidOptions
  | BasicTanhOptions
  | SmartTanhOptions;

/** Every initializer that stands by itself, by its `type`. */
export const baseInitializers = {
  normal,
  uniform,
  uniformByHiddenSize,
  xavier,
  kaiming,
  lecun,
  orthogonal,
  identity,
  sparse,
  zeros,
  sigmoid,
  basicTanh,
  smartTanh,
} as const satisfies {
  [Type in BaseOptions['type']]: Initializer<Extract<BaseOptions, { type: Type }>>;
};

/** The initializer of the given options. */
export function baseInitializer({ type }: BaseOptions): Initializer<BaseOptions> {
  return baseInitializers[type] as Initializer<BaseOptions>;
}
