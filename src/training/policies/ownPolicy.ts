// What a gradient policy that is a user's own code sees and says: tensors by name, no addresses.

/** Rows of each tensor by its full name, a vector being one row; changes reach the network. */
export type TensorRows = Readonly<Record<string, readonly (Float32Array | Float64Array)[]>>;

/** What a user's own policy sees. */
export interface OwnPolicyInput {
  readonly gradient: TensorRows;
  /** For looking only: changing them here is not an update. */
  readonly parameters: TensorRows;
  /** Global L2 norm of the gradient as it is now. */
  readonly norm: number;
}

/** What a policy did: `changed` the gradient, `kept` it, or wants this update left out (`skip`). */
export type Verdict = 'changed' | 'kept' | 'skip';

/** A user's own policy; may change the gradient in place and says whether it did. */
export type OwnPolicy = (input: OwnPolicyInput) => Verdict;
