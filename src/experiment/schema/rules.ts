// What must hold between fields, and the list of all rules; those of optimizer and schedule stand in
// trainingRules.ts.

import { averagingSchema } from './averaging.ts';
import { initializerSchema } from './initializer.ts';
import { layerSchema } from './layer.ts';
import { lossSchema } from './loss.ts';
import {
  channelsOf,
  countStateVectors,
  estimateBytes,
  formatBytes,
  longestLength,
  MEMORY_LIMIT_BYTES,
} from './memory.ts';
import { optimizerSchema } from './optimizer.ts';
import { type ConfigPath, type RawRecord, valueAt } from './raw.ts';
import { readoutSchema } from './readout.ts';
import { type Rule, type RuleViolation, read } from './rule.ts';
import { taskSchema } from './task.ts';
import { trainingRules } from './trainingRules.ts';

const readTask = (config: RawRecord) => read(config, ['task'], taskSchema);

function lengthRange(config: RawRecord): readonly RuleViolation[] {
  const length = readTask(config)?.length;
  if (length === undefined || typeof length === 'number' || length.min <= length.max) return [];
  return [{ path: ['task', 'length', 'min'], expected: `at most max, which is ${length.max}` }];
}

function splitLeavesText(config: RawRecord): readonly RuleViolation[] {
  const task = readTask(config);
  if (task?.type !== 'text' || task.split.validation + task.split.test < 1) return [];
  const expected = 'validation and test to leave something to train on (sum below 1)';
  const sum = task.split.validation + task.split.test;
  return [{ path: ['task', 'split'], expected, reason: `sum ${sum}` }];
}

function lossFitsTask(config: RawRecord): readonly RuleViolation[] {
  const loss = read(config, ['loss'], lossSchema);
  const task = readTask(config);
  const hasValueTargets = task?.type === 'toy' || task?.type === 'addition';
  if (!hasValueTargets || loss?.type !== 'softmaxCrossEntropy') return [];
  const expected = `squaredError or sigmoidCrossEntropy, since the targets of ${task.type} are values`;
  return [{ path: ['loss', 'type'], expected }];
}

function topLayerIsOutput(config: RawRecord): readonly RuleViolation[] {
  const task = readTask(config);
  const readout = read(config, ['model', 'readout'], readoutSchema);
  const layers = valueAt(config, ['model', 'layers']);
  if (task === undefined || readout?.type !== 'none' || !Array.isArray(layers)) return [];
  const path = ['model', 'layers', layers.length - 1];
  const top = read(config, path, layerSchema);
  const { outputSize } = channelsOf(task.type);
  if (task.type === 'text' || top === undefined || top.hiddenSize === outputSize) return [];
  const expected = `${outputSize}, the output size of ${task.type}, since there is no readout`;
  return [{ path: [...path, 'hiddenSize'], expected }];
}

function uniformRange(config: RawRecord): readonly RuleViolation[] {
  const path = ['model', 'initializer'];
  const initializer = read(config, path, initializerSchema);
  if (initializer?.type !== 'uniform' || initializer.minimum <= initializer.maximum) return [];
  const expected = `at most maximum, which is ${initializer.maximum}`;
  return [{ path: [...path, 'minimum'], expected, reason: `${initializer.minimum}` }];
}

/** A size that drives memory, and what it usually is: the one furthest above is named. */
interface SizeField {
  readonly path: ConfigPath;
  readonly value: number;
  readonly usual: number;
}

function sizeField(config: RawRecord, path: ConfigPath, usual: number): SizeField {
  const value = valueAt(config, path);
  const isSize = typeof value === 'number' && value >= 1 && Number.isFinite(value);
  return { path, value: isSize ? value : usual, usual };
}

// Reads sizes even where the schema refuses them, so that a size far out of range also says what
// it would need.
function fitsMemory(config: RawRecord): readonly RuleViolation[] {
  const task = readTask(config);
  if (task === undefined) return [];
  const isRange = typeof task.length !== 'number';
  const length: SizeField = {
    path: ['task', 'length', ...(isRange ? ['max'] : [])],
    value: longestLength(task.length),
    usual: 100,
  };
  const batchSize = sizeField(config, ['training', 'batchSize'], 20);
  const layers = valueAt(config, ['model', 'layers']);
  const hiddenSizes = (Array.isArray(layers) ? layers : []).map((_, index) =>
    sizeField(config, ['model', 'layers', index, 'hiddenSize'], 50),
  );
  const optimizer = read(config, ['training', 'optimizer'], optimizerSchema);
  const averaging = read(config, ['training', 'averaging'], averagingSchema);
  const stateVectors = optimizer && averaging ? countStateVectors(optimizer, averaging) : 0;
  const bytes = estimateBytes({
    bytesPerNumber: config.precision === 'f64' ? 8 : 4,
    batchSize: batchSize.value,
    length: length.value,
    stateVectors,
    hiddenSizes: hiddenSizes.map(({ value }) => value),
    ...channelsOf(task.type),
  });
  if (bytes <= MEMORY_LIMIT_BYTES) return [];
  const largest = [batchSize, length, ...hiddenSizes].reduce((a, b) =>
    b.value / b.usual > a.value / a.usual ? b : a,
  );
  const limit = formatBytes(MEMORY_LIMIT_BYTES);
  const reason = `${largest.value}: needs about ${formatBytes(bytes)}, limit ${limit}`;
  return [{ path: largest.path, expected: 'a run that fits into memory', reason }];
}

const rules: readonly Rule[] = [
  lengthRange,
  splitLeavesText,
  lossFitsTask,
  topLayerIsOutput,
  ...trainingRules,
  uniformRange,
  fitsMemory,
];

/**
 * Checks what must hold between fields.
 * @param config - a config with its dependent defaults filled, valid or not
 * @returns every rule that does not hold
 */
export function ruleViolations(config: RawRecord): RuleViolation[] {
  return rules.flatMap((rule) => rule(config));
}
