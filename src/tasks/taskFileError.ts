// What is wrong with a file of a task's data, and where in it.

/** Where in a file, from 1; what is not known is absent. */
export interface FilePosition {
  readonly line?: number;
  readonly column?: number;
}

/** Thrown where a file of a task's data does not hold what it should. */
export class TaskFileError extends Error {
  override readonly name = 'TaskFileError';
  readonly #parts: readonly [path: string, message: string, position: FilePosition];

  /**
   * @param path the file
   * @param message what was expected and what is there
   */
  constructor(path: string, message: string, position: FilePosition = {}) {
    const { line, column } = position;
    const place = [path, line, ...(line === undefined ? [] : [column])]
      .filter((part) => part !== undefined)
      .join(':');
    super(`${place}: ${message}`);
    this.#parts = [path, message, position];
  }

  /** The same error with what can be done about it at its end. */
  withRemedy(remedy: string): TaskFileError {
    const [path, message, position] = this.#parts;
    return new TaskFileError(path, `${message}; ${remedy}`, position);
  }
}
