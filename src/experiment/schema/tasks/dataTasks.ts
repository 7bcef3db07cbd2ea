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
