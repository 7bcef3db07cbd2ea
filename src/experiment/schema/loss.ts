// Config of `loss`: what is minimised.

import { z } from 'zod';
import { typeName } from './fields.ts';

/** What is minimised. */
export const lossSchema = z
  .discriminatedUnion('type', [
    z
      .strictObject({ type: typeName('softmaxCrossEntropy') })
      .describe('-log softmax(y)[class], in nats; for class targets.'),
    z
      .strictObject({ type: typeName('sigmoidCrossEntropy') })
      .describe('Independent logistic outputs, cross-entropy in nats.'),
    z.strictObject({ type: typeName('squaredError') }).describe('(y - target)^2.'),
  ])
  .describe(
    'What is minimised. Default by task: squaredError for toy and addition, softmaxCrossEntropy for temporalOrder and text.',
  );
