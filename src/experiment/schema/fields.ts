// Building blocks of the config schema: each scalar carries one phrase that says what is expected,
// used in every error about it. No field of the config is declared here.

import { z } from 'zod';

/** Longest sequence and largest count the schema accepts; memory limits come long before it. */
export const LARGEST_COUNT = 1_000_000_000;

/**
 * Declares an integer within [minimum, maximum].
 * @param minimum - smallest value allowed
 * @param maximum - largest value allowed
 * @returns the schema; its errors read "an integer from … to …"
 */
export function integer(minimum: number, maximum: number = LARGEST_COUNT) {
  const expected = `an integer from ${minimum} to ${maximum}`;
  return z
    .int({ error: expected })
    .min(minimum, { error: expected })
    .max(maximum, { error: expected });
}

/** Where a real number may lie; each bound is optional. */
export interface NumberRange {
  readonly atLeast?: number;
  readonly above?: number;
  readonly atMost?: number;
  readonly below?: number;
}

/**
 * Declares a finite number within a range.
 * @param range - bounds; none means any finite number
 * @returns the schema; its errors name the bounds
 */
export function finite(range: NumberRange = {}) {
  const { atLeast, above, atMost, below } = range;
  const bounds = [
    atLeast === undefined ? '' : `at least ${atLeast}`,
    above === undefined ? '' : `above ${above}`,
    atMost === undefined ? '' : `at most ${atMost}`,
    below === undefined ? '' : `below ${below}`,
  ].filter((bound) => bound !== '');
  const error =
    bounds.length === 0 ? 'a finite number' : `a finite number that is ${bounds.join(' and ')}`;
  let schema = z.number({ error });
  if (atLeast !== undefined) schema = schema.min(atLeast, { error });
  if (above !== undefined) schema = schema.gt(above, { error });
  if (atMost !== undefined) schema = schema.max(atMost, { error });
  if (below !== undefined) schema = schema.lt(below, { error });
  return schema;
}

/** Declares true or false. */
export function flag() {
  return z.boolean({ error: 'true or false' });
}

/**
 * Declares one word out of a list.
 * @param words - the words allowed, the default first by convention
 */
export function word<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `one of ${words.join(', ')}` });
}

/**
 * Declares the `type` that names a member of a family.
 * @param name - the member's name
 */
export function typeName<const Name extends string>(name: Name) {
  return z.literal(name).describe(`Selects ${name}.`);
}

/**
 * Declares a field whose default depends on other fields: the input may leave it out, and
 * `resolveDefaults` has filled it before the schema runs.
 * @param schema - the schema of the field
 */
export function dependentDefault<Field extends z.ZodType>(schema: Field) {
  return schema.optional().transform((value, context): z.output<Field> => {
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: 'a value' });
    return z.NEVER;
  });
}

const PATH_EXPECTED = 'a file path of 1 to 4096 characters without control characters';

/** Declares the path of a file that is read. */
export function filePath() {
  return z
    .string({ error: PATH_EXPECTED })
    .min(1, { error: PATH_EXPECTED })
    .max(4096, { error: PATH_EXPECTED })
    .regex(/^\P{Cc}*$/u, { error: PATH_EXPECTED });
}

/** Makes every level of a plain data type readonly. */
export type DeepReadonly<T> = T extends readonly (infer Element)[]
  ? readonly DeepReadonly<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;
