// The table of optimizers.
import { type AdadeltaOptions, adadelta } from './adadelta.ts';
import { type AdagradOptions, adagrad } from './adagrad.ts';
import { type AdamOptions, adam } from './adam.ts';
import { type AdamwOptions, adamw } from './adamw.ts';
import { type AmsgradOptions, amsgrad } from './amsgrad.ts';
import { type LionOptions, lion } from './lion.ts';
import { type NadamOptions, nadam } from './nadam.ts';
import type { Optimizer } from './optimizer.ts';
import { type RmspropOptions, rmsprop } from './rmsprop.ts';
import { type RpropOptions, rprop } from './rprop.ts';
import { type SgdOptions, sgd } from './sgd.ts';

/** Options of an optimizer, by type. */
export type OptimizerOptions =
  | SgdOptions
  | AdagradOptions
  | AdadeltaOptions
  | RmspropOptions
  | AdamOptions
  | AdamwOptions
  | AmsgradOptions
  | NadamOptions
  | RpropOptions
  | LionOptions;

/** Every optimizer by the `type` a config names it by. */
export const optimizers = {
  sgd,
  adagrad,
  adadelta,
  rmsprop,
  adam,
  adamw,
  amsgrad,
  nadam,
  rprop,
  lion,
} as const satisfies {
  [Type in OptimizerOptions['type']]: Optimizer<Extract<OptimizerOptions, { type: Type }>>;
};
