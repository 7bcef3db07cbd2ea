// Fields that the tasks of data share: where the files are, and what of them is held out.

import { z } from 'zod';
import { filePath, finite } from '../fields.ts';

const MOST_FILES = 1000;
const FILES_EXPECTED = `a path, or a list of 1 to ${MOST_FILES} paths`;

const pathsSchema = z.union(
  [
    filePath(),
    z
      .array(filePath())
      .min(1, { error: FILES_EXPECTED })
      .max(MOST_FILES, { error: FILES_EXPECTED }),
  ],
  { error: FILES_EXPECTED },
);

/** Where the data are. */
export const fileSchema = z.union(
  [
    filePath(),
    z.strictObject({
      training: pathsSchema.describe('Path, or list of paths, of the data to train on.'),
      validation: pathsSchema
        .exactOptional()
        .describe('Of the data that decide stop, plateau and best.'),
      test: pathsSchema.exactOptional().describe('Of the data looked at once, at the end.'),
    }),
  ],
  { error: 'a path, or { training, validation, test } with a path or a list of paths each' },
);

/** Shares of a whole file that are held out at its end. */
export const splitSchema = z
  .strictObject({
    validation: finite({ atLeast: 0, below: 1 })
      .default(0.05)
      .describe('Fraction of the data held out to decide stop, plateau and best.'),
    test: finite({ atLeast: 0, below: 1 })
      .default(0.05)
      .describe('Fraction at the end of the data looked at once, when training is over.'),
  })
  .prefault({})
  .describe('Held-out fractions of the data; the rest is trained on.');
