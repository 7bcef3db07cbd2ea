// Predictions of a stored network for sequences of any length: a few at a time, in pieces with the state
// carried along.
import type { KernelName } from '../../math/kernels.ts';
import type { Network } from '../../model/network.ts';
import { shapeOf } from '../../tasks/index.ts';
import type { Batch } from '../../tasks/task.ts';
import type { StoredNetwork } from '../storedNetwork.ts';
import { outputSizeOfNetwork } from './fittingTask.ts';
import { needsWholeSequences, openNetwork } from './openNetwork.ts';

/** A sequence to predict for. */
export interface PredictorInput {
  /** T, at least 1. */
  readonly length: number;
  /** T symbols, or T rows of I numbers one after the other. */
  readonly values: ArrayLike<number>;
}

/** Runs a network over sequences. */
export interface Predictor {
  /** O. */
  readonly outputSize: number;
  /**
   * Predicts.
   * @param sequences at most as many as planned; symbols within the network's
   * @returns the outputs of each sequence: [T, O], or [O] of its last step
   */
  predict(sequences: readonly PredictorInput[]): Float64Array[];
}

/** Steps of one pass. */
const PIECE = 200;

/**
 * Opens a stored network for predictions, in memory that does not grow with the sequences unless a layer
 * is bidirectional. A prediction's bits depend on its own sequence alone.
 * @param batchSize most sequences at a time
 * @param kept which rows are wanted
 * @throws ConfigurationError if memory does not suffice
 */
export function openPredictor(
  stored: StoredNetwork,
  batchSize: number,
  kept: 'everyStep' | 'lastStep',
  kernels: KernelName,
): Predictor {
  const outputSize = outputSizeOfNetwork(stored);
  const isWhole = needsWholeSequences(stored);
  const { kind } = shapeOf(stored.spec.task).target;
  const open = (sequenceLength: number): Network =>
    openNetwork(
      stored,
      {
        target: { kind, size: outputSize, steps: 'everyStep' },
        variableLengths: true,
        sequenceLength,
        batchSize,
        carriesState: !isWhole,
      },
      kernels,
    );
  let planned = PIECE;
  let network = open(planned);

  /** Plans anew where a sequence in one piece is longer than any before. */
  const makeRoom = (T: number): void => {
    if (!isWhole || T <= planned) return;
    planned = Math.max(T, 2 * planned);
    network = open(planned);
  };

  return {
    outputSize,
    predict(sequences) {
      const T = sequences.reduce((most, { length }) => Math.max(most, length), 0);
      makeRoom(T);
      const stepsOf = (length: number) => (kept === 'lastStep' ? 1 : length);
      const found = sequences.map(({ length }) => new Float64Array(stepsOf(length) * outputSize));
      for (let start = 0; start < T; start += planned) {
        const { batch } = network;
        fill(batch, stored.input.size, sequences, start, Math.min(planned, T - start));
        network.forward('evaluate');
        const { elements, start: at, stride, rows, rowOf } = network.outputs();
        for (let n = 0; n < rows; n++) {
          const b = rowOf(n) % sequences.length;
          const t = start + (rowOf(n) - b) / sequences.length;
          if (kept === 'lastStep' && t + 1 !== sequences[b]?.length) continue;
          const from = at + n * stride;
          const row = kept === 'lastStep' ? 0 : t;
          found[b]?.set(elements.subarray(from, from + outputSize), row * outputSize);
        }
      }
      return found;
    },
  };
}

/** Writes steps start + 1 … start + T of the sequences. */
function fill(
  batch: Batch,
  inputSize: number,
  sequences: readonly PredictorInput[],
  start: number,
  T: number,
): void {
  const B = sequences.length;
  batch.sequenceLength = T;
  batch.batchSize = B;
  batch.carryState = start > 0;
  for (const [b, { length, values }] of sequences.entries()) {
    const steps = Math.min(Math.max(length - start, 0), T);
    batch.lengths[b] = steps;
    for (let t = 0; t < steps; t++) {
      const row = t * B + b;
      if (batch.symbols.length > 0) batch.symbols[row] = values[start + t] ?? 0;
      else {
        for (let i = 0; i < inputSize; i++) {
          batch.inputs[row * batch.inputStride + i] = values[(start + t) * inputSize + i] ?? 0;
        }
      }
    }
  }
}
