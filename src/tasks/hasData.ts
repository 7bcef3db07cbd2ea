// Whether a task has anything to evaluate on.
import { openStream } from '../math/random.ts';
import type { EvaluationSplit, Task } from './task.ts';

/** Tells whether a task has data of a split; those of generated tasks are never at an end. */
export function hasData(task: Pick<Task, 'evaluation'>, split: EvaluationSplit): boolean {
  // Nothing is drawn before the first batch is asked for.
  return task.evaluation(split, openStream(0, 'unused'), 1) !== null;
}
