// Numbers and ranges as typed on the command line: `-2.5`, `min:max:count`. Reads text only; what a
// range is used for is the verb's affair.

import { CliError, exitCodes } from './exitCodes.ts';

/** Evenly spread values from `min` to `max`; `min` may exceed `max`, and one value has both equal. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** How many values, at least 1. */
  readonly count: number;
}

/** What a range may be. */
export interface RangeLimits {
  /** Largest count allowed. */
  readonly mostCount: number;
  /** Count of `min:max`; without it the count must be typed. */
  readonly defaultCount?: number;
}

/** Far from both ends of a double: sums and products of a few such numbers stay finite. */
const LARGEST_VALUE = 1e150;

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function refuse(flag: string, expected: string, got: string): never {
  throw new CliError(exitCodes.usage, `${flag}: expected ${expected}, got ${JSON.stringify(got)}`);
}

/**
 * Reads a number in decimal notation.
 * @param flag - the option as the user types it
 * @param text - the number: digits, a point, an exponent; nothing around it
 * @returns a finite number of size 0 … 1e150, never −0
 * @throws CliError with exit code 2
 */
export function readNumber(flag: string, text: string): number {
  if (!DECIMAL.test(text)) refuse(flag, 'a number such as -2.5 or 1e-3', text);
  const value = Number(text);
  if (Math.abs(value) > LARGEST_VALUE) refuse(flag, 'a number within ±1e150', text);
  return value === 0 ? 0 : value;
}

function readCount(flag: string, text: string, mostCount: number): number {
  const isWhole = /^(?:0|[1-9]\d*)$/.test(text);
  const count = Number(text);
  if (isWhole && count >= 1 && count <= mostCount) return count;
  return refuse(flag, `a whole count from 1 to ${mostCount} after the second colon`, text);
}

/**
 * Reads a range: `min:max:count`, `min:max` where the caller has a count for it, or one number for
 * a single value.
 * @param flag - the option as the user types it
 * @param text - the range as typed
 * @param limits - largest count, and the count of `min:max`
 * @returns ends within ±1e150 and a count from 1 to `mostCount`
 * @throws CliError with exit code 2 for anything else, with what was expected
 */
export function readRange(flag: string, text: string, limits: RangeLimits): NumberRange {
  const { mostCount, defaultCount } = limits;
  const [first = '', second, third, ...rest] = text.split(':');
  const isForm = first !== '' && second !== '' && third !== '' && rest.length === 0;
  const isMissingCount = second !== undefined && third === undefined && defaultCount === undefined;
  if (!isForm || isMissingCount) {
    const short = defaultCount === undefined ? '' : ', min:max';
    refuse(flag, `min:max:count such as -4:-1:401${short} or one number`, text);
  }
  const min = readNumber(flag, first);
  if (second === undefined) return { min, max: min, count: 1 };
  const max = readNumber(flag, second);
  if (third === undefined) return { min, max, count: min === max ? 1 : (defaultCount ?? 1) };
  const count = readCount(flag, third, mostCount);
  if (count === 1 && min !== max) refuse(flag, 'a count of 2 or more, or equal ends', text);
  if (count > 1 && min === max) refuse(flag, 'a count of 1, or ends that differ', text);
  return { min, max, count };
}

/**
 * Reads the two ends of an interval, `min:max`.
 * @param flag - the option as the user types it
 * @param text - the interval as typed
 * @returns ends within ±1e150, `min` below `max`
 * @throws CliError with exit code 2
 */
export function readInterval(flag: string, text: string): { min: number; max: number } {
  const ends = text.split(':');
  const [first = '', second = ''] = ends;
  const expected = 'min:max such as -5:3, min below max';
  if (ends.length !== 2 || first === '' || second === '') refuse(flag, expected, text);
  const [min, max] = [readNumber(flag, first), readNumber(flag, second)];
  return min < max ? { min, max } : refuse(flag, expected, text);
}
