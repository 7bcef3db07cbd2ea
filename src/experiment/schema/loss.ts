// Config of `loss`: what is minimised.

import { z } from 'zod';
import { finite, typeName } from './fields.ts';

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
    z
      .strictObject({
        type: typeName('huber'),
        delta: finite({ above: 0 })
          .default(1)
          .describe('Error up to which the loss is squared; linear beyond.'),
      })
      .describe(
        'e^2/2 for |e| <= delta, delta*(|e| - delta/2) beyond, e = y - target (Huber 1964); as PyTorch.',
      ),
  ])
  .describe(
    'What is minimised. Default by task: sigmoidCrossEntropy for pianoRoll, else squaredError where targets are values and softmaxCrossEntropy where they are classes.',
  );
