// The noiseless memorization task: recall a pattern after a long wait.
import { type RecallOptions, recallShape, recallTask } from './recall.ts';
import type { TaskDefinition } from './task.ts';

/** Options of the memorization task. */
export interface MemorizationOptions extends RecallOptions {
  readonly type: 'memorization';
}

/**
 * A pattern of `positions` symbols out of `values`, then T steps of blanks of which the last is a sign, then the
 * pattern is recalled; see `recallTask`. Of 5 positions and 2 values it is the 5-bit problem (32 patterns), of 10
 * and 5 the 20-bit one. By default only the recall has targets, so that `error` is the share of wrong symbols;
 * with `targets: everyStep` blanks before it count too, as in the literature's losses. Floor: memoryless,
 * 1 − 1/values wrong, cross-entropy ln values per symbol.
 *
 * @see Pascanu et al. (2013), section 4.1.2 and public code; Hochreiter & Schmidhuber (1997), task 5;
 * Martens & Sutskever (2011), section 5.1.
 */
export const memorization: TaskDefinition<MemorizationOptions> = {
  type: 'memorization',
  summary: 'recall a pattern after a long wait: 5 bits are 5 of 2 values, 20 bits 10 of 5',
  source: 'Pascanu et al. 2013, section 4.1.2; Martens & Sutskever 2011, section 5.1',
  shape: recallShape,
  create: recallTask,
};
