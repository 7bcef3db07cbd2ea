// Config of `training`: how the parameters move and when they stop moving.

import { z } from 'zod';
import { averagingSchema } from './averaging.ts';
import { commonDefaults } from './defaults.ts';
import { integer } from './fields.ts';
import { optimizerSchema } from './optimizer.ts';
import { policySchema } from './policy.ts';
import { regularizerSchema } from './regularizer.ts';
import { scheduleSchema } from './schedule.ts';
import { stopSchema } from './stop.ts';
import { truncationSchema } from './truncation.ts';

const POLICIES_EXPECTED = 'a list of at most 16 policies';

/** How the parameters are trained. */
export const trainingSchema = z
  .strictObject({
    batchSize: integer(1, 65_536).default(20).describe('Sequences B per update.'),
    steps: integer(0).default(10_000).describe('Updates at most.'),
    truncation: truncationSchema,
    optimizer: optimizerSchema,
    schedule: scheduleSchema,
    averaging: averagingSchema,
    policy: z
      .array(policySchema)
      .max(16, { error: POLICIES_EXPECTED })
      .prefault([...commonDefaults.training.policy])
      .describe('Chain of policies the gradient passes before the optimizer, in order.'),
    regularizer: regularizerSchema,
    stop: stopSchema,
  })
  .prefault({})
  .describe('How the parameters are trained.');
