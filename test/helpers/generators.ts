// What a generator comes to, for tests that do not look at its steps.

/** Runs a generator to its end and gives what it returns. */
export function resultOf<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
