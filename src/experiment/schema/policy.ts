// Config of `training.policy`: what happens to the gradient before the optimizer sees it.

import { z } from 'zod';
import { finite, typeName, word } from './fields.ts';

/** One policy of the chain the gradient passes. */
export const policySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: typeName('none') }).describe('Leaves the gradient as it is.'),
  z
    .strictObject({
      type: typeName('clipByNorm'),
      maxNorm: finite({ above: 0 }).default(1).describe('Largest global L2 norm let through.'),
    })
    .describe('Scales the whole gradient down to maxNorm (Pascanu et al. 2013, Algorithm 1).'),
  z
    .strictObject({
      type: typeName('clipByValue'),
      maxValue: finite({ above: 0 }).default(1).describe('Largest absolute entry let through.'),
    })
    .describe('Clips every entry to [-maxValue, maxValue] (Mikolov).'),
  z
    .strictObject({
      type: typeName('nonFinite'),
      action: word(['stop', 'skip'])
        .default('stop')
        .describe('stop ends the run as diverged, skip leaves the update out.'),
    })
    .describe('Decides what a gradient that is not finite does.'),
]);
