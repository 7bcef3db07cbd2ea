// The error for a wish that cannot be granted. Whatever else is thrown inside is a bug.

/** Thrown where options, shapes, data and machine, each fine by itself, do not fit together. */
export class ConfigurationError extends RangeError {
  override readonly name: string = 'ConfigurationError';
}
