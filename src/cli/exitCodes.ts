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

const systemErrors: Readonly<Record<string, number>> = {
  EACCES: exitCodes.cannotCreate,
  EPERM: exitCodes.cannotCreate,
  EROFS: exitCodes.cannotCreate,
  ENOTDIR: exitCodes.cannotCreate,
  EISDIR: exitCodes.cannotCreate,
  ENOENT: exitCodes.cannotCreate,
  ENAMETOOLONG: exitCodes.cannotCreate,
  ENOSPC: exitCodes.inputOutput,
  EDQUOT: exitCodes.inputOutput,
  EIO: exitCodes.inputOutput,
  EMFILE: exitCodes.inputOutput,
  ENFILE: exitCodes.inputOutput,
};

/**
 * Finds the exit code of an error that the machine, not the program, is to blame for.
 * @returns the exit code, or null for any other error
 */
export function exitCodeOf(error: unknown): number | null {
  if (error instanceof CliError) return error.exitCode;
  if (!(error instanceof Error) || !('code' in error)) return null;
  const code = String(error.code);
  return Object.hasOwn(systemErrors, code) ? (systemErrors[code] ?? null) : null;
}
