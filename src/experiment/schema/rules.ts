// What must hold between fields. Each rule reads only the parts it needs and is silent where they
// are not valid by themselves, so that all problems of a config are found in one pass.

import type { z } from 'zod';
import { initializerSchema } from './initializer.ts';
import { layerSchema } from './layer.ts';
import { lossSchema } from './loss.ts';
import {
  channelsOf,
  estimateBytes,
  formatBytes,
  longestLength,
  MEMORY_LIMIT_BYTES,
} from './memory.ts';
import { optimizerSchema } from './optimizer.ts';
import { type ConfigPath, type RawRecord, valueAt } from './raw.ts';
import { readoutSchema } from './readout.ts';
import { taskSchema } from './task.ts';

/** A rule that does not hold. */
export interface RuleViolation {
  readonly path: ConfigPath;
  /** To follow "expected ". */
  readonly expected: string;
  /** Added after the value that was there. */
  readonly reason?: string;
}

type Rule = (config: RawRecord) => readonly RuleViolation[];

function read<Part extends z.ZodType>(
  config: RawRecord,
  path: ConfigPath,
  schema: Part,
): z.output<Part> | undefined {
  const result = schema.safeParse(valueAt(config, path));
  return result.success ? result.data : undefined;
}

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

function nesterovHasMomentum(config: RawRecord): readonly RuleViolation[] {
  const path = ['training', 'optimizer'];
  const optimizer = read(config, path, optimizerSchema);
  if (optimizer?.type !== 'sgd' || !optimizer.nesterov || optimizer.momentum > 0) return [];
  const expected = 'a momentum above 0, since nesterov is true';
  return [{ path: [...path, 'momentum'], expected, reason: `${optimizer.momentum}` }];
}

function uniformRange(config: RawRecord): readonly RuleViolation[] {
  const whole = ['model', 'initializer'];
  return [whole, [...whole, 'others']].flatMap((path) => {
    const initializer = read(config, path, initializerSchema);
    if (initializer?.type !== 'uniform' || initializer.minimum <= initializer.maximum) return [];
    const expected = `at most maximum, which is ${initializer.maximum}`;
    return [{ path: [...path, 'minimum'], expected, reason: `${initializer.minimum}` }];
  });
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
  const bytes = estimateBytes({
    bytesPerNumber: config.precision === 'f64' ? 8 : 4,
    batchSize: batchSize.value,
    length: length.value,
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
  nesterovHasMomentum,
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
