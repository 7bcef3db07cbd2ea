// The command table as a parser of arguments. Knows commander, and no verb by name.

import { Command, CommanderError, Option } from 'commander';
import type { CommandContext, CommandRow, Usage } from './command.ts';
import { exitCodes } from './exitCodes.ts';
import type { CliIo } from './io.ts';
import type { Output } from './output.ts';

/** What the parser needs besides the arguments. */
export interface ProgramContext {
  readonly version: string;
  readonly io: CliIo;
  readonly stdout: Output;
  readonly stderr: Output;
}

function optionOf({ flags, summary, isRepeatable, defaultValue }: Usage): Option {
  const option = new Option(flags, isRepeatable ? `${summary} (repeatable)` : summary);
  if (defaultValue !== undefined) option.default(defaultValue);
  const append = (value: string, before: unknown) =>
    Array.isArray(before) ? [...before, value] : [value];
  return isRepeatable ? option.argParser(append) : option;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n');
}

/** Commander's wording of an error in the program's own form: one line that begins with its name. */
function errorLine(text: string): string {
  const [message = '', hint] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n');
  const meant = /^\((Did .*)\)$/.exec(hint ?? '');
  const ending = meant === null ? '' : `; ${meant[1]?.replace(/^D/, 'd')}`;
  return `rnn: ${message}${ending}\n`;
}

function addCommand(
  program: Command,
  row: CommandRow,
  context: ProgramContext,
  finish: (exitCode: number) => void,
): void {
  const command = program.command(row.name).description(row.summary);
  if (row.examples) command.addHelpText('after', `\nExamples:\n${indented(row.examples)}\n`);
  for (const { flags, summary } of row.arguments) command.argument(flags, summary);
  for (const option of row.options) command.addOption(optionOf(option));
  command.action(async () => {
    const { run } = await row.load();
    const { io, stdout, stderr } = context;
    const given: CommandContext = {
      arguments: command.args,
      options: command.opts(),
      io,
      stdout,
      stderr,
    };
    finish(await run(given));
  });
}

/**
 * Parses arguments and runs the verb they name.
 * @param rows - the verbs there are
 * @param argv - arguments without node and script
 * @returns one of `exitCodes`
 * @throws what the verb throws
 */
export async function runProgram(
  rows: readonly CommandRow[],
  argv: readonly string[],
  context: ProgramContext,
): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const width = context.io.columns > 0 ? context.io.columns : 80;
  const program = new Command('rnn')
    .description('A laboratory for recurrent networks.')
    .version(context.version, '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [verb]', 'show help of a verb')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      outputError: (text, write) => write(errorLine(text)),
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  for (const row of rows)
    addCommand(program, row, context, (code) => {
      exitCode = code;
    });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version that were asked for end the parsing too.
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  return exitCode;
}
