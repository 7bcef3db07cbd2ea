// What a rule between fields is. Each reads only the parts it needs and is silent where they are not
// valid by themselves, so that all problems of a config are found in one pass.

import type { z } from 'zod';
import { type ConfigPath, type RawRecord, valueAt } from './raw.ts';
import type { OwnTaskSpec } from './spec.ts';

/** A rule that does not hold. */
export interface RuleViolation {
  readonly path: ConfigPath;
  /** To follow "expected ". */
  readonly expected: string;
  /** Added after the value that was there. */
  readonly reason?: string;
}

/**
 * Reads a part of a config as its schema understands it.
 * @returns undefined where the part is not valid by itself
 */
export type PartReader = <Part extends z.ZodType>(
  path: ConfigPath,
  schema: Part,
) => z.output<Part> | undefined;

/** Finds where a config breaks it; reads only the parts it needs. */
export type Rule = (read: PartReader, config: RawRecord) => readonly RuleViolation[];

/** Makes the reader of a config that may be wrong in other parts. */
export function partsOf(config: RawRecord): PartReader {
  return (path, schema) => {
    const result = schema.safeParse(valueAt(config, path));
    return result.success ? result.data : undefined;
  };
}

/** Makes the reader of a config that its schema has passed as a whole: nothing is checked twice. */
export function partsOfSpec(spec: OwnTaskSpec): PartReader {
  return <Part extends z.ZodType>(path: ConfigPath) =>
    valueAt(spec, path) as z.output<Part> | undefined;
}
