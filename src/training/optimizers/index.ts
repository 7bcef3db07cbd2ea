// The table of optimizers.
import { type AdamOptions, adam } from './adam.ts';
import type { Optimizer } from './optimizer.ts';
import { type SgdOptions, sgd } from './sgd.ts';

/** Options of an optimizer, by type. */
export type OptimizerOptions = SgdOptions | AdamOptions;

/** Every optimizer by the `type` a config names it by. */
export const optimizers = { sgd, adam } as const satisfies {
  [Type in OptimizerOptions['type']]: Optimizer<Extract<OptimizerOptions, { type: Type }>>;
};
