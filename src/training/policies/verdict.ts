// What a policy says it did in a step, and what follows from each of its answers.

/** What follows from a verdict. */
export interface Consequence {
  /** Whether the policy did anything. */
  readonly acted: boolean;
  /** Whether the gradient is another one now, so that its norm has to be taken again. */
  readonly changed: boolean;
  /** Whether the step counts as clipped. */
  readonly clipped: boolean;
  /** Whether what the optimizer gets no longer comes from the loss, which is then not judged. */
  readonly replaced: boolean;
  /** Whether this update is left out. */
  readonly skipped: boolean;
}

const nothing: Consequence = {
  acted: false,
  changed: false,
  clipped: false,
  replaced: false,
  skipped: false,
};

/** What follows, by verdict. */
export const verdicts = {
  kept: nothing,
  changed: { ...nothing, acted: true, changed: true, clipped: true },
  perturbed: { ...nothing, acted: true, changed: true },
  replaced: { ...nothing, acted: true, changed: true, clipped: true, replaced: true },
  skip: { ...nothing, acted: true, skipped: true },
} as const satisfies Readonly<Record<string, Consequence>>;

/**
 * What a policy did: it `kept` the gradient, `changed` it to hold it in bounds, `perturbed` it
 * (noise: not counted as clipping), `replaced` one that cannot be used by one that has nothing to do
 * with the loss (the run then does not count as diverged), or wants this update left out (`skip`).
 */
export type Verdict = keyof typeof verdicts;
