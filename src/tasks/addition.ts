// The addition task: add two marked numbers far apart in a sequence.
import {
  MARKED_NUMBERS_SHAPE,
  type MarkedNumbersOptions,
  markedNumbersTask,
} from './markedNumbers.ts';
import type { TaskDefinition } from './task.ts';

/** Options of the addition task. */
export interface AdditionOptions extends MarkedNumbersOptions {
  readonly type: 'addition';
}

/**
 * Half the sum of two marked numbers, see `markedNumbersTask`. Floor: the constant ½ has mean squared error 1/24;
 * it is wrong in (1 − 2·tolerance)² of the sequences: 36% at Pascanu's .2, 85% at Hochreiter & Schmidhuber's .04.
 *
 * @see Pascanu et al. (2013), section 4.1.2 and public code; Hochreiter & Schmidhuber (1997), task 4.
 */
export const addition: TaskDefinition<AdditionOptions> = {
  type: 'addition',
  summary: 'half the sum of two marked numbers far apart; wrong if |error| > tolerance',
  source: 'Pascanu et al. 2013, section 4.1.2; Hochreiter & Schmidhuber 1997, task 4',
  shape: () => MARKED_NUMBERS_SHAPE,
  create: (options) =>
    markedNumbersTask(options, {
      combine: (first, second) => (first + second) / 2,
      variance: 1 / 24,
      leastError(tolerance) {
        const outside = Math.max(0, 1 - 2 * tolerance);
        return outside * outside;
      },
    }),
};
