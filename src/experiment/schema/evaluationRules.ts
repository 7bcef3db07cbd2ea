// What must hold between the lengths that evaluations look at and the task.

import { z } from 'zod';
import { integer } from './fields.ts';
import { longestLength } from './memory.ts';
import type { PartReader, Rule, RuleViolation } from './rule.ts';
import { taskSchema } from './task.ts';

const LENGTHS = ['evaluation', 'lengths'] as const;
// Made once: making a schema takes longer than checking a run of a suite.
const lengthsSchema = z.array(integer(1)).optional();

function lengthsFitTask(read: PartReader): readonly RuleViolation[] {
  const task = read(['task'], taskSchema);
  const lengths = read(LENGTHS, lengthsSchema);
  if (task === undefined || lengths === undefined) return [];
  if ('file' in task) {
    const expected = `no lengths, since the sequences of ${task.type} are those of its file`;
    return [{ path: LENGTHS, expected }];
  }
  const longest = longestLength(task.length);
  return lengths.flatMap((length, index) => {
    const path = [...LENGTHS, index];
    // Rows of the batch are planned for the longest sequence of training.
    if (length > longest) return [{ path, expected: `at most ${longest}, the task's longest` }];
    const alone = taskSchema.safeParse({ ...task, length });
    if (alone.success) return [];
    return [{ path, expected: alone.error.issues[0]?.message ?? 'a length the task can have' }];
  });
}

/** Rules of evaluations. */
export const evaluationRules: readonly Rule[] = [lengthsFitTask];
