// The multiplication task: multiply two marked numbers far apart in a sequence.
import { elementary64 } from '../math/elementary/index.ts';
import {
  MARKED_NUMBERS_SHAPE,
  type MarkedNumbersOptions,
  markedNumbersTask,
} from './markedNumbers.ts';
import type { TaskDefinition } from './task.ts';

/** Options of the multiplication task. */
export interface MultiplicationOptions extends MarkedNumbersOptions {
  readonly type: 'multiplication';
}

/**
 * The product of two marked numbers, see `markedNumbersTask`. Floor: the constant ¼ has mean squared error
 * 1/9 − 1/16 = 7/144. The density of the product, −ln x, falls, so the constant that is least often wrong is the
 * tolerance itself: it is right below 2·tolerance = p, in p − p·ln p of the sequences, and wrong in 23% at .2.
 *
 * @see Pascanu et al. (2013), section 4.1.2 and public code; Hochreiter & Schmidhuber (1997), task 5.
 */
export const multiplication: TaskDefinition<MultiplicationOptions> = {
  type: 'multiplication',
  summary: 'the product of two marked numbers far apart; wrong if |error| > tolerance',
  source: 'Pascanu et al. 2013, section 4.1.2; Hochreiter & Schmidhuber 1997, task 5',
  shape: () => MARKED_NUMBERS_SHAPE,
  create: (options) =>
    markedNumbersTask(options, {
      combine: (first, second) => first * second,
      variance: 7 / 144,
      leastError(tolerance) {
        const below = Math.min(1, 2 * tolerance);
        return 1 - below + below * elementary64.log(below);
      },
    }),
};
