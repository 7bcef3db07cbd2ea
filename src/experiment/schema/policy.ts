// Config of `training.policy`: what happens to the gradient before the optimizer sees it.

import { z } from 'zod';
import { finite, integer, typeName, word } from './fields.ts';

/** Norms are kept in memory and in checkpoints. */
const LARGEST_WINDOW = 1_000_000;

/** One policy of the chain the gradient passes. */
export const policySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: typeName('none') }).describe('Leaves the gradient as it is.'),
  z
    .strictObject({
      type: typeName('clipByNorm'),
      maxNorm: finite({ above: 0 }).default(1).describe('Largest L2 norm let through.'),
      scope: word(['global', 'tensor'])
        .default('global')
        .describe(
          'global: one norm over all parameters; tensor: each tensor is scaled by its own norm, as ' +
            'clipnorm of Keras does.',
        ),
    })
    .describe(
      'Scales the gradient down to maxNorm (Pascanu et al. 2013, Algorithm 1); by maxNorm/norm, ' +
        "without PyTorch's 1e-6 in the denominator.",
    ),
  z
    .strictObject({
      type: typeName('clipByValue'),
      maxValue: finite({ above: 0 }).default(1).describe('Largest absolute entry let through.'),
    })
    .describe('Clips every entry to [-maxValue, maxValue] (Mikolov).'),
  z
    .strictObject({
      type: typeName('clipInBptt'),
      by: word(['norm', 'value'])
        .default('norm')
        .describe('Bounds the L2 norm of dL/dh_t over batch and units, or each of its elements.'),
      limit: finite({ above: 0 }).default(1).describe('Largest norm or value let through.'),
    })
    .describe('Clips dL/dh_t at every step on the way back, in every layer (Graves 2013).'),
  z
    .strictObject({
      type: typeName('adaptive'),
      clipping: finite({ above: 0 })
        .default(0.01)
        .describe("Largest ratio of a unit's gradient norm to its weight norm."),
      epsilon: finite({ above: 0 })
        .default(1e-3)
        .describe('Least weight norm reckoned with, so that weights at zero can leave it.'),
    })
    .describe(
      'Adaptive gradient clipping (Brock et al. 2021, eq. 3): a unit is a column of a matrix [in, ' +
        'out]; a vector, or a matrix of one row, has one norm. The readout is clipped too.',
    ),
  z
    .strictObject({
      type: typeName('clipByHistory'),
      statistic: word(['mean', 'percentile'])
        .default('mean')
        .describe(
          'What is taken of the norms seen: mean (Pascanu et al.) or percentile (AutoClip).',
        ),
      factor: finite({ above: 0 })
        .default(1)
        .describe('The threshold is this many times the statistic; 0.5 to 10 by the paper.'),
      percentile: finite({ atLeast: 0, atMost: 100 })
        .default(10)
        .describe('Which percentile, for statistic: percentile; linear between two norms.'),
      window: integer(1, LARGEST_WINDOW)
        .default(1000)
        .describe('How many norms, the latest, the statistic is of.'),
      warmup: integer(1).default(100).describe('Steps in which nothing is clipped.'),
    })
    .describe(
      'Scales the whole gradient down to factor times the mean or a percentile of the global norms ' +
        'of the steps before this one, as they were before this policy clipped.',
    ),
  z
    .strictObject({
      type: typeName('noise'),
      eta: finite({ above: 0 }).default(0.3).describe('Variance of the noise in the first step.'),
      gamma: finite({ atLeast: 0 })
        .default(0.55)
        .describe('How fast it dies away: the variance is eta/(1 + t)^gamma.'),
    })
    .describe(
      'Adds normal noise to every element (Neelakantan et al. 2015); t is 0 in the first step. ' +
        'Behind a clipping policy, as there.',
    ),
  z
    .strictObject({
      type: typeName('nonFinite'),
      action: word(['stop', 'skip', 'shrinkRecurrent'])
        .default('stop')
        .describe(
          'stop ends the run as diverged, skip leaves the update out, shrinkRecurrent puts 0.02 ' +
            'times each recurrent matrix for its gradient and 0 for all others.',
        ),
      limit: finite({ above: 0 })
        .default(1e10)
        .describe('For shrinkRecurrent: a norm above it counts as not finite.'),
    })
    .describe('Decides what a gradient that is not finite does.'),
]);
