// What must hold between fields, and the list of all rules; those of optimizer and schedule stand in
// trainingRules.ts, those of truncated BPTT in truncationRules.ts.

import { z } from 'zod';
import { cellOf } from '../../model/direction.ts';
import { isChronoBias } from '../../model/initializers/chrono.ts';
import { outputSizeOf } from '../../model/layerOptions.ts';
import { shapeOf } from '../../tasks/index.ts';
import { cellsWithOmega } from '../../training/regularizers/omegaCells.ts';
import { truncationWindows } from '../../training/truncation.ts';
import { averagingSchema } from './averaging.ts';
import { dataTaskRules } from './dataTaskRules.ts';
import { evaluationRules } from './evaluationRules.ts';
import { generatedTaskRules } from './generatedTaskRules.ts';
import { initializerSchema } from './initializer.ts';
import { layerSchema } from './layer.ts';
import { lossSchema } from './loss.ts';
import {
  channelsOf,
  countStateVectors,
  estimateBytes,
  formatBytes,
  longestSequence,
  MEMORY_LIMIT_BYTES,
} from './memory.ts';
import { optimizerSchema } from './optimizer.ts';
import { policySchema } from './policy.ts';
import { type ConfigPath, type RawRecord, valueAt } from './raw.ts';
import { readoutSchema } from './readout.ts';
import { regularizerSchema } from './regularizer.ts';
import { type PartReader, partsOf, type Rule, type RuleViolation } from './rule.ts';
import { taskSchema } from './task.ts';
import { trainingRules } from './trainingRules.ts';
import { truncationSchema } from './truncation.ts';
import { truncationRules } from './truncationRules.ts';

/** Made once: rules run for every run of a suite. */
const chainSchema = z.array(policySchema);

const readTask = (read: PartReader) => read(['task'], taskSchema);

function lengthRange(read: PartReader): readonly RuleViolation[] {
  const length = readTask(read)?.length;
  if (length === undefined || typeof length === 'number' || length.min <= length.max) return [];
  return [{ path: ['task', 'length', 'min'], expected: `at most max, which is ${length.max}` }];
}

function splitLeavesData(read: PartReader): readonly RuleViolation[] {
  const task = readTask(read);
  if (!(task && 'split' in task) || task.split.validation + task.split.test < 1) return [];
  const expected = 'validation and test to leave something to train on (sum below 1)';
  const sum = task.split.validation + task.split.test;
  return [{ path: ['task', 'split'], expected, reason: `sum ${sum}` }];
}

function lossFitsTask(read: PartReader): readonly RuleViolation[] {
  const loss = read(['loss'], lossSchema);
  const task = readTask(read);
  if (!task || shapeOf(task).target.kind === 'class') return [];
  if (loss?.type !== 'softmaxCrossEntropy') return [];
  const expected = `squaredError, huber or sigmoidCrossEntropy, since the targets of ${task.type} are values`;
  return [{ path: ['loss', 'type'], expected }];
}

function topLayerIsOutput(read: PartReader, config: RawRecord): readonly RuleViolation[] {
  const task = readTask(read);
  const readout = read(['model', 'readout'], readoutSchema);
  const layers = valueAt(config, ['model', 'layers']);
  if (task === undefined || readout?.type !== 'none' || !Array.isArray(layers)) return [];
  const path = ['model', 'layers', layers.length - 1];
  const top = read(path, layerSchema);
  const { isFromData, target } = shapeOf(task);
  const outputSize = target.size;
  if (isFromData || top === undefined || outputSizeOf(top) === outputSize) return [];
  const units = top.bidirectional ? outputSize / 2 : outputSize;
  const expected = `${units}, the output size of ${task.type}, since there is no readout`;
  return [{ path: [...path, 'hiddenSize'], expected }];
}

function residualFits(read: PartReader, config: RawRecord): readonly RuleViolation[] {
  const task = readTask(read);
  const layers = valueAt(config, ['model', 'layers']);
  if (task === undefined || !Array.isArray(layers)) return [];
  const layerAt = (index: number) => read(['model', 'layers', index], layerSchema);
  const { inputSize, hasSymbols } = channelsOf(task);
  const { isFromData } = shapeOf(task);
  return layers.flatMap((_, index) => {
    const layer = layerAt(index);
    const below = index === 0 ? undefined : layerAt(index - 1);
    if (!layer?.residual || (index > 0 && below === undefined)) return [];
    const path = ['model', 'layers', index, 'residual'];
    if (index === 0 && hasSymbols) {
      return [{ path, expected: `false, since the inputs of ${task.type} are symbols` }];
    }
    if (index === 0 && isFromData) return [];
    const width = below === undefined ? inputSize : outputSizeOf(below);
    if (width === outputSizeOf(layer)) return [];
    const expected = `false, since the layer has ${width} inputs and ${outputSizeOf(layer)} outputs`;
    return [{ path, expected }];
  });
}

