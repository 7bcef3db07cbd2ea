// Options of every loss, for tests that go over all of them.
import type { LossName, LossOptions } from '../../src/losses/index.ts';

/** By name; errors in tests lie on both sides of delta. */
export const LOSS_OPTIONS: {
  readonly [Type in LossName]: Extract<LossOptions, { type: Type }>;
} = {
  softmaxCrossEntropy: { type: 'softmaxCrossEntropy' },
  sigmoidCrossEntropy: { type: 'sigmoidCrossEntropy' },
  squaredError: { type: 'squaredError' },
  huber: { type: 'huber', delta: 0.6 },
};
