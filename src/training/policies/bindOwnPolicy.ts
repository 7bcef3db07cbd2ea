// Ties a user's own policy to the memory of a run.
import type { Arena } from '../../math/arena.ts';
import { ConfigurationError } from '../../math/configurationError.ts';
import type { Kernels } from '../../math/kernels.ts';
import type { TensorVector } from '../../math/layout.ts';
import type { OwnPolicy, TensorRows, Verdict } from './ownPolicy.ts';
import { globalNorm, type PolicyState } from './policy.ts';

/** A policy that knows what it works on; keeps the state true. */
export type BoundPolicy = (state: PolicyState) => void;

const verdicts: Readonly<Record<Verdict, (state: PolicyState, norm: () => number) => void>> = {
  kept: () => {},
  skip: (state) => {
    state.skipped = true;
  },
  changed: (state, norm) => {
    state.norm = norm();
    state.clipped = true;
  },
};

/**
 * Ties a user's own policy to the vectors of a run.
 * @returns a policy that throws ConfigurationError where the user's returns no verdict
 */
export function bindOwnPolicy(
  policy: OwnPolicy,
  kernels: Kernels,
  arena: Arena,
  vectors: { readonly gradient: TensorVector; readonly parameters: TensorVector },
): BoundPolicy {
  const gradient = rowsOf(arena, vectors.gradient);
  const parameters = rowsOf(arena, vectors.parameters);
  return (state) => {
    const verdict = policy({ gradient, parameters, norm: state.norm });
    if (!Object.hasOwn(verdicts, verdict)) {
      const expected = Object.keys(verdicts).join(', ');
      throw new ConfigurationError(`own policy: expected one of ${expected}, got ${verdict}`);
    }
    verdicts[verdict](state, () => globalNorm(kernels, vectors.gradient));
  };
}

/** Opens the rows of each tensor of a vector, without padding, as live views. */
export function rowsOf(arena: Arena, { tensors }: TensorVector): TensorRows {
  return Object.fromEntries(
    tensors.map((tensor) => [
      tensor.name,
      Array.from({ length: tensor.rows }, (_, i) => {
        const start = arena.indexOf(tensor, i, 0);
        return arena.elements.subarray(start, start + tensor.columns);
      }),
    ]),
  );
}
