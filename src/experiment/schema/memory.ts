// How much memory a run needs, estimated before anything is allocated. An over-estimate by design;
// the exact layout is planned by the arena.

import type { SurroundingOptions } from '../../model/layerOptions.ts';
import { shapeOf } from '../../tasks/index.ts';
import type { Windows } from '../../tasks/truncatedTask.ts';
import { averagingShare } from '../../training/averaging.ts';
import { type OptimizerOptions, optimizers } from '../../training/optimizers/index.ts';
import type { Optimizer } from '../../training/optimizers/optimizer.ts';
import { policyOf } from '../../training/policies/index.ts';
import { truncationWindows } from '../../training/truncation.ts';
import type { Spec } from './spec.ts';

/** Largest WebAssembly memory, in bytes: 4 GiB. */
export const MEMORY_LIMIT_BYTES = 4 * 2 ** 30;

/** What a task feeds the network and asks of it, per step. */
interface Channels {
  readonly inputSize: number;
  /** Whether inputs are symbols, one whole number each, instead of rows of numbers. */
  readonly hasSymbols: boolean;
  readonly outputSize: number;
  /** Whether targets are classes, one whole number each, instead of rows of numbers. */
  readonly hasClasses: boolean;
  /** Whether there are outputs at several steps instead of the last one. */
  readonly everyStep: boolean;
  /** Whether some outputs have no target and the others are gathered. */
  readonly isGathered: boolean;
}

/** The sizes that decide the memory of a run. */
export interface RunSizes extends Channels {
  readonly bytesPerNumber: number;
  readonly batchSize: number;
  /** Longest sequence T. */
  readonly length: number;
  /** Windows that sequences are cut into; null for none. */
  readonly windows: Windows | null;
  /** Layers, bottom first. */
  readonly layers: readonly LayerSizes[];
  /** Vectors as long as the parameters that training keeps beside them and the gradient. */
  readonly stateVectors: number;
}

/** What of a layer decides its memory. */
export interface LayerSizes extends SurroundingOptions {
  /** The cell. */
  readonly type: CellType;
  readonly hiddenSize: number;
  readonly recurrentDropout?: number;
}

/** Name of a cell. */
type CellType = Spec['model']['layers'][number]['type'];

/** What a cell needs for one direction. */
interface CellMemory {
  /** Columns of its weights, in units. */
  readonly gates: number;
  /** Rows of H numbers per step and sequence: states, gates, their gradients, and some to spare. */
  readonly stateCopies: number;
}

const cellMemory = {
  elman: { gates: 1, stateCopies: 4 },
  lstm: { gates: 4, stateCopies: 14 },
  gru: { gates: 3, stateCopies: 13 },
} as const satisfies Record<CellType, CellMemory>;

/** Blocks of columns that the weights of a cell have. */
export function gatesOf(type: CellType): number {
  return cellMemory[type].gates;
}

/** Looks up what a task feeds the network and asks of it; sizes that data decide are large ones. */
export function channelsOf(task: Spec['task']): Channels {
  const { input, target, variableLengths = false } = shapeOf(task);
  const everyStep = target.steps !== 'lastStep';
  return {
    inputSize: input.size,
    hasSymbols: input.kind === 'index',
    outputSize: target.size,
    hasClasses: target.kind === 'class',
    everyStep,
    isGathered: target.steps === 'markedSteps' || (everyStep && variableLengths),
  };
}

/** Parameters, gradient and transposed copy. */
const PARAMETER_COPIES = 3;
/** What a run is taken to keep at least beside them: as many states as most optimizers have. */
const USUAL_STATE_VECTORS = 2;
/** Initial states, those carried over, and what one step works on, each [B,H]. */
const STEP_COPIES = 12;
/** Outputs, their gradient and values to compare with, each [rows,O]. */
const OUTPUT_COPIES = 3;
/** Whole batches that are kept beside windows: training's and an evaluation's. */
const SOURCES = 2;
/** Marks, rows and classes. */
const GATHERED_INDICES = 3;
const FIXED_BYTES = 2 ** 20;
/** WebAssembly memory comes in pages of 64 KiB. */
const PAGE_BYTES = 2 ** 16;
/** Rows are padded to whole pairs of vectors. */
const ROW_BYTES = 32;

/**
 * Estimates the memory of a run from its sizes.
 * @returns bytes, more rather than less than what is allocated
 */