function uniformRange(read: PartReader): readonly RuleViolation[] {
  const initializer = ['model', 'initializer'];
  return [initializer, [...initializer, 'base'], [...initializer, 'others']].flatMap((path) => {
    const range = read(path, initializerSchema);
    if (range?.type !== 'uniform' || range.minimum <= range.maximum) return [];
    const expected = `at most maximum, which is ${range.maximum}`;
    return [{ path: [...path, 'minimum'], expected, reason: `${range.minimum}` }];
  });
}

function chronoHasGates(read: PartReader, config: RawRecord): readonly RuleViolation[] {
  const path = ['model', 'initializer'];
  const given = valueAt(config, ['model', 'layers']);
  if (read(path, initializerSchema)?.type !== 'chrono' || !Array.isArray(given)) return [];
  const layers = given.map((_, index) => read(['model', 'layers', index], layerSchema));
  const isGated = (layer: (typeof layers)[number]) =>
    layer === undefined || cellOf(layer).parameters(layer, 1).some(isChronoBias);
  if (layers.some(isGated)) return [];
  const expected =
    'an initializer for cells without gate biases: chrono sets those of lstm and gru';
  return [{ path: [...path, 'type'], expected }];
}

const SMALLEST_LAYER = { type: 'elman', bidirectional: false } as const;

function errorsReachOmega(read: PartReader): readonly RuleViolation[] {
  const regularizer = read(['training', 'regularizer'], regularizerSchema);
  const policy = read(['training', 'policy'], chainSchema) ?? [];
  if (regularizer?.type !== 'omega') return [];
  return policy.flatMap(({ type }, index) => {
    if (type !== 'clipInBptt') return [];
    const path = ['training', 'policy', index, 'type'];
    const expected =
      'another policy, since omega needs dL/dh_t as it is (clipByNorm comes after it)';
    return [{ path, expected }];
  });
}

function cellsHaveOmega(read: PartReader, config: RawRecord): readonly RuleViolation[] {
  const regularizer = read(['training', 'regularizer'], regularizerSchema);
  const layers = valueAt(config, ['model', 'layers']);
  if (regularizer?.type !== 'omega' || !Array.isArray(layers)) return [];
  return layers.flatMap((_, index) => {
    const path = ['model', 'layers', index];
    const layer = read(path, layerSchema);
    if (layer === undefined) return [];
    if (cellsWithOmega[layer.type]) {
      if (layer.recurrentDropout === 0) return [];
      const expected =
        '0, since omega is defined for the whole recurrence (the other regularizers take any)';
      return [{ path: [...path, 'recurrentDropout'], expected }];
    }
    const known = Object.keys(cellsWithOmega).join(', ');
    const expected = `one of ${known}, since training.regularizer is omega (the others take any)`;
    return [{ path: [...path, 'type'], expected }];
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
function fitsMemory(read: PartReader, config: RawRecord): readonly RuleViolation[] {
  const task = readTask(read);
  if (task === undefined) return [];
  const isRange = typeof task.length !== 'number';
  const length: SizeField = {
    path: ['task', 'length', ...(isRange ? ['max'] : [])],
    value: longestSequence(task),
    usual: 100,
  };
  const batchSize = sizeField(config, ['training', 'batchSize'], 20);
  const layers = valueAt(config, ['model', 'layers']);
  const hiddenSizes = (Array.isArray(layers) ? layers : []).map((_, index) =>
    sizeField(config, ['model', 'layers', index, 'hiddenSize'], 50),
  );
  const part = <Part extends z.ZodType>(key: string, schema: Part) =>
    read(['training', key], schema);
  const optimizer = part('optimizer', optimizerSchema);
  const averaging = part('averaging', averagingSchema);
  const policy = part('policy', chainSchema);
  const regularizer = part('regularizer', regularizerSchema);
  const truncation = part('truncation', truncationSchema);
  const bytes = estimateBytes({
    bytesPerNumber: config.precision === 'f64' ? 8 : 4,
    batchSize: batchSize.value,
    length: length.value,
    windows: truncation ? truncationWindows(truncation) : null,
    stateVectors: countStateVectors({
      ...(optimizer && { optimizer }),
      ...(averaging && { averaging }),
      ...(policy && { policy }),
      ...(regularizer && { regularizer }),
    }),
    layers: hiddenSizes.map(({ value }, index) => ({
      // A layer that is not valid by itself counts as the smallest.
      ...(read(['model', 'layers', index], layerSchema) ?? SMALLEST_LAYER),
      hiddenSize: value,
    })),
    ...channelsOf(task),
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
  splitLeavesData,
  lossFitsTask,
  topLayerIsOutput,
  residualFits,
  ...trainingRules,
  ...evaluationRules,
  ...generatedTaskRules,
  ...dataTaskRules,
  ...truncationRules,
  uniformRange,
  chronoHasGates,
  cellsHaveOmega,
  errorsReachOmega,
  fitsMemory,
];

/**
 * Checks what must hold between fields.
 * @param config - a config with its dependent defaults filled, valid or not
 * @param read - how its parts are read; `partsOfSpec` where the schema has passed it already
 * @returns every rule that does not hold
 */
export function ruleViolations(
  config: RawRecord,
  read: PartReader = partsOf(config),
): RuleViolation[] {
  const violations: RuleViolation[] = [];
  for (const rule of rules) violations.push(...rule(read, config));
  return violations;
}
