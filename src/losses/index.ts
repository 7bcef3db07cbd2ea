// The table of losses.
import { type HuberOptions, huber } from './huber.ts';
import type { Loss } from './loss.ts';
import { type SigmoidCrossEntropyOptions, sigmoidCrossEntropy } from './sigmoidCrossEntropy.ts';
import { type SoftmaxCrossEntropyOptions, softmaxCrossEntropy } from './softmaxCrossEntropy.ts';
import { type SquaredErrorOptions, squaredError } from './squaredError.ts';

/** Options of a loss, by type. */
export type LossOptions =
  | SoftmaxCrossEntropyOptions
  | SigmoidCrossEntropyOptions
  | SquaredErrorOptions
  | HuberOptions;

/** Name of a loss. */
export type LossName = LossOptions['type'];

/** Every loss by the `type` a config names it by. */
export const losses = {
  softmaxCrossEntropy,
  sigmoidCrossEntropy,
  squaredError,
  huber,
} as const satisfies { [Type in LossName]: Loss<Extract<LossOptions, { type: Type }>> };

/** The loss of the given options. */
export function lossOf({ type }: LossOptions): Loss<LossOptions> {
  return losses[type] as Loss<LossOptions>;
}
