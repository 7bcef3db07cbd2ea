// What the process tells its caller when it ends. The numbers are part of the command line's
// contract; those from 65 on follow sysexits.h, those from 128 on the signal.

/** Exit codes of `rnn`, by reason. */
export const exitCodes = {
  ok: 0,
  /** An error of the program itself. */
  bug: 1,
  /** Wrong arguments or a wrong config. */
  usage: 2,
  /** The command worked and its answer is no. */
  no: 3,
  corruptData: 65,
  cannotCreate: 73,
  inputOutput: 74,
  /** Somebody else is at work on the same files. */
  busy: 75,
  interrupted: 130,
  terminated: 143,
} as const;

/** A failure with a message for the user and no stack trace. */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** One of `exitCodes`. */
  readonly exitCode: number;

  /**
   * @param exitCode - one of `exitCodes`
   * @param message - one line, shown after "rnn: "
   */
  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Exit codes of the errors that the inner modules declare, by name: importing them would load all. */
const namedErrors: Readonly<Record<string, number>> = {
  ConfigurationError: exitCodes.usage,
  DataError: exitCodes.usage,
  /** An engine that is missing or cannot be reached. */
  ExecutorError: exitCodes.inputOutput,
  NoRunError: exitCodes.usage,
  /** Kernels that compute other bits than they were built to. */
  KernelError: exitCodes.bug,
  StoredFileError: exitCodes.corruptData,
  TaskFileError: exitCodes.corruptData,
  WeightsFileError: exitCodes.corruptData,
  StateError: exitCodes.corruptData,
  RunDirectoryError: exitCodes.cannotCreate,
  DeterminismError: exitCodes.no,
  BusyError: exitCodes.busy,
};

/** What keeps a file from being made; every other error of the system is one of input or output. */
const creationErrors: ReadonlySet<string> = new Set([
  'EACCES',
  'EEXIST',
  'EISDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOTDIR',
  'EPERM',
  'EROFS',
]);

/** Codes of the system are single words; those of Node itself begin with ERR_. */
function isSystemError(error: Error): error is NodeJS.ErrnoException {
  return 'code' in error && /^E[A-Z0-9]+$/.test(String(error.code));
}

/**
 * Finds the exit code of an error that the machine or the user, not the program, is to blame for.
 * @returns the exit code, or null for any other error
 */
export function exitCodeOf(error: unknown): number | null {
  if (error instanceof CliError) return error.exitCode;
  if (!(error instanceof Error)) return null;
  if (Object.hasOwn(namedErrors, error.name)) return namedErrors[error.name] ?? null;
  if (!isSystemError(error)) return null;
  return creationErrors.has(String(error.code)) ? exitCodes.cannotCreate : exitCodes.inputOutput;
}
