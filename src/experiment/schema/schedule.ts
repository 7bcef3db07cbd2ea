// Config of `training.schedule`: how the learning rate changes over the steps.

import { z } from 'zod';
import { commonDefaults } from './defaults.ts';
import { finite, integer, typeName } from './fields.ts';

/** Schedules that can follow a warm-up. */
const laterSchedules = [
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
  z
    .strictObject({
      type: typeName('cosine'),
      steps: integer(1).default(10_000).describe('Steps until the minimum; it stays there.'),
      minimumFactor: finite({ atLeast: 0, atMost: 1 })
        .default(0)
        .describe('Factor at the minimum.'),
    })
    .describe('The learning rate falls along half a cosine (Loshchilov & Hutter 2017).'),
  z
    .strictObject({
      type: typeName('inverseTime'),
      decay: finite({ atLeast: 0 }).default(0.001).describe('Decay per step.'),
    })
    .describe('The learning rate is divided by 1 + decay*(steps done).'),
  z
    .strictObject({
      type: typeName('halveOnRise'),
      factor: finite({ above: 0, below: 1 }).default(0.5).describe('Factor at each rise.'),
    })
    .describe('The learning rate falls whenever the validation loss rises (Pascanu et al. 2013).'),
] as const;

const linearWarmup = z
  .strictObject({
    type: typeName('linearWarmup'),
    steps: integer(1).default(1000).describe('Steps of the rise; the last has the whole rate.'),
    next: z
      .discriminatedUnion('type', laterSchedules)
      .prefault(commonDefaults.training.schedule)
      .describe('Schedule that begins after the rise.'),
  })
  .describe('The learning rate rises linearly from 1/steps of it, then follows another schedule.');

/** How the learning rate changes over the steps. */
export const scheduleSchema = z
  .discriminatedUnion('type', [...laterSchedules, linearWarmup])
  .prefault(commonDefaults.training.schedule)
  .describe('How the learning rate changes over the steps.');
