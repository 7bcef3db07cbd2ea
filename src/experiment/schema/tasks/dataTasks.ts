// Config of the tasks that learn from files. What the files hold is read in tasks.

import { z } from 'zod';
import { finite, flag, integer, typeName, word } from '../fields.ts';
import { fileSchema, splitSchema } from './dataFields.ts';

/** A language model of a text. */
export const text = z
  .strictObject({
    type: typeName('text'),
    file: fileSchema.describe('UTF-8 text file to learn.'),
    length: integer(1).default(100).describe('Characters T per back-propagated chunk.'),
    split: splitSchema,
    carryState: flag()
      .default(true)
      .describe('Whether the state at the end of a chunk starts the next one.'),
  })
  .describe('Character-level language model of one UTF-8 file.');

/** Sequences of the user's own. */
export const sequences = z
  .strictObject({
    type: typeName('sequences'),
    file: fileSchema.describe(
      'JSON Lines file, one sequence a line: {"input": [...], "target": ...}.',
    ),
    split: splitSchema,
    inputs: z
      .union(
        [
          z.strictObject({
            symbols: integer(1).describe('Each step is a symbol: a whole number below this.'),
          }),
          z.strictObject({ size: integer(1).describe('Each step is a row of so many numbers.') }),
        ],
        { error: '{ symbols } or { size } with an integer of at least 1' },
      )
      .describe('What the input of each step is.'),
    targets: z
      .strictObject({
        type: word(['classes', 'values']).describe(
          'classes: a target is a whole number below size. values: a row of size numbers.',
        ),
        size: integer(1).describe('Number of classes, at least 2, or of values.'),
        steps: word(['lastStep', 'everyStep'])
          .default('lastStep')
          .describe('lastStep: one target a sequence. everyStep: a list of them.'),
      })
      .describe('What is asked for.'),
    length: integer(1)
      .default(100)
      .describe('Steps T of the longest sequence allowed; a longer one is an error.'),
    tolerance: finite({ above: 0 })
      .exactOptional()
      .describe('Largest |output - target| that counts as right, for values; none by default.'),
  })
  .describe('Sequences of your own, from JSON Lines files.');
