// How much memory a run needs, estimated before anything is allocated. An over-estimate by design;
// the exact layout is planned by the arena.

import type { Spec } from './spec.ts';

/** Largest WebAssembly memory, in bytes: 4 GiB. */
export const MEMORY_LIMIT_BYTES = 4 * 2 ** 30;

/** The sizes that decide the memory of a run. */
export interface RunSizes {
  readonly bytesPerNumber: number;
  readonly batchSize: number;
  /** Longest sequence T. */
  readonly length: number;
  /** Hidden size of each layer, bottom first. */
  readonly hiddenSizes: readonly number[];
  readonly inputSize: number;
  readonly outputSize: number;
}

/** Inputs and outputs of each task; a text's alphabet is not known yet, 256 is a large one. */
const taskChannels = {
  toy: { inputSize: 1, outputSize: 1 },
  temporalOrder: { inputSize: 6, outputSize: 4 },
  addition: { inputSize: 2, outputSize: 1 },
  text: { inputSize: 256, outputSize: 256 },
} as const;

/** Looks up inputs and outputs per step of a task. */
export function channelsOf(task: Spec['task']['type']) {
  return taskChannels[task];
}

/** Parameters, gradient, transposed copy and two optimizer states. */
const PARAMETER_COPIES = 5;
/** States, derivatives, error signal, products of a layer, each [T,B,H]. */
const STATE_COPIES = 6;
/** Logits, probabilities and error of the outputs, each at most [T,B,O]. */
const OUTPUT_COPIES = 3;
const FIXED_BYTES = 2 ** 20;
const ROW_PADDING = 16;

const padded = (size: number) => Math.ceil(size / ROW_PADDING) * ROW_PADDING;

/**
 * Estimates the memory of a run from its sizes.
 * @returns bytes, more rather than less than what is allocated
 */
export function estimateBytes(sizes: RunSizes): number {
  const steps = sizes.length * sizes.batchSize;
  const outputs = padded(sizes.outputSize);
  let inputs = padded(sizes.inputSize);
  let numbers = steps * (inputs + OUTPUT_COPIES * outputs);
  for (const hiddenSize of sizes.hiddenSizes) {
    const units = padded(hiddenSize);
    const parameters = units * (inputs + units + 2);
    numbers += PARAMETER_COPIES * parameters + steps * (STATE_COPIES * units + inputs);
    inputs = units;
  }
  numbers += PARAMETER_COPIES * outputs * (inputs + 1);
  return FIXED_BYTES + numbers * sizes.bytesPerNumber;
}

/** Reads the longest sequence out of a fixed length or a range. */
export function longestLength(length: number | { readonly max: number }): number {
  return typeof length === 'number' ? length : length.max;
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
