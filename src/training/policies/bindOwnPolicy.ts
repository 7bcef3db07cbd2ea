// Ties a user's own policy to the memory of a run.
import { ConfigurationError } from '../../math/configurationError.ts';
import type { OwnPolicy } from './ownPolicy.ts';
import type { BoundPolicy, PolicyContext } from './policy.ts';
import { noState } from './policyState.ts';
import { rowsOf } from './tensorRows.ts';
import { verdicts } from './verdict.ts';

/**
 * Ties a user's own policy to the vectors of a run. What it keeps is its own affair.
 * @returns a policy that throws ConfigurationError where the user's returns no verdict
 */
export function bindOwnPolicy(
  policy: OwnPolicy,
  { arena, gradient, parameters }: PolicyContext,
): BoundPolicy {
  const rows = { gradient: rowsOf(arena, gradient), parameters: rowsOf(arena, parameters) };
  return {
    apply({ norm }) {
      const verdict = policy({ ...rows, norm });
      if (!Object.hasOwn(verdicts, verdict)) {
        const expected = Object.keys(verdicts).join(', ');
        throw new ConfigurationError(`own policy: expected one of ${expected}, got ${verdict}`);
      }
      return verdict;
    },
    state: noState,
  };
}
