// The error for a run whose identity came out differently than planned: its result would be another's.

/** Thrown where this program would train another run than the one asked for. */
export class OtherRunError extends Error {
  override readonly name = 'OtherRunError';

  /**
   * Says what may differ.
   * @param expected run id the run was planned with, 64 hex digits
   * @param got run id that this program computes from the same settings
   */
  constructor(expected: string, got: string) {
    super(
      `expected run ${expected.slice(0, 16)}, got ${got.slice(0, 16)}: this program, the data file ` +
        'or the weights are not those the run was planned with; plan it again with these',
    );
  }
}
