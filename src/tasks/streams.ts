// Parallel walks through one long recording, text or series: a part of it is cut into B contiguous pieces, read side
// by side, T rows at a time. What a row is, is up to the caller.
import { ConfigurationError } from '../math/configurationError.ts';
import type { Batch, BatchSource, SourceState } from './task.ts';

/** A part of a recording and how it is walked through. */
export interface StreamOptions {
  /** Rows of the part. */
  readonly count: number;
  /** Rows from an input to its target. */
  readonly horizon: number;
  /** Rows of a batch, T. */
  readonly length: number;
  /** Whether the state goes on from one batch to the next. */
  readonly carryState: boolean;
  /** Writes row `at` of the part as input row n of the batch, and its target. */
  readonly write: (batch: Batch, n: number, at: number) => void;
  /** For messages: `text: 15 training characters`. */
  readonly called: { readonly task: string; readonly rows: string };
}

/**
 * Length of each of B streams through a training part.
 * @throws ConfigurationError if it is less than one batch of T
 */
export function streamLength(
  { count, horizon, length, called }: StreamOptions,
  batchSize: number,
): number {
  const stream = Math.floor((count - horizon) / batchSize);
  if (stream >= length) return stream;
  throw new ConfigurationError(
    `${called.task}: ${count} training ${called.rows} are too few for ${batchSize} streams of ` +
      `${length}; lower training.batchSize or task.length`,
  );
}

/**
 * Walks the streams again and again; only whole batches of T. The state starts anew where no whole one is left.
 * @param from position to go on at
 */
export function trainingStreams(options: StreamOptions, from: number): BatchSource {
  const { length, carryState } = options;
  let position = from;
  return {
    next(batch) {
      const stream = streamLength(options, batch.batchSize);
      if (position + length > stream) position = 0;
      batch.carryState = carryState && position > 0;
      fill(options, batch, stream, position, length);
      position += length;
      return true;
    },
    state: (): SourceState => ({ position, random: null }),
  };
}

/**
 * Walks the streams once, the last batch as short as needed.
 * @param most streams at a time
 */
export function evaluationStreams(
  options: StreamOptions,
  most: number = Number.POSITIVE_INFINITY,
): BatchSource {
  const { count, horizon, length, carryState } = options;
  let position = 0;
  return {
    next(batch) {
      batch.batchSize = Math.min(batch.batchSize, most, count - horizon);
      const stream = Math.floor((count - horizon) / batch.batchSize);
      if (position >= stream) return false;
      const steps = Math.min(length, stream - position);
      batch.carryState = carryState && position > 0;
      fill(options, batch, stream, position, steps);
      position += steps;
      return true;
    },
    state: (): SourceState => ({ position, random: null }),
  };
}

function fill(
  { write }: StreamOptions,
  batch: Batch,
  stream: number,
  position: number,
  T: number,
): void {
  const B = batch.batchSize;
  batch.sequenceLength = T;
  for (let b = 0; b < B; b++) {
    let at = b * stream + position;
    for (let n = b; n < T * B; n += B) write(batch, n, at++);
  }
}
