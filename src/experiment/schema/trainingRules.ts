// What must hold between the fields of optimizer and schedule.

import { optimizerSchema } from './optimizer.ts';
import type { PartReader, Rule, RuleViolation } from './rule.ts';
import { scheduleSchema } from './schedule.ts';
import { taskSchema } from './task.ts';

const OPTIMIZER = ['training', 'optimizer'] as const;

const readOptimizer = (read: PartReader) => read(OPTIMIZER, optimizerSchema);
const readSchedule = (read: PartReader) => read(['training', 'schedule'], scheduleSchema);

function nesterovHasMomentum(read: PartReader): readonly RuleViolation[] {
  const optimizer = readOptimizer(read);
  if (optimizer?.type !== 'sgd' || !optimizer.nesterov || optimizer.momentum > 0) return [];
  const expected = 'a momentum above 0, since nesterov is true';
  return [{ path: [...OPTIMIZER, 'momentum'], expected, reason: `${optimizer.momentum}` }];
}

function risingMomentumHasMomentum(read: PartReader): readonly RuleViolation[] {
  const optimizer = readOptimizer(read);
  if (optimizer?.type !== 'sgd' || optimizer.momentum > 0) return [];
  if (optimizer.momentumSchedule.type === 'constant') return [];
  const expected = 'a momentum above 0, up to which momentumSchedule rises';
  return [{ path: [...OPTIMIZER, 'momentum'], expected, reason: `${optimizer.momentum}` }];
}

function stepBounds(read: PartReader): readonly RuleViolation[] {
  const optimizer = readOptimizer(read);
  if (optimizer?.type !== 'rprop' || optimizer.minimumStep <= optimizer.maximumStep) return [];
  const expected = `at most maximumStep, which is ${optimizer.maximumStep}`;
  return [{ path: [...OPTIMIZER, 'minimumStep'], expected, reason: `${optimizer.minimumStep}` }];
}

function rpropHasNoSchedule(read: PartReader): readonly RuleViolation[] {
  const optimizer = readOptimizer(read);
  const schedule = readSchedule(read);
  if (optimizer?.type !== 'rprop' || schedule === undefined) return [];
  if (schedule.type === 'constant') return [];
  const expected = 'constant, since rprop adapts its steps by itself';
  return [{ path: ['training', 'schedule', 'type'], expected }];
}

function risesAreSeen(read: PartReader): readonly RuleViolation[] {
  const task = read(['task'], taskSchema);
  const schedule = readSchedule(read);
  const watching = schedule?.type === 'linearWarmup' ? schedule.next : schedule;
  if (watching?.type !== 'halveOnRise' || !(task && 'file' in task)) return [];
  const because = 'since the schedule halveOnRise looks at validation data';
  if (typeof task.file !== 'string') {
    if (task.file.validation !== undefined) return [];
    return [{ path: ['task', 'file'], expected: `validation files, ${because}` }];
  }
  if (!('split' in task) || task.split.validation > 0) return [];
  return [{ path: ['task', 'split', 'validation'], expected: `above 0, ${because}` }];
}

/** Rules of optimizer and schedule. */
export const trainingRules: readonly Rule[] = [
  nesterovHasMomentum,
  risingMomentumHasMomentum,
  stepBounds,
  rpropHasNoSchedule,
  risesAreSeen,
];
