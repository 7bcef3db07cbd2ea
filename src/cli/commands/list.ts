// `rnn list`: what a config can name, one line and the source each.

import { suggest } from '../../experiment/load/suggest.ts';
import type { Definition } from '../../math/definition.ts';
import { wrapText } from '../../report/text.ts';
import type { CommandContext } from '../command.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import type { Families } from '../families.ts';
import { isOn } from '../options.ts';
import { terminalOf } from '../terminal.ts';

/** Version of the JSON that `--json` prints. */
const LIST_SCHEMA_VERSION = 1;

const GAP = 2;

/** Fewest columns for summaries that are worth a hanging indent. */
const LEAST_ROOM = 30;

/** @param columns where lines are broken; Infinity for one line each */
function table(name: string, members: readonly Definition[], columns: number): string {
  const width = Math.max(...members.map(({ type }) => type.length)) + GAP;
  const indent = ' '.repeat(GAP);
  const hanging = ' '.repeat(columns - GAP - width < LEAST_ROOM ? 2 * GAP : GAP + width);
  const lines = members.flatMap(({ type, summary, source }) =>
    wrapText(`${indent}${type.padEnd(width)}${summary}  [${source}]`, columns, hanging),
  );
  return [name, ...lines].join('\n');
}

function chosenOf(families: Families, family: string | undefined): Families {
  if (family === undefined) return families;
  const members = Object.hasOwn(families, family) ? families[family] : undefined;
  if (members !== undefined) return { [family]: members };
  const names = Object.keys(families);
  const meant = suggest(family, names);
  const hint = meant === null ? '' : `; did you mean ${meant}?`;
  const got = JSON.stringify(family);
  throw new CliError(exitCodes.usage, `expected one of ${names.join(', ')}, got ${got}${hint}`);
}

/**
 * Shows families.
 * @param families - members by family
 * @returns exit code 0
 * @throws CliError with exit code 2 where the family asked for is unknown
 */
export function list(
  families: Families,
  { arguments: [family], options, io, stdout }: CommandContext,
): number {
  const chosen = Object.entries(chosenOf(families, family));
  if (isOn(options, 'json')) {
    const plain = chosen.map(([name, members]) => [
      name,
      members.map(({ type, summary, source }) => ({ type, summary, source })),
    ]);
    stdout.line(JSON.stringify({ schema: LIST_SCHEMA_VERSION, ...Object.fromEntries(plain) }));
    return exitCodes.ok;
  }
  const { interactive, columns } = terminalOf(io, io.stdout, false);
  const width = interactive && columns > 0 ? columns : Number.POSITIVE_INFINITY;
  stdout.line(chosen.map(([name, members]) => table(name, members, width)).join('\n\n'));
  return exitCodes.ok;
}

/** Shows the families of this program. */
export async function run(context: CommandContext): Promise<number> {
  const { families } = await import('../families.ts');
  return list(families, context);
}
