// Config of `training.regularizer`: terms beside the loss.

import { z } from 'zod';
import { commonDefaults } from './defaults.ts';
import { finite, integer, typeName, word } from './fields.ts';

const alphaScheduleSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: typeName('constant') }).describe('alpha stays.'),
    z
      .strictObject({
        type: typeName('inverseTime'),
        every: integer(1).default(1000).describe('Steps per unit of time; an epoch in the paper.'),
      })
      .describe('alpha / (1 + floor((step - 1) / every)): alpha, a half, a third …'),
  ])
  .prefault({ type: 'constant' })
  .describe('How alpha changes over the steps.');

/** Term added to the gradient before the policies. */
export const regularizerSchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: typeName('none') }).describe('Off.'),
    z
      .strictObject({
        type: typeName('omega'),
        alpha: finite({ atLeast: 0 })
          .default(4)
          .describe('Weight; not comparable between the two reductions.'),
        ratio: word(['squaredNorm', 'norm'])
          .default('squaredNorm')
          .describe(
            'What is kept at 1 from one step to the one before: the ratio of squared norms of ' +
              'the error (eq. 10 and the public code) or of norms (eq. 9).',
          ),
        reduction: word(['activeMean', 'sum'])
          .default('activeMean')
          .describe(
            'Mean over the steps that an error reaches (the public code), or their sum (eq. 9 ' +
              'and 10); means over the batch either way.',
          ),
        alphaSchedule: alphaScheduleSchema,
      })
      .describe(
        'The vanishing-gradient term of Pascanu et al. 2013, by its immediate derivative, on Whh ' +
          'of every Elman layer. Eq. 9 is norm and sum, eq. 10 squaredNorm and sum, the public ' +
          'code squaredNorm and activeMean.',
      ),
    z
      .strictObject({
        type: typeName('l2'),
        lambda: finite({ atLeast: 0 }).default(0.0001).describe('Weight.'),
      })
      .describe(
        'lambda/2 times the sum of squared weights; matrices only, no biases or initial states.',
      ),
    z
      .strictObject({
        type: typeName('stabilizer'),
        beta: finite({ atLeast: 0 }).default(1).describe('Weight.'),
      })
      .describe(
        'beta/T times the sum over t = 1 … T of squared changes of the norm of h_t, h_0 included ' +
          '(Krueger & Memisevic 2016).',
      ),
  ])
  .prefault(commonDefaults.training.regularizer)
  .describe('Term added to the gradient before the policies.');
