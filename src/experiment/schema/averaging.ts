// Config of `training.averaging`: which average of the parameters is evaluated.

import { z } from 'zod';
import { commonDefaults } from './defaults.ts';
import { finite, typeName } from './fields.ts';

/** Which average of the parameters is evaluated. */
export const averagingSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: typeName('none') }).describe('Evaluates the parameters themselves.'),
    z
      .strictObject({
        type: typeName('exponential'),
        decay: finite({ atLeast: 0, below: 1 })
          .default(0.999)
          .describe('Share of the average that an update keeps.'),
      })
      .describe(
        'Evaluates a running mean of the parameters that starts at the initial ones; training and checkpoints go on with the parameters themselves.',
      ),
  ])
  .prefault(commonDefaults.training.averaging)
  .describe('Which average of the parameters is evaluated.');
