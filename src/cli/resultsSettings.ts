// What the options of `rnn results` ask for, with types and checked against the suite's axes.

import { resolve } from 'node:path';
import { MOST_COMPARED_VALUES, valuesOf } from '../experiment/batch/comparison.ts';
import type { SuiteResults } from '../experiment/batch/results.ts';
import type { SummaryOptions } from '../experiment/batch/suiteSummary.ts';
import { suggest } from '../experiment/load/suggest.ts';
import type { CommandContext } from './command.ts';
import { CliError, exitCodes } from './exitCodes.ts';
import { isOn, readText } from './options.ts';

/** What goes to standard output. */
export type ResultsForm = 'table' | 'line' | 'json' | 'csv' | 'hash';

/** What the command line asks for. */
export interface ResultsSettings {
  /** The suite as the user typed it. */
  readonly suite: string;
  /** Directory of run directories, absolute. */
  readonly out: string;
  readonly form: ResultsForm;
  /** Whether the answer is no where a result is missing. */
  readonly wantsHash: boolean;
  /** Where the table of runs goes, absolute; null for nowhere or standard output. */
  readonly csv: string | null;
  readonly allowColor: boolean;
}

type Options = CommandContext['options'];

/** Stands for standard output. */
const STDOUT = '-';

const usage = (message: string) => new CliError(exitCodes.usage, message);

function readForm(options: Options): ResultsForm {
  if (options.csv === STDOUT) {
    const other = ['json', 'hash'].find((name) => isOn(options, name));
    if (other === undefined) return 'csv';
    throw usage(`--csv -: standard output carries one document; leave out --${other}`);
  }
  if (isOn(options, 'json')) return 'json';
  if (isOn(options, 'hash')) return 'hash';
  return isOn(options, 'quiet') ? 'line' : 'table';
}

/**
 * Reads the argument and the options of `rnn results`, those apart that name axes.
 * @throws CliError with exit code 2 for a value that none of them takes
 */
export function readResultsSettings({
  arguments: [suite = ''],
  options,
  io,
}: CommandContext): ResultsSettings {
  if (options.csv === '') throw usage('--csv: expected the name of a file or -, got ""');
  const isFile = options.csv !== undefined && options.csv !== STDOUT;
  return {
    suite,
    out: resolve(io.cwd, readText(options, 'out')),
    form: readForm(options),
    wantsHash: isOn(options, 'hash'),
    csv: isFile ? resolve(io.cwd, String(options.csv)) : null,
    allowColor: options.color !== false,
  };
}

function readAxis(flag: string, word: string, axes: readonly string[]): string {
  if (axes.includes(word)) return word;
  const meant = suggest(word, axes);
  const hint = meant === null ? '' : `; did you mean ${meant}?`;
  const known = axes.length === 0 ? 'the suite has none' : `one of ${axes.join(', ')}`;
  throw usage(`${flag}: expected an axis, ${known}, got ${JSON.stringify(word)}${hint}`);
}

/**
 * Reads which axes make groups, and which one is compared.
 * @throws CliError with exit code 2 for an axis that the suite does not have, or has too many values
 */
export function readSummaryOptions(
  options: Options,
  { axes, runs }: Pick<SuiteResults, 'axes' | 'runs'>,
): SummaryOptions {
  const words = options.by === undefined ? null : String(options.by).split(',');
  const by = words && [...new Set(words.map((word) => readAxis('--by', word.trim(), axes)))];
  if (options.compare === undefined) return by === null ? {} : { by };
  const compare = readAxis('--compare', String(options.compare), axes);
  const count = valuesOf(runs, compare).length;
  if (count > MOST_COMPARED_VALUES) {
    throw usage(
      `--compare: expected an axis of at most ${MOST_COMPARED_VALUES} values, ` +
        `got ${compare} with ${count}`,
    );
  }
  return by === null ? { compare } : { by, compare };
}
