// Config of the tasks that learn from files. What the files hold is read in tasks.

import { z } from 'zod';
import { MOST_COLUMNS } from '../../../tasks/formats/numberTable.ts';
import { finite, flag, integer, typeName, word } from '../fields.ts';
import { fileSchema, splitSchema } from './dataFields.ts';

/** A language model of a text. */
export const text = z
  .strictObject({
    type: typeName('text'),
    file: fileSchema.describe('UTF-8 text file to learn.'),
    unit: word(['character', 'byte']).default('character').describe('What a symbol is.'),
    length: integer(1).default(100).describe('Characters T per back-propagated chunk.'),
    horizon: integer(1, 10_000)
      .default(1)
      .describe('Which of the following characters is predicted: 1 is the next.'),
    split: splitSchema,
    carryState: flag()
      .default(true)
      .describe('Whether the state at the end of a chunk starts the next one.'),
  })
  .describe('Character-level language model of one UTF-8 file.');

const COLUMNS_EXPECTED = `a list of 1 to ${MOST_COLUMNS} names of columns`;

const columnsSchema = z
  .array(z.string({ error: 'the name of a column' }))
  .min(1, { error: COLUMNS_EXPECTED })
  .max(MOST_COLUMNS, { error: COLUMNS_EXPECTED })
  .exactOptional();

/** A time series. */
export const series = z
  .strictObject({
    type: typeName('series'),
    file: fileSchema.describe('CSV with a line of names, or NumPy array of rows.'),
    columns: columnsSchema.describe('Inputs, by name; by default all columns of numbers.'),
    targets: columnsSchema.describe('What is predicted, by name; by default the inputs.'),
    horizon: integer(1, 1_000_000).default(1).describe('Rows from an input to its target.'),
    length: integer(1).default(100).describe('Rows T per back-propagated chunk.'),
    season: integer(1)
      .exactOptional()
      .describe('Rows of a season: shows the seasonal naive forecast beside the loss.'),
    split: splitSchema,
    carryState: flag()
      .default(true)
      .describe('Whether the state at the end of a chunk starts the next one.'),
  })
  .describe('Forecast of a series, standardized on its training part.');
/** The next step of polyphonic music. */
export const pianoRoll = z
  .strictObject({
    type: typeName('pianoRoll'),
    file: fileSchema.describe(
      'Music: a MATLAB 5 file (traindata, validdata, testdata) or a JSON file with all parts, or ' +
        'MIDI or JSON files of each part.',
    ),
    length: integer(1)
      .default(200)
      .describe('Most steps T of a piece that an update sees; longer pieces are cut for training.'),
    stepsPerQuarter: integer(1, 960)
      .default(4)
      .describe('Steps in a quarter note, for MIDI files.'),
  })
  .describe('Predicts which of 88 keys sound at the next step of a piece of music.');
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
