// The root of the config schema and the type everything inward of the config is written against.

import { z } from 'zod';
import { type DeepReadonly, dependentDefault, finite, integer, word } from './fields.ts';
import { lossSchema } from './loss.ts';
import { modelSchema } from './model.ts';
import { taskSchema } from './task.ts';
import { trainingSchema } from './training.ts';

/** Version of the config format; part of every run id. */
export const SPEC_SCHEMA_VERSION = 1;

const NAME_EXPECTED =
  'a name of 1 to 64 letters, digits, dots, underscores or hyphens that begins with a letter or digit';

const MOST_LENGTHS = 100;
const LENGTHS_EXPECTED = `a list of 1 to ${MOST_LENGTHS} lengths`;

/** The seed; nothing else in a spec depends on it. */
export const seedSchema = integer(0, Number.MAX_SAFE_INTEGER);

const experimentSchema = z.strictObject({
  $schema: z
    .string({ error: 'a string' })
    .optional()
    .describe('Where editors find the JSON Schema; ignored.'),
  name: dependentDefault(
    z
      .string({ error: NAME_EXPECTED })
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { error: NAME_EXPECTED }),
  ).describe('Name shown in reports and run directories; the task by default.'),
  seed: seedSchema.default(1).describe('Seed of every random stream of the run.'),
  precision: dependentDefault(word(['f32', 'f64'])).describe(
    'Numbers of 32 or 64 bits; f32 by default, f64 for the toy.',
  ),
  task: taskSchema,
  model: modelSchema,
  loss: dependentDefault(lossSchema).describe('What is minimised; by default what suits the task.'),
  training: trainingSchema,
  evaluation: z
    .strictObject({
      every: integer(1).default(1000).describe('Steps between two evaluations.'),
      size: integer(1)
        .default(1000)
        .describe(
          'Sequences per evaluation of a generated task, of each length if there are several.',
        ),
      lengths: z
        .array(integer(1))
        .min(1, { error: LENGTHS_EXPECTED })
        .max(MOST_LENGTHS, { error: LENGTHS_EXPECTED })
        .exactOptional()
        .describe(
          'Lengths T to look at one by one, for a generated task; stop.error must be reached at each. Without it they are drawn as in training.',
        ),
    })
    .prefault({})
    .describe('Looks at validation data; has its own random stream and changes no training.'),
  metrics: dependentDefault(
    z.strictObject({
      every: dependentDefault(integer(1)).describe(
        'Steps per line of metrics.jsonl; by default a run stays under about 10,000 lines.',
      ),
    }),
  ).describe('What is recorded of the steps.'),
  checkpoint: z
    .strictObject({
      every: integer(1)
        .exactOptional()
        .describe('Steps between two checkpoints; without it they are made by time.'),
      seconds: finite({ atLeast: 1, atMost: 86_400 })
        .exactOptional()
        .describe('Seconds between two checkpoints; 30 where `every` is not set.'),
      keep: integer(2, 10_000)
        .default(2)
        .describe('How many of the latest are kept; more show the way the parameters took.'),
    })
    .prefault({})
    .describe('Which parameters on the way are kept as files; the last ones always are.'),
});

/** Schema of a whole experiment config, after `resolveDefaults`. */
export const specSchema = experimentSchema
  .transform(({ $schema: _, ...spec }) => spec)
  .describe('An experiment of rnn.');

/** Schema of an experiment whose task is not in the config but code of a library user. */
export const ownTaskSpecSchema = experimentSchema
  .omit({ task: true })
  .transform(({ $schema: _, ...spec }) => spec);

/** A fully resolved experiment: every default filled, nothing left to decide. */
export type Spec = DeepReadonly<z.output<typeof specSchema>>;

/** An experiment as written: everything but the task may be left out. */
export type SpecInput = DeepReadonly<z.input<typeof specSchema>>;

/** A fully resolved experiment without its task. */
export type OwnTaskSpec = DeepReadonly<z.output<typeof ownTaskSpecSchema>>;

/** An experiment without its task as written: everything may be left out. */
export type OwnTaskSpecInput = DeepReadonly<z.input<typeof ownTaskSpecSchema>>;

/** Config of one recurrent layer, fully resolved. */
export type LayerSpec = Spec['model']['layers'][number];
