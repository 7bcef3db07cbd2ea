// The schema and the tables of the inner modules must say the same: every type that a config may
// name has code, every table member can be named, and resolved options fit their owners' types.

import { expect, expectTypeOf, test } from 'vitest';
import { cells } from '../../../src/cells/index.ts';
import { placeAt } from '../../../src/experiment/load/walk.ts';
import type { Spec } from '../../../src/experiment/schema/spec.ts';
import { type LossName, losses } from '../../../src/losses/index.ts';
import { type InitializerOptions, initializers } from '../../../src/model/initializers/index.ts';
import type { LayerOptions } from '../../../src/model/layerOptions.ts';
import { type TaskOptions, tasks } from '../../../src/tasks/index.ts';
import { type AveragingOptions, averagings } from '../../../src/training/averaging.ts';
import { type OptimizerOptions, optimizers } from '../../../src/training/optimizers/index.ts';
import { momentumSchedules } from '../../../src/training/optimizers/momentumSchedules.ts';
import { type PolicyOptions, policies } from '../../../src/training/policies/index.ts';
import { type RegularizerOptions, regularizers } from '../../../src/training/regularizers/index.ts';
import { type ScheduleOptions, schedules } from '../../../src/training/schedules/index.ts';
import { laterSchedules } from '../../../src/training/schedules/later.ts';
import type { StopOptions } from '../../../src/training/stop.ts';
import type { EvaluationOptions, TrainingOptions } from '../../../src/training/trainSetup.ts';
import { type TruncationOptions, truncations } from '../../../src/training/truncation.ts';

/** Members whose own keys hold families. */
const parents = {
  training: { optimizer: { type: 'sgd' }, schedule: { type: 'linearWarmup' } },
};

test.each([
  ['task', tasks],
  ['model.layers.0', cells],
  ['model.initializer', initializers],
  ['loss', losses],
  ['training.optimizer', optimizers],
  ['training.policy.0', policies],
  ['training.regularizer', regularizers],
  ['training.schedule', schedules],
  ['training.schedule.next', laterSchedules],
  ['training.optimizer.momentumSchedule', momentumSchedules],
  ['training.averaging', averagings],
  ['training.truncation', truncations],
])('%s accepts exactly the members of its table', (path, table) => {
  const keys = path.split('.').map((key) => (key === '0' ? 0 : key));
  expect([...(placeAt(keys, parents)?.members ?? [])].sort()).toEqual(Object.keys(table).sort());
});

test('resolved options fit the types of the modules that use them', () => {
  expectTypeOf<Spec['task']>().toExtend<TaskOptions>();
  expectTypeOf<Spec['model']['layers'][number]>().toExtend<LayerOptions>();
  // The file is read on the way from one to the other.
  type Drawn = Exclude<Spec['model']['initializer'], { type: 'file' }>;
  expectTypeOf<Drawn>().toExtend<InitializerOptions>();
  expectTypeOf<Spec['loss']['type']>().toExtend<LossName>();
  expectTypeOf<Spec['training']['optimizer']>().toExtend<OptimizerOptions>();
  expectTypeOf<Spec['training']['policy'][number]>().toExtend<PolicyOptions>();
  expectTypeOf<Spec['training']['regularizer']>().toExtend<RegularizerOptions>();
  expectTypeOf<Spec['training']['schedule']>().toExtend<ScheduleOptions>();
  expectTypeOf<Spec['training']['averaging']>().toExtend<AveragingOptions>();
  expectTypeOf<Spec['training']['truncation']>().toExtend<TruncationOptions>();
  expectTypeOf<Spec['training']['stop']>().toExtend<StopOptions>();
  expectTypeOf<Spec['evaluation']>().toExtend<EvaluationOptions>();
  expectTypeOf<Spec['training']>().toExtend<TrainingOptions>();
});
