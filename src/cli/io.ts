// What a command sees of the process: everything it reads or writes comes in through here, so that
// tests run commands without one.

/** Signals that end a run after the step under way. */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const;

/** One of `ENDING_SIGNALS`. */
export type EndingSignal = (typeof ENDING_SIGNALS)[number];

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
  /**
   * Listens for the first ending signal; the second has its usual effect. Without it, signals have
   * their usual effect at once.
   * @returns ends the listening
   */
  readonly onSignal?: (listener: (signal: EndingSignal) => void) => () => void;
}
