// The table of regularizers.
import type { ArenaPlan } from '../../math/arena.ts';
import type { NetworkPlan } from '../../model/network.ts';
import { type L2Options, l2 } from './l2.ts';
import { type OmegaOptions, omega } from './omega.ts';
import type { OpenRegularizer, Regularizer } from './regularizer.ts';
import { type StabilizerOptions, stabilizer } from './stabilizer.ts';

/** Options of `none`. */
export interface NoRegularizerOptions {
  readonly type: 'none';
}

/** Options of a regularizer, by type. */
export type RegularizerOptions =
  | NoRegularizerOptions
  | OmegaOptions
  | L2Options
  | StabilizerOptions;

const none: Regularizer<NoRegularizerOptions> = {
  type: 'none',
  summary: 'the loss alone',
  source: 'Pascanu et al. 2013, "MSGD"',
  plan: () => null,
};

/** Every regularizer by the `type` a config names it by. */
export const regularizers = { none, omega, l2, stabilizer } as const satisfies {
  [Type in RegularizerOptions['type']]: Regularizer<Extract<RegularizerOptions, { type: Type }>>;
};

/** Plans the regularizer that options name; null where there is nothing to add. */
export function planRegularizer(
  options: RegularizerOptions,
  plan: ArenaPlan,
  network: NetworkPlan,
): OpenRegularizer | null {
  const regularizer = regularizers[options.type] as Regularizer<RegularizerOptions>;
  return regularizer.plan(options, plan, network);
}
