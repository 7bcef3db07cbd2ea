// What must hold between the options of a task of data.

import type { PartReader, Rule, RuleViolation } from './rule.ts';
import { taskSchema } from './task.ts';

const LEAST_CLASSES = 2;

function classesAreSeveral(read: PartReader): readonly RuleViolation[] {
  const task = read(['task'], taskSchema);
  if (!(task && 'inputs' in task)) return [];
  const { type, size } = task.targets;
  if (type === 'values' || size >= LEAST_CLASSES) return [];
  return [{ path: ['task', 'targets', 'size'], expected: `at least ${LEAST_CLASSES} classes` }];
}

function toleranceIsForValues(read: PartReader): readonly RuleViolation[] {
  const task = read(['task'], taskSchema);
  if (!(task && 'inputs' in task)) return [];
  const hasTolerance = 'tolerance' in task && task.tolerance !== undefined;
  if (task.targets.type === 'values' || !hasTolerance) return [];
  return [{ path: ['task', 'tolerance'], expected: 'none, since the targets are classes' }];
}

/** Rules of tasks of data. */
export const dataTaskRules: readonly Rule[] = [classesAreSeveral, toleranceIsForValues];
