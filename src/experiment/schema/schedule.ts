// Config of `training.schedule`: how the learning rate changes over the steps.

import { z } from 'zod';
import { commonDefaults } from './defaults.ts';
import { finite, integer, typeName } from './fields.ts';

/** How the learning rate changes over the steps. */
export const scheduleSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: typeName('constant') }).describe('The learning rate stays.'),
    z
      .strictObject({
        type: typeName('step'),
        every: integer(1).default(1000).describe('Steps between two changes.'),
        factor: finite({ above: 0 }).default(0.5).describe('Factor at each change.'),
      })
      .describe('The learning rate is multiplied by factor at fixed intervals.'),
    z
      .strictObject({
        type: typeName('exponential'),
        decay: finite({ above: 0, atMost: 1 }).default(0.9999).describe('Factor per step.'),
      })
      .describe('The learning rate is multiplied by decay at every step.'),
  ])
  .prefault(commonDefaults.training.schedule)
  .describe('How the learning rate changes over the steps.');
