// What a verb is: one row of the command table and, loaded only when asked for, one function.

import type { CliIo } from './io.ts';
import type { Output } from './output.ts';

/** Everything a command is given. */
export interface CommandContext {
  /** Positional arguments in the order of the table row; optional ones may be missing. */
  readonly arguments: readonly string[];
  /** Options by camel-case name, as commander gives them. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly io: CliIo;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Does the work of a verb and returns one of `exitCodes`. */
export type RunCommand = (context: CommandContext) => Promise<number>;

/** An argument or option as shown in help. */
export interface Usage {
  /** `<config>`, `[task]`, `--seed <number>`. */
  readonly flags: string;
  readonly summary: string;
  /** Whether an option may be given more than once. */
  readonly isRepeatable?: boolean;
  /** Value of an option that is not given. */
  readonly defaultValue?: string;
}

/** One row of the command table. */
export interface CommandRow {
  readonly name: string;
  readonly arguments: readonly Usage[];
  readonly options: readonly Usage[];
  readonly summary: string;
  /** Command lines shown at the end of the verb's help. */
  readonly examples?: readonly string[];
  /** Loads the verb's code. */
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}
