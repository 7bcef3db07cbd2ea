// The copy memory task: recall ten symbols after a long wait.
import { type RecallOptions, recallShape, recallTask } from './recall.ts';
import type { TaskDefinition } from './task.ts';

/** Options of the copy task. */
export interface CopyOptions extends RecallOptions {
  readonly type: 'copy';
}

/**
 * Ten symbols of eight, T − 1 blanks, a marker, then ten steps in which they are recalled: T + 20 steps, each with
 * a target; see `recallTask`. Floor: memoryless, cross-entropy 10·ln 8/(T + 20).
 *
 * @see Arjovsky, Shah, Bengio (2016), Unitary evolution recurrent neural networks, section 4.1.
 */
export const copy: TaskDefinition<CopyOptions> = {
  type: 'copy',
  summary: 'copy ten symbols of eight after a long wait; every step counts',
  source: 'Arjovsky et al. 2016, section 4.1; Hochreiter & Schmidhuber 1997',
  shape: recallShape,
  create: recallTask,
};
