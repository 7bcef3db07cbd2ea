// Options of drawing that several kinds of samples share.

import type { CommandContext } from '../command.ts';
import { CliError, exitCodes } from '../exitCodes.ts';
import { readWhole } from '../options.ts';
import { readNumber } from '../ranges.ts';

/** Most steps that anybody may ask for. */
export const MOST_STEPS = 100_000_000;

const LARGEST_TEMPERATURE = 1e6;
const LARGEST_SEED = 2 ** 32 - 1;

/**
 * Reads --temperature: 1 without it.
 * @throws CliError with exit code 2
 */
export function readTemperature({ options: { temperature } }: CommandContext): number {
  if (temperature === undefined) return 1;
  const value = readNumber('--temperature', String(temperature));
  if (value >= 0 && value <= LARGEST_TEMPERATURE) return value;
  throw new CliError(
    exitCodes.usage,
    `--temperature: expected a number from 0 to ${LARGEST_TEMPERATURE}, got ${value}`,
  );
}

/**
 * Reads --seed.
 * @param usual the seed without it
 * @throws CliError with exit code 2
 */
export function readSeed({ options: { seed } }: CommandContext, usual: number): number {
  return seed === undefined ? usual : readWhole('--seed', seed, 0, LARGEST_SEED);
}

/**
 * Reads a count.
 * @param usual the count without the option
 * @throws CliError with exit code 2
 */
export function readCount(flag: string, value: unknown, usual: number, least = 1): number {
  return value === undefined ? usual : readWhole(flag, value, least, MOST_STEPS);
}
