// What is thrown about weights from outside.

/** Thrown where bytes are no weights this program reads, or weights do not fit a network. */
export class WeightsFileError extends Error {
  override readonly name = 'WeightsFileError';
}
