// What a command sees of the process: everything it reads or writes comes in through here, so that
// tests run commands without one.

/** The surroundings of one invocation. */
export interface CliIo {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly stdin: NodeJS.ReadableStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether stdout is a terminal. */
  readonly isTTY: boolean;
  /** Width of the terminal in characters; 0 where unknown. */
  readonly columns: number;
  /** Directory that relative paths start from. */
  readonly cwd: string;
}
