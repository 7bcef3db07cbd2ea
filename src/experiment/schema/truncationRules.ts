// What must hold between truncated BPTT and the rest of a config.

import { isCut } from '../../tasks/truncatedTask.ts';
import { layerSchema } from './layer.ts';
import { channelsOf, longestSequence } from './memory.ts';
import { type RawRecord, valueAt } from './raw.ts';
import type { PartReader, Rule, RuleViolation } from './rule.ts';
import { taskSchema } from './task.ts';
import { truncationSchema } from './truncation.ts';

const TRUNCATION = ['training', 'truncation'] as const;

function strideWithinWindow(read: PartReader): readonly RuleViolation[] {
  const truncation = read(TRUNCATION, truncationSchema);
  if (truncation?.type !== 'window' || truncation.stride <= truncation.window) return [];
  const expected = `at most window, which is ${truncation.window}`;
  return [{ path: [...TRUNCATION, 'stride'], expected }];
}

function windowsHaveOneDirection(read: PartReader, config: RawRecord): readonly RuleViolation[] {
  const truncation = read(TRUNCATION, truncationSchema);
  const task = read(['task'], taskSchema);
  const layers = valueAt(config, ['model', 'layers']);
  if (truncation?.type !== 'window' || task === undefined || !Array.isArray(layers)) return [];
  const length = longestSequence(task);
  const steps = channelsOf(task).everyStep ? 'everyStep' : 'lastStep';
  if (!isCut(length, steps, truncation)) return [];
  return layers.flatMap((_, index) => {
    const path = ['model', 'layers', index];
    if (!read(path, layerSchema)?.bidirectional) return [];
    const expected = `false, since training.truncation cuts sequences of ${length} steps`;
    return [{ path: [...path, 'bidirectional'], expected }];
  });
}

/** Rules of truncated BPTT. */
export const truncationRules: readonly Rule[] = [strideWithinWindow, windowsHaveOneDirection];
