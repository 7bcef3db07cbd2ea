// What the outputs of a network say as probabilities, by the loss it was trained with.
import { elementary64 } from '../../math/elementary/index.ts';
import type { StoredNetwork } from '../storedNetwork.ts';

type LossType = StoredNetwork['spec']['loss']['type'];

/** Outputs, [O], to as many probabilities. */
export type Probabilities = (outputs: ArrayLike<number>) => number[];

/**
 * p_j = exp(y_j − max y) / Σ_k exp(y_k − max y), summed in ascending k.
 * @param outputs [O]
 * @returns [O], all NaN where an output is not a number
 */
export function softmax(outputs: ArrayLike<number>): number[] {
  const scores = Array.from(outputs);
  const most = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const weights = scores.map((score) => elementary64.exp(score - most));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * p_j = 1 / (1 + exp(−y_j)), each output by itself.
 * @param outputs [O]
 */
export function sigmoids(outputs: ArrayLike<number>): number[] {
  return Array.from(outputs, (output) => elementary64.sigmoid(output));
}

/** By loss; null where outputs are values and no probabilities. */
const PROBABILITIES = {
  softmaxCrossEntropy: softmax,
  sigmoidCrossEntropy: sigmoids,
  squaredError: null,
  huber: null,
} satisfies Record<LossType, Probabilities | null>;

/** How the outputs of a network with this loss become probabilities; null where they are none. */
export function probabilitiesOf(loss: LossType): Probabilities | null {
  return PROBABILITIES[loss];
}

/** The place of the largest output, the first of equal ones; 0 where all are NaN. */
export function largestOf(outputs: ArrayLike<number>): number {
  let best = 0;
  for (let j = 1; j < outputs.length; j++) {
    if ((outputs[j] ?? 0) > (outputs[best] ?? 0)) best = j;
  }
  return best;
}
