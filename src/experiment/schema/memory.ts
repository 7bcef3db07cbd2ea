// How much memory a run needs, estimated before anything is allocated. An over-estimate by design;
// the exact layout is planned by the arena.

import { averagingShare } from '../../training/averaging.ts';
import { type OptimizerOptions, optimizers } from '../../training/optimizers/index.ts';
import type { Optimizer } from '../../training/optimizers/optimizer.ts';
import type { Spec } from './spec.ts';

/** Largest WebAssembly memory, in bytes: 4 GiB. */
export const MEMORY_LIMIT_BYTES = 4 * 2 ** 30;

/** What a task feeds the network and asks of it, per step. */
interface Channels {
  readonly inputSize: number;
  /** Whether inputs are symbols, one whole number each, instead of rows of numbers. */
  readonly hasSymbols: boolean;
  readonly outputSize: number;
  /** Whether there are outputs at every step instead of the last one. */
  readonly everyStep: boolean;
}

/** The sizes that decide the memory of a run. */
export interface RunSizes extends Channels {
  readonly bytesPerNumber: number;
  readonly batchSize: number;
  /** Longest sequence T. */
  readonly length: number;
  /** Vectors as long as the parameters that training keeps: optimizer states, an average. */
  readonly stateVectors: number;
  /** Hidden size of each layer, bottom first. */
  readonly hiddenSizes: readonly number[];
}

/** Channels of each task; a text's alphabet is not known yet, 256 is a large one. */
const taskChannels = {
  toy: { inputSize: 1, hasSymbols: false, outputSize: 1, everyStep: false },
  temporalOrder: { inputSize: 6, hasSymbols: true, outputSize: 4, everyStep: false },
  addition: { inputSize: 2, hasSymbols: false, outputSize: 1, everyStep: false },
  text: { inputSize: 256, hasSymbols: true, outputSize: 256, everyStep: true },
} as const satisfies Record<Spec['task']['type'], Channels>;

/** Looks up what a task feeds the network and asks of it. */
export function channelsOf(task: Spec['task']['type']): Channels {
  return taskChannels[task];
}

/** Parameters, gradient and transposed copy. */
const PARAMETER_COPIES = 3;
/** What a run is taken to keep at least beside them: as many states as most optimizers have. */
const USUAL_STATE_VECTORS = 2;
/** States, their gradient, the error signal, and one to spare, each [T,B,H]. */
const STATE_COPIES = 4;
/** Initial state, and those carried over in training and in evaluation, each [B,H]. */
const CARRIED_COPIES = 3;
/** Outputs, their gradient and values to compare with, each [rows,O]. */
const OUTPUT_COPIES = 3;
const FIXED_BYTES = 2 ** 20;
/** Rows are padded to whole pairs of vectors. */
const ROW_BYTES = 32;

/**
 * Estimates the memory of a run from its sizes.
 * @returns bytes, more rather than less than what is allocated
 */
export function estimateBytes(sizes: RunSizes): number {
  const { bytesPerNumber, batchSize, length, hasSymbols, everyStep } = sizes;
  const rowNumbers = ROW_BYTES / bytesPerNumber;
  const padded = (size: number) => Math.ceil(size / rowNumbers) * rowNumbers;
  const inputRows = length * batchSize;
  const outputRows = everyStep ? inputRows : batchSize;
  const outputs = padded(sizes.outputSize);
  const copies = PARAMETER_COPIES + Math.max(USUAL_STATE_VECTORS, sizes.stateVectors);
  let inputs = padded(sizes.inputSize);
  // Symbols and classes are one number a row.
  let numbers = inputRows * (hasSymbols ? 1 : inputs) + outputRows * (OUTPUT_COPIES * outputs + 1);
  for (const hiddenSize of sizes.hiddenSizes) {
    const units = padded(hiddenSize);
    numbers += copies * units * (inputs + units + 2);
    numbers += (STATE_COPIES * (inputRows + batchSize) + CARRIED_COPIES * batchSize) * units;
    inputs = units;
  }
  numbers += copies * outputs * (inputs + 1);
  return FIXED_BYTES + numbers * bytesPerNumber;
}

/** Reads the longest sequence out of a fixed length or a range. */
export function longestLength(length: number | { readonly max: number }): number {
  return typeof length === 'number' ? length : length.max;
}

/** Counts the vectors as long as the parameters that training keeps beside the gradient. */
export function countStateVectors(
  options: Spec['training']['optimizer'],
  averaging: Spec['training']['averaging'],
): number {
  const optimizer = optimizers[options.type] as Optimizer<OptimizerOptions>;
  return optimizer.stateVectors(options).length + (averagingShare(averaging) === null ? 0 : 1);
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
    length: longestLength(spec.task.length),
    stateVectors: countStateVectors(spec.training.optimizer, spec.training.averaging),
    hiddenSizes: spec.model.layers.map((layer) => layer.hiddenSize),
    ...channelsOf(spec.task.type),
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
