// Fields that the tasks of data share: where the files are, and what of them is held out.

import { z } from 'zod';
import { filePath, finite } from '../fields.ts';

/** Where the data are. */
export const fileSchema = filePath();

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