export function estimateBytes(sizes: RunSizes): number {
  const { bytesPerNumber, batchSize, length, hasSymbols, everyStep, windows } = sizes;
  const rowNumbers = ROW_BYTES / bytesPerNumber;
  const padded = (size: number) => Math.ceil(size / rowNumbers) * rowNumbers;
  const steps = Math.min(length, windows?.window ?? length);
  const inputRows = steps * batchSize;
  const outputRows = everyStep ? inputRows : batchSize;
  const outputs = padded(sizes.outputSize);
  const copies = PARAMETER_COPIES + Math.max(USUAL_STATE_VECTORS, sizes.stateVectors);
  let inputs = padded(sizes.inputSize);
  // Symbols and classes are one number a row.
  let numbers = inputRows * (hasSymbols ? 1 : inputs) + outputRows * (OUTPUT_COPIES * outputs + 1);
  if (steps < length) {
    const input = hasSymbols ? 1 : inputs;
    const target = sizes.hasClasses ? 1 : outputs;
    const targetRows = everyStep ? length * batchSize : batchSize;
    numbers += SOURCES * (length * batchSize * input + targetRows * target);
  }
  sizes.layers.forEach((layer, index) => {
    const units = padded(layer.hiddenSize);
    const { gates, stateCopies } = cellMemory[layer.type];
    const directions = layer.bidirectional ? 2 : 1;
    const weights = copies * gates * units * (inputs + units + 2);
    const dropped = layer.recurrentDropout ? 1 : 0;
    const states = (stateCopies + dropped) * (inputRows + batchSize) + STEP_COPIES * batchSize;
    const reversed = layer.bidirectional ? inputRows * (2 * inputs + units) : 0;
    numbers += directions * (weights + states * units) + reversed;
    const isTop = index === sizes.layers.length - 1;
    numbers += outputStageCopies(layer) * (isTop ? outputRows : inputRows) * directions * units;
    inputs = directions * units;
  });
  numbers += copies * outputs * (inputs + 1);
  // Outputs that not all have a target are gathered where they do, with their targets: those of
  // overlapping windows and of sequences that differ in length.
  const overlap = windows !== null && windows.stride < Math.min(windows.window, length);
  const isGathered = sizes.isGathered || (overlap && everyStep);
  if (isGathered) numbers += outputRows * (2 * inputs + outputs + GATHERED_INDICES);
  return Math.ceil((FIXED_BYTES + numbers * bytesPerNumber) / PAGE_BYTES) * PAGE_BYTES;
}

/** Copies of a layer's outputs that the stages behind its states keep; one vector per row counts, too. */
function outputStageCopies({
  bidirectional = false,
  normalization = 'none',
  residual = false,
  dropout = 0,
}: LayerSizes): number {
  const [sides, normalized, mask] = [bidirectional, normalization !== 'none', dropout > 0];
  if (!(sides || normalized || residual || mask)) return 0;
  return 2 + (sides ? 2 : 0) + (normalized ? 2 : 0) + (mask ? 1 : 0);
}

/** Reads the longest length out of a fixed one or a range. */
export function longestLength(length: number | { readonly max: number }): number {
  return typeof length === 'number' ? length : length.max;
}

/** Steps of the longest sequence of a task. */
export function longestSequence(task: Spec['task']): number {
  return longestLength(task.length) + (shapeOf(task).stepsBeside ?? 0);
}

/** What of training decides how many vectors it keeps; what is not valid by itself is absent. */
export type TrainingVectors = Partial<
  Pick<Spec['training'], 'optimizer' | 'averaging' | 'policy' | 'regularizer'>
>;

/**
 * Counts the vectors as long as the parameters that training keeps beside the gradient: optimizer
 * states, an average, the gradient as it comes, Ω's.
 */
export function countStateVectors(training: TrainingVectors): number {
  const { optimizer, averaging, policy = [], regularizer } = training;
  const states = optimizer
    ? (optimizers[optimizer.type] as Optimizer<OptimizerOptions>).stateVectors(optimizer).length
    : 0;
  const isAveraged = averaging !== undefined && averagingShare(averaging) !== null;
  const turns = policy.some((one) => policyOf(one).turns(one));
  return states + [isAveraged, turns, regularizer?.type === 'omega'].filter(Boolean).length;
}

/**
 * Estimates the memory of a run.
 * @param spec - the experiment; a text is taken to have 256 different characters
 * @returns bytes, more rather than less than what is allocated
 */
export function estimateMemory(spec: Spec): number {
  return estimateBytes({
    bytesPerNumber: spec.precision === 'f64' ? 8 : 4,
    batchSize: spec.training.batchSize,
    length: longestSequence(spec.task),
    windows: truncationWindows(spec.training.truncation),
    layers: spec.model.layers,
    stateVectors: countStateVectors(spec.training),
    ...channelsOf(spec.task),
  });
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/** Writes a number of bytes with a binary unit and at most three digits. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = value >= 100 || unit === 0 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}
