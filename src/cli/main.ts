// The entry of the command line: arguments in, exit code out. Loads nothing that a verb needs.

import { commands } from './commands.ts';
import { exitCodeOf, exitCodes } from './exitCodes.ts';
import type { CliIo } from './io.ts';
import { Output } from './output.ts';
import { runProgram } from './program.ts';
import { readVersion } from './version.ts';

function report(error: unknown, stderr: Output): number {
  const exitCode = exitCodeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (exitCode !== null) {
    stderr.line(`rnn: ${message}`);
    return exitCode;
  }
  stderr.line(`rnn: this is a bug, please report it: ${message}`);
  if (error instanceof Error && error.stack !== undefined) stderr.line(error.stack);
  return exitCodes.bug;
}

/**
 * Runs one command line.
 * @param argv - arguments without node and script
 * @param io - streams, environment and directory to work with
 * @param rows - the verbs there are
 * @returns one of `exitCodes`; never rejects
 */
export async function main(argv: readonly string[], io: CliIo, rows = commands): Promise<number> {
  const stdout = new Output(io.stdout);
  const stderr = new Output(io.stderr);
  let exitCode: number;
  try {
    const version = await readVersion();
    exitCode = await runProgram(rows, argv, { version, io, stdout, stderr });
  } catch (error) {
    exitCode = report(error, stderr);
  }
  await stdout.close();
  if (stdout.failure !== null) {
    stderr.line(`rnn: cannot write output: ${stdout.failure.message}`);
    exitCode = exitCodes.inputOutput;
  }
  await stderr.close();
  return exitCode;
}
