// What must hold between the options of a generated task.

import type { PartReader, Rule, RuleViolation } from './rule.ts';
import { taskSchema } from './task.ts';

function delayFitsLength(read: PartReader): readonly RuleViolation[] {
  const task = read(['task'], taskSchema);
  if (!(task && 'delay' in task)) return [];
  const shortest = typeof task.length === 'number' ? task.length : task.length.min;
  if (task.delay < shortest) return [];
  const expected = `less than the shortest length, ${shortest}`;
  return [{ path: ['task', 'delay'], expected, reason: `${task.delay}` }];
}

function periodRange(read: PartReader): readonly RuleViolation[] {
  const task = read(['task'], taskSchema);
  if (!(task && 'period' in task) || task.period.min <= task.period.max) return [];
  const expected = `at most max, which is ${task.period.max}`;
  return [{ path: ['task', 'period', 'min'], expected, reason: `${task.period.min}` }];
}

/** Rules of generated tasks. */
export const generatedTaskRules: readonly Rule[] = [delayFitsLength, periodRange];
