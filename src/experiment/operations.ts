// How much a network computes, estimated from sizes alone; nothing is measured.

import { channelsOf, gatesOf, longestSequence } from './schema/memory.ts';
import type { Spec } from './schema/spec.ts';

/** Multiply and add. */
const PRODUCT_OPERATIONS = 2;
/** Activation, its derivative, and sums over a state. */
const STATE_OPERATIONS = 40;

/** Products per pass over a network. */
export const PASSES = {
  /** States and outputs. */
  forward: 1,
  /** With the gradient by the states and that by the weights. */
  gradient: 3,
} as const;

/**
 * Estimates the floating-point operations over sequences of an experiment's task.
 * @param spec - a text is taken to have 256 different characters
 * @param sequences - how many
 * @param passes - one of `PASSES`
 * @returns a rough number, for the longest sequences
 */
export function sequenceOperations(spec: Spec, sequences: number, passes: number): number {
  const { inputSize, hasSymbols, outputSize, everyStep } = channelsOf(spec.task);
  const rows = longestSequence(spec.task) * sequences;
  let products = 0;
  let states = 0;
  // A symbol picks one row of Wxh.
  let inputs = hasSymbols ? 1 : inputSize;
  for (const { type, hiddenSize, bidirectional } of spec.model.layers) {
    const units = gatesOf(type) * hiddenSize * (bidirectional ? 2 : 1);
    products += rows * units * (inputs + hiddenSize);
    states += rows * units;
    inputs = bidirectional ? 2 * hiddenSize : hiddenSize;
  }
  const outputRows = everyStep ? rows : sequences;
  products += outputRows * inputs * outputSize;
  states += outputRows * outputSize;
  return passes * PRODUCT_OPERATIONS * products + STATE_OPERATIONS * states;
}
