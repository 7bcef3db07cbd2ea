// The type of an optimizer: state vectors laid out as the parameters, and an update in place.
import type { Definition } from '../../math/definition.ts';
import type { Address, Kernels } from '../../math/kernels.ts';

/** What one update works on; vectors have equal layout and length. */
export interface UpdateContext<Options> {
  readonly kernels: Kernels;
  readonly options: Options;
  readonly parameters: Address;
  readonly gradient: Address;
  /** State vectors, in the order of `stateVectors`. */
  readonly state: readonly Address[];
  readonly byteLength: number;
  /** Plain numbers the optimizer keeps from step to step, by name; saved with its state. */
  readonly scalars: Record<string, number>;
}

/** An optimizer. */
export interface Optimizer<Options> extends Definition {
  /** Names of the state vectors these options need; they start at 0. */
  stateVectors(options: Options): readonly string[];
  /** Scalars before the first update. */
  scalars(options: Options): Record<string, number>;
  /** Changes the parameters by one step at the given learning rate. */
  update(context: UpdateContext<Options>, learningRate: number): void;
}
