// What is thrown over a damaged file. Apart from the schemas of a run's files: a sweep, which keeps
// files without them, starts in less time where they are not loaded.

/** Thrown where a stored file is damaged, of a newer format, or of another run or sweep. */
export class StoredFileError extends Error {
  override readonly name = 'StoredFileError';
}
