// Config of `training.optimizer`: how a gradient becomes a step.

import { z } from 'zod';
import { commonDefaults } from './defaults.ts';
import { finite, flag, integer, typeName, word } from './fields.ts';

const learningRate = (value: number) =>
  finite({ atLeast: 0 }).default(value).describe('Length of a step along the gradient.');

const decay = (value: number, what: string) =>
  finite({ atLeast: 0, below: 1 }).default(value).describe(what);

const epsilon = (value: number, where: string) =>
  finite({ atLeast: 1e-30 })
    .default(value)
    .describe(`Added ${where} the root; large enough not to vanish in f32.`);

const weightDecay = finite({ atLeast: 0 })
  .default(0)
  .describe('Factor of every parameter, biases too, that is added to the gradient; 0 is off.');

const decoupledDecay = (value: number) =>
  finite({ atLeast: 0 })
    .default(value)
    .describe('Factor of every parameter, biases too, by which it shrinks, times learningRate.');

const momentum = decay(0, 'Share of the last step kept; 0 is off.');

const momentumSchedule = z
  .discriminatedUnion('type', [
    z.strictObject({ type: typeName('constant') }).describe('The momentum stays.'),
    z
      .strictObject({
        type: typeName('sutskever2013'),
        every: integer(1).default(250).describe('Steps between two rises.'),
      })
      .describe(
        'The momentum rises as 1 - 1/(2*(floor(t/every) + 1)) up to momentum (Sutskever et al. 2013).',
      ),
  ])
  .prefault(commonDefaults.training.schedule)
  .describe('How the momentum changes over the steps.');

const moments = {
  beta1: decay(0.9, 'Decay of the mean.'),
  beta2: decay(0.999, 'Decay of the square.'),
  epsilon: epsilon(1e-8, 'outside'),
};

const sgd = z
  .strictObject({
    type: typeName('sgd'),
    learningRate: learningRate(0.01),
    momentum,
    momentumSchedule,
    nesterov: flag().default(false).describe('Nesterov momentum; needs a momentum above 0.'),
    weightDecay,
  })
  .describe('Stochastic gradient descent.');

const adagrad = z
  .strictObject({
    type: typeName('adagrad'),
    learningRate: learningRate(0.01),
    learningRateDecay: finite({ atLeast: 0 })
      .default(0)
      .describe('The rate is divided by 1 + learningRateDecay*(steps done).'),
    initialAccumulator: finite({ atLeast: 0 })
      .default(0)
      .describe('What the sums of squares start from.'),
    epsilon: epsilon(1e-10, 'outside'),
    weightDecay,
  })
  .describe('Adagrad (Duchi et al. 2011), as in PyTorch.');

const adadelta = z
  .strictObject({
    type: typeName('adadelta'),
    learningRate: finite({ atLeast: 0 }).default(1).describe('Factor on the step.'),
    rho: decay(0.9, 'Decay of both running means.'),
    epsilon: epsilon(1e-6, 'inside'),
    weightDecay,
  })
  .describe('Adadelta (Zeiler 2012).');

const rmsprop = z
  .strictObject({
    type: typeName('rmsprop'),
    learningRate: learningRate(0.01),
    smoothing: decay(0.99, 'Decay of the running means.'),
    epsilon: finite({ atLeast: 1e-30 })
      .default(1e-8)
      .describe('Added at the root; large enough not to vanish in f32.'),
    epsilonPlace: word(['outside', 'inside'])
      .default('outside')
      .describe(
        'sqrt(s) + epsilon as in PyTorch, or sqrt(s + epsilon) as in Graves 2013 and TensorFlow.',
      ),
    centred: flag().default(false).describe('Takes the square of the mean gradient off s.'),
    momentum: decay(0, 'Share of the last scaled step kept; 0 is off.'),
    weightDecay,
  })
  .describe('RMSProp (Tieleman & Hinton 2012).');

const rprop = z
  .strictObject({
    type: typeName('rprop'),
    learningRate: finite({ above: 0 }).default(0.01).describe('First step of every parameter.'),
    etaMinus: finite({ above: 0, below: 1 }).default(0.5).describe('Factor at a change of sign.'),
    etaPlus: finite({ above: 1 }).default(1.2).describe('Factor where the sign stays.'),
    minimumStep: finite({ atLeast: 1e-30 }).default(1e-6).describe('Shortest step.'),
    maximumStep: finite({ above: 0 }).default(50).describe('Longest step; at least minimumStep.'),
  })
  .describe('Rprop (Riedmiller & Braun 1993) without backtracking, as in PyTorch.');

const lion = z
  .strictObject({
    type: typeName('lion'),
    learningRate: finite({ atLeast: 0 }).default(0.0001).describe('Length of every step.'),
    beta1: decay(0.9, 'Share of the mean in the direction.'),
    beta2: decay(0.99, 'Decay of the mean.'),
    weightDecay: decoupledDecay(0),
  })
  .describe('Lion (Chen et al. 2023), with decoupled weight decay.');

/** How a gradient becomes a step. */
export const optimizerSchema = z
  .discriminatedUnion('type', [
    sgd,
    adagrad,
    adadelta,
    rmsprop,
    z
      .strictObject({
        type: typeName('adam'),
        learningRate: learningRate(0.001),
        ...moments,
        weightDecay,
      })
      .describe('Adam (Kingma & Ba 2015).'),
    z
      .strictObject({
        type: typeName('adamw'),
        learningRate: learningRate(0.001),
        ...moments,
        weightDecay: decoupledDecay(0.01),
      })
      .describe('Adam with decoupled weight decay (Loshchilov & Hutter 2019), as in PyTorch.'),
    z
      .strictObject({
        type: typeName('amsgrad'),
        learningRate: learningRate(0.001),
        ...moments,
        weightDecay,
      })
      .describe('Adam with the largest square so far (Reddi et al. 2018), as in PyTorch.'),
    z
      .strictObject({
        type: typeName('nadam'),
        learningRate: learningRate(0.002),
        ...moments,
        momentumDecay: finite({ atLeast: 0 })
          .default(0.004)
          .describe('psi of beta1*(1 - 0.5*0.96^(t*psi)), the momentum of step t.'),
        weightDecay,
      })
      .describe('Adam with Nesterov momentum (Dozat 2016), as in PyTorch.'),
    rprop,
    lion,
  ])
  .prefault(commonDefaults.training.optimizer)
  .describe('How a gradient becomes a step.');
