// What a suite file may say, apart from its axes: those have a grammar of their own, in axes/. How runs
// are searched is only declared here and done by whoever runs them.

import { z } from 'zod';
import {
  type DeepReadonly,
  filePath,
  integer,
  LARGEST_COUNT,
  typeName,
  word,
} from '../schema/fields.ts';

/** What names of suites, axes and methods look like. */
export const SUITE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** To follow "expected ". */
export const SUITE_NAME_EXPECTED =
  'a name of 1 to 64 letters, digits, dots, underscores or hyphens that begins with a letter or digit';

/** Most runs a suite may name, counted before any is made. */
export const MOST_RUNS = 100_000;

const BASE_EXPECTED = 'a config: the path of a file, or a mapping';

const freeMapping = (error: string) => z.record(z.string(), z.unknown(), { error });

const searchSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: typeName('none') }).describe('Every run goes to its end.'),
    z
      .strictObject({
        type: typeName('halving'),
        factor: integer(2, 1000)
          .default(3)
          .describe('Of this many runs one goes on to so many times the steps.'),
        minimumSteps: integer(1, LARGEST_COUNT).describe('Updates every run gets.'),
        measure: word(['loss', 'error'])
          .default('loss')
          .describe('What is compared; less is better.'),
      })
      .describe('Successive halving (Jamieson & Talwalkar 2016).'),
  ])
  .default({ type: 'none' })
  .describe('Which runs go on to the end.');

/** Schema of a suite; `runs` and `exclude` are read by `readAxes` and `readExclusions`. */
export const suiteSchema = z.strictObject({
  name: z
    .string({ error: SUITE_NAME_EXPECTED })
    .regex(SUITE_NAME, { error: SUITE_NAME_EXPECTED })
    .exactOptional()
    .describe("Name of the suite's directory; by default that of its file."),
  base: z
    .union([filePath(), freeMapping(BASE_EXPECTED)], { error: BASE_EXPECTED })
    .describe('The config that runs change.'),
  set: freeMapping('a mapping from paths of the config to values')
    .exactOptional()
    .describe('Changes common to all runs.'),
  runs: z.unknown().optional().describe('The axes.'),
  exclude: z.unknown().optional().describe('Runs left out.'),
  search: searchSchema,
});

/** Which runs of a suite go on to the end. */
export type Search = DeepReadonly<z.output<typeof searchSchema>>;
