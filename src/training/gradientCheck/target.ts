// What a gradient check looks at: a function of the parameters that claims to know its gradient.
import type { Arena } from '../../math/arena.ts';
import type { TensorVector } from '../../math/layout.ts';
import type { Network } from '../../model/network.ts';

/** A function of the parameters and its claim; everything it depends on besides them is held. */
export interface GradientCheckTarget {
  /** What the function is, such as `loss`. */
  readonly name: string;
  /** Memory of parameters and gradient, in f64. */
  readonly arena: Arena;
  /** Where the function is taken; the check displaces one entry at a time and puts it back. */
  readonly parameters: TensorVector;
  /** Where the claim lies, laid out as the parameters. */
  readonly gradient: TensorVector;
  /** The function at the parameters as they are; the same bits whenever they are the same. */
  value(): number;
  /** Fills `gradient` with the claimed gradient at the parameters as they are. */
  fillGradient(): void;
}

/**
 * The loss of a network over the batch it holds, without any regularizer. The batch starts from the
 * initial states (`carryState` false): carried ones would differ from pass to pass.
 */
export function lossTarget(arena: Arena, network: Network): GradientCheckTarget {
  const { parameters, gradient } = network;
  return {
    name: 'loss',
    arena,
    parameters,
    gradient,
    value: () => network.forward('train'),
    fillGradient() {
      network.forward('train');
      network.backward();
    },
  };
}
