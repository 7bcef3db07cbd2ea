// What the options of `rnn evaluate` ask for, with types and checked. Runs nothing.

import { resolve } from 'node:path';
import type { ProgressMode } from '../report/progress/display.ts';
import type { EvaluationSplit } from '../tasks/task.ts';
import type { CommandContext } from './command.ts';
import { CliError, exitCodes } from './exitCodes.ts';
import { isOn, readChoice, readConfigOptions, readWhole } from './options.ts';
import { readRange } from './ranges.ts';
import { PROGRESS_MODES } from './trainSettings.ts';

/** What the command line asks for, read and checked. */
export interface EvaluateSettings {
  /** Lengths in the order given, each once; null for the task's own. */
  readonly lengths: readonly number[] | null;
  /** Null for the usual ones. */
  readonly split: EvaluationSplit | null;
  readonly set: readonly string[];
  /** Absolute path, or null. */
  readonly file: string | null;
  /** Sequences to draw; null for as many as in training. */
  readonly sequences: number | null;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  readonly allowColor: boolean;
  readonly progress: ProgressMode;
}

const SPLITS = ['validation', 'test'] as const satisfies EvaluationSplit[];

/** Longest sequence anybody may ask for: its inputs lie in memory as a whole. */
const LONGEST = 1_000_000;
/** Most lengths of one command. */
const MOST_LENGTHS = 1000;
const MOST_SEQUENCES = 1_000_000_000;

/**
 * Reads lengths: whole numbers and ranges min:max:count between commas, a range rounded to whole steps.
 * @returns in the order given, each once
 * @throws CliError with exit code 2
 */
export function readLengths(text: string): readonly number[] {
  const lengths = text.split(',').flatMap((part) => {
    if (!part.includes(':')) return readWhole('--length', part, 1, LONGEST);
    const { min, max, count } = readRange('--length', part, { mostCount: MOST_LENGTHS });
    readWhole('--length', min, 1, LONGEST);
    readWhole('--length', max, 1, LONGEST);
    const step = count === 1 ? 0 : (max - min) / (count - 1);
    return Array.from({ length: count }, (_, index) => Math.round(min + index * step));
  });
  const different = [...new Set(lengths)];
  if (different.length <= MOST_LENGTHS) return different;
  throw new CliError(
    exitCodes.usage,
    `--length: expected at most ${MOST_LENGTHS} lengths, got ${different.length}`,
  );
}

/**
 * Reads the options of `rnn evaluate`.
 * @throws CliError with exit code 2
 */
export function readEvaluateSettings({ options, io }: CommandContext): EvaluateSettings {
  const { length, split, file, sequences } = options;
  const isQuiet = isOn(options, 'quiet');
  return {
    lengths: length === undefined ? null : readLengths(String(length)),
    split: split === undefined ? null : readChoice(options, 'split', SPLITS),
    set: readConfigOptions(options).set,
    file: file === undefined ? null : resolve(io.cwd, String(file)),
    sequences:
      sequences === undefined ? null : readWhole('--sequences', sequences, 1, MOST_SEQUENCES),
    isJson: isOn(options, 'json'),
    isQuiet,
    allowColor: options.color !== false,
    progress: isQuiet ? 'none' : readChoice(options, 'progress', PROGRESS_MODES),
  };
}
