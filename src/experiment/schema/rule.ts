// What a rule between fields is. Each reads only the parts it needs and is silent where they are not
// valid by themselves, so that all problems of a config are found in one pass.

import type { z } from 'zod';
import { type ConfigPath, type RawRecord, valueAt } from './raw.ts';

/** A rule that does not hold. */
export interface RuleViolation {
  readonly path: ConfigPath;
  /** To follow "expected ". */
  readonly expected: string;
  /** Added after the value that was there. */
  readonly reason?: string;
}

/** Finds where a config breaks it; reads only the parts it needs. */
export type Rule = (config: RawRecord) => readonly RuleViolation[];

/** Reads a valid part of a config, or undefined where it is not valid by itself. */
export function read<Part extends z.ZodType>(
  config: RawRecord,
  path: ConfigPath,
  schema: Part,
): z.output<Part> | undefined {
  const result = schema.safeParse(valueAt(config, path));
  return result.success ? result.data : undefined;
}
