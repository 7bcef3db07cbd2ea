// Config of `loss` and `training`: how the parameters move and when they stop moving.

import { z } from 'zod';
import { commonDefaults } from './defaults.ts';
import { finite, flag, integer, typeName, word } from './fields.ts';

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

const learningRate = (value: number) =>
  finite({ atLeast: 0 }).default(value).describe('Length of a step along the gradient.');

const optimizerSchema = z
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

const scheduleSchema = z
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

const policySchema = z.discriminatedUnion('type', [
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

const POLICIES_EXPECTED = 'a list of at most 16 policies';

const regularizerSchema = z
  .discriminatedUnion('type', [z.strictObject({ type: typeName('none') }).describe('Off.')])
  .prefault(commonDefaults.training.regularizer)
  .describe('Term added to the gradient before the policies.');

const stopSchema = z
  .strictObject({
    error: finite({ atLeast: 0, atMost: 1 })
      .exactOptional()
      .describe('Solved when the validation error is below this fraction.'),
    plateau: z
      .strictObject({
        patience: integer(1).describe('Evaluations without improvement before the run ends.'),
        minimumImprovement: finite({ atLeast: 0 })
          .default(0)
          .describe('Drop of the validation loss that counts as improvement.'),
      })
      .exactOptional()
      .describe('Ends the run when the validation loss stops falling.'),
  })
  .prefault({})
  .describe('What ends the run before the last step.');

/** How the parameters are trained. */
export const trainingSchema = z
  .strictObject({
    batchSize: integer(1, 65_536).default(20).describe('Sequences B per update.'),
    steps: integer(0).default(10_000).describe('Updates at most.'),
    optimizer: optimizerSchema,
    schedule: scheduleSchema,
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
