// Fields that the tasks of data share: where the files are, and what of them is held out.

import { z } from 'zod';
import { filePath, finite } from '../fields.ts';

const MOST_FILES = 1000;

const PATHS_EXPECTED = `a file path, or a list of 1 to ${MOST_FILES}`;

const pathsSchema = z.union(
  [
    filePath(),
    z
      .array(filePath())
      .min(1, { error: PATHS_EXPECTED })
      .max(MOST_FILES, { error: PATHS_EXPECTED }),
  ],
  { error: PATHS_EXPECTED },
);

/** Where the data are: one file that is divided by `split`, or files for each part. */
export const fileSchema = z.union(
  [
    filePath(),
    z.strictObject({
      training: pathsSchema.describe('Files that are trained on.'),
      validation: pathsSchema.exactOptional().describe('Files that decide stop, plateau and best.'),
      test: pathsSchema.exactOptional().describe('Files looked at once, when training is over.'),
    }),
  ],
  { error: 'a file path, or { training, validation, test }' },
);

/**
 * Shares of a whole file that are held out at its end; `resolveDefaults` fills them in for one, and
 * they are absent where each part has files of its own.
 */
export const splitSchema = z
  .strictObject({
    validation: finite({ atLeast: 0, below: 1 })
      .default(0.05)
      .describe('Fraction of the data held out to decide stop, plateau and best.'),
    test: finite({ atLeast: 0, below: 1 })
      .default(0.05)
      .describe('Fraction at the end of the data looked at once, when training is over.'),
  })
  .exactOptional()
  .describe(
    'Held-out fractions of a whole file; the rest is trained on. Not with files for each part.',
  );
