// Config of `training.stop`: what ends a run before its last step.

import { z } from 'zod';
import { finite, integer } from './fields.ts';

/** What ends the run before the last step. */
export const stopSchema = z
  .strictObject({
    error: finite({ atLeast: 0, atMost: 1 })
      .exactOptional()
      .describe('Solved when the validation error is below this fraction.'),
    plateau: z
      .strictObject({
        patience: integer(1).describe('Evaluations without improvement before the run ends.'),
        minimumImprovement: finite({ atLeast: 0 })
          .default(0)
          .describe('Drop of the validation loss that counts as improvement.'),
      })
      .exactOptional()
      .describe('Ends the run when the validation loss stops falling.'),
  })
  .prefault({})
  .describe('What ends the run before the last step.');
