// The type of a regularizer: a term beside the loss that adds to the gradient before the policies.
import type { Arena, ArenaPlan } from '../../math/arena.ts';
import type { Definition } from '../../math/definition.ts';
import type { Kernels } from '../../math/kernels.ts';
import type { Network, NetworkPlan, StateTerm } from '../../model/network.ts';

/** A regularizer over the memory of one run. */
export interface BoundRegularizer {
  /** Adds to dL/dh_t before BPTT, where the term depends on the states; see `Network.backward`. */
  readonly stateTerm?: StateTerm;
  /**
   * Adds the rest of the term's gradient after BPTT.
   * @param step the update under way; the first is 1
   * @returns the value of the term as it was added to the loss, its weight included
   */
  add(step: number): number;
}

/** Opens a planned regularizer once there is memory. */
export type OpenRegularizer = (
  arena: Arena,
  kernels: Kernels,
  network: Network,
) => BoundRegularizer;

/** A regularizer. */
export interface Regularizer<Options> extends Definition {
  /**
   * Plans what memory the term needs beside the network's.
   * @returns what opens it, or null where there is nothing to add
   */
  plan(options: Options, plan: ArenaPlan, network: NetworkPlan): OpenRegularizer | null;
}
