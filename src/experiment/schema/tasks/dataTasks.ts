// Config of the tasks that learn from files. What the files hold is read in tasks.

import { z } from 'zod';
import { flag, integer, typeName } from '../fields.ts';
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
