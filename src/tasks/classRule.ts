// When an output counts as wrong in tasks of classes: the two rules of the literature.
import { elementary64 } from '../math/elementary/index.ts';
import { isWrongClass, type Task } from './task.ts';

/** Name of a rule. */
export type ClassRule = 'largestOutput' | 'withinThreeTenths';

/** Hochreiter & Schmidhuber ask each output to lie within .3 of its target. */
const LEAST_PROBABILITY = 0.7;

/**
 * Whether the probability that a softmax gives the class is below .7. Then some output is more than .3 from its
 * target of 0 or 1, and only then: the others share what is left.
 */
function isUnsure(size: number): NonNullable<Task['isWrong']> {
  return (outputs, at, batch, row) => {
    let largest = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < size; j++) largest = Math.max(largest, outputs[at + j]!);
    let sum = 0;
    for (let j = 0; j < size; j++) sum += elementary64.exp(outputs[at + j]! - largest);
    const own = elementary64.exp(outputs[at + batch.classes[row]!]! - largest);
    return !(own / sum >= LEAST_PROBABILITY);
  };
}

const rules = {
  largestOutput: isWrongClass,
  withinThreeTenths: isUnsure,
} as const satisfies Record<ClassRule, (size: number) => NonNullable<Task['isWrong']>>;

/**
 * The rule of a name, for outputs that are logits of a softmax.
 *
 * - largestOutput: wrong unless the largest output is the class (Pascanu et al. 2013).
 * - withinThreeTenths: wrong unless every output is within .3 of its target (Hochreiter & Schmidhuber 1997,
 *   task 6): stricter, since a net may be right without being sure.
 * @param size number of classes
 */
export function classRule(
  size: number,
  rule: ClassRule = 'largestOutput',
): NonNullable<Task['isWrong']> {
  return rules[rule](size);
}
