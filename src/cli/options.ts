// Options that several verbs share: how they are declared and how they are read back with types.

import type { Usage } from './command.ts';
import { CliError, exitCodes } from './exitCodes.ts';

/** Options of every verb that takes a config. */
export const configOptions: readonly Usage[] = [
  { flags: '--set <path=value>', summary: 'change one key of the config', isRepeatable: true },
  { flags: '--seed <number>', summary: 'change the seed' },
];

/** Which queue on Redis a suite goes to. */
export const redisOptions: readonly Usage[] = [
  { flags: '--queue <name>', summary: 'redis: name of the queue (default: rnn)' },
  { flags: '--insecure', summary: 'redis: another machine even without TLS or a password' },
];

/** What a suite asks of a Slurm cluster. */
export const slurmOptions: readonly Usage[] = [
  { flags: '--runs-per-task <number>', summary: 'slurm: runs that a task does one after another' },
  { flags: '--partition <names>', summary: 'slurm: partition, as sbatch takes it' },
  { flags: '--account <name>', summary: 'slurm: account' },
  { flags: '--qos <name>', summary: 'slurm: quality of service' },
  { flags: '--constraint <name>', summary: 'slurm: feature that a machine must have' },
  { flags: '--time <time>', summary: 'slurm: time limit of a task: minutes, 12:00:00, 2-00' },
  { flags: '--mem <size>', summary: 'slurm: memory of a task, such as 2G' },
];

/** Options of every verb that shows how far it is. */
export const progressOptions: readonly Usage[] = [
  { flags: '--progress <mode>', summary: 'auto, bar, plain or none', defaultValue: 'auto' },
  { flags: '--quiet', summary: 'print the closing line only' },
  { flags: '--no-color', summary: 'no colours (as NO_COLOR)' },
];

/** Declares that stdout carries exactly one JSON document. */
export const jsonOption: Usage = { flags: '--json', summary: 'print one JSON document' };

/** What changes a config on the command line. */
export interface ConfigOptions {
  readonly set: readonly string[];
  readonly seed?: string;
}

type Options = Readonly<Record<string, unknown>>;

/** Reads the options that change a config. */
export function readConfigOptions({ set, seed }: Options): ConfigOptions {
  const values = Array.isArray(set) ? set.map(String) : [];
  return typeof seed === 'string' ? { set: values, seed } : { set: values };
}

/** Tells whether an option without a value was given. */
export function isOn(options: Options, name: string): boolean {
  return options[name] === true;
}

/** Reads a text option that the table gives a default. */
export function readText(options: Options, name: string): string {
  return String(options[name]);
}

/**
 * Reads an option that is one of a few words.
 * @throws CliError with exit code 2 and the words
 */
export function readChoice<Word extends string>(
  options: Options,
  name: string,
  words: readonly Word[],
): Word {
  return choose(`--${name}`, String(options[name]), words);
}

/**
 * Reads a wish from the environment, where there is one.
 * @throws CliError with exit code 2 and the words
 */
export function readWish<Word extends string>(
  name: string,
  value: string | undefined,
  words: readonly Word[],
): Word | undefined {
  return value === undefined || value === '' ? undefined : choose(name, value, words);
}

function choose<Word extends string>(name: string, value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw new CliError(
    exitCodes.usage,
    `${name}: expected ${words.join(', ')}, got ${JSON.stringify(value)}`,
  );
}

/**
 * Reads a whole number.
 * @param flag - the option as the user types it
 * @throws CliError with exit code 2
 */
export function readWhole(flag: string, value: unknown, least: number, most: number): number {
  const text = String(value);
  const number = Number(text);
  if (/^\d{1,12}$/.test(text) && number >= least && number <= most) return number;
  throw new CliError(
    exitCodes.usage,
    `${flag}: expected a whole number from ${least} to ${most}, got ${JSON.stringify(text)}`,
  );
}

/** Says where the files of a stored run are. */
export const filesOption: Usage = {
  flags: '--files <dir>',
  summary: "where the config's relative paths start (default: where they did)",
};

/** Chooses a checkpoint of a run. */
export const stepOption: Usage = {
  flags: '--step <number>',
  summary: 'checkpoint of this step, best or last (default: last)',
};

/**
 * Reads which checkpoint is meant.
 * @throws CliError with exit code 2
 */
export function readStep({ step }: Options): number | 'best' | 'last' {
  if (step === undefined || step === 'last') return 'last';
  return step === 'best' ? 'best' : readWhole('--step', step, 1, LARGEST_STEP);
}

/** Largest number of updates anybody may name. */
export const LARGEST_STEP = 999_999_999_999;

const MS_PER_UNIT: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Reads a duration such as 90, 90s, 10m or 1.5h; a bare number means seconds.
 * @param flag - the option as the user types it
 * @returns milliseconds, or undefined where the option was not given
 * @throws CliError with exit code 2
 */
export function readDuration(options: Options, name: string, flag: string): number | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(String(value));
  if (match) return Number(match[1]) * (MS_PER_UNIT[match[2] || 's'] ?? 0);
  throw new CliError(
    exitCodes.usage,
    `${flag}: expected a duration such as 90s, 10m or 1.5h, got ${JSON.stringify(value)}`,
  );
}
