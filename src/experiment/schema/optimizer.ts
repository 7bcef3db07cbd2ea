// Config of `training.optimizer`: how a gradient becomes a step.

import { z } from 'zod';
import { commonDefaults } from './defaults.ts';
import { finite, flag, typeName } from './fields.ts';

const learningRate = (value: number) =>
  finite({ atLeast: 0 }).default(value).describe('Length of a step along the gradient.');

/** How a gradient becomes a step. */
export const optimizerSchema = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: typeName('sgd'),
        learningRate: learningRate(0.01),
        momentum: finite({ atLeast: 0, below: 1 })
          .default(0)
          .describe('Share of the last step kept; 0 is off.'),
        nesterov: flag().default(false).describe('Nesterov momentum; needs a momentum above 0.'),
      })
      .describe('Stochastic gradient descent.'),
    z
      .strictObject({
        type: typeName('adam'),
        learningRate: learningRate(0.001),
        beta1: finite({ atLeast: 0, below: 1 }).default(0.9).describe('Decay of the mean.'),
        beta2: finite({ atLeast: 0, below: 1 }).default(0.999).describe('Decay of the square.'),
        epsilon: finite({ atLeast: 1e-30 })
          .default(1e-8)
          .describe('Added outside the root; large enough not to vanish in f32.'),
      })
      .describe('Adam (Kingma & Ba 2015).'),
  ])
  .prefault(commonDefaults.training.optimizer)
  .describe('How a gradient becomes a step.');
