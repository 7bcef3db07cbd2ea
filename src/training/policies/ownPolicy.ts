// What a gradient policy that is a user's own code sees and says: tensors by name, no addresses.
import type { TensorRows } from './tensorRows.ts';
import type { Verdict } from './verdict.ts';

/** What a user's own policy sees. */
export interface OwnPolicyInput {
  readonly gradient: TensorRows;
  /** For looking only: changing them here is not an update. */
  readonly parameters: TensorRows;
  /** Global L2 norm of the gradient as it is now. */
  readonly norm: number;
}

/** A user's own policy; may change the gradient in place and says whether it did. */
export type OwnPolicy = (input: OwnPolicyInput) => Verdict;
