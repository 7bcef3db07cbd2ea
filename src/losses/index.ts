// The table of losses.
import type { Loss } from './loss.ts';
import { sigmoidCrossEntropy } from './sigmoidCrossEntropy.ts';
import { softmaxCrossEntropy } from './softmaxCrossEntropy.ts';
import { squaredError } from './squaredError.ts';

/** Every loss by the `type` a config names it by. */
export const losses = {
  softmaxCrossEntropy,
  sigmoidCrossEntropy,
  squaredError,
} as const satisfies Record<string, Loss>;

/** Name of a loss. */
export type LossName = keyof typeof losses;
