// Batches of pieces of music: chunks in random order to train on, whole pieces to evaluate on.
import type { RandomStream } from '../math/random.ts';
import { KEY_COUNT, type Piece } from './formats/pianoRoll.ts';
import type { Batch, BatchSource, SourceState } from './task.ts';

/** Some of the predictions in a piece: of the steps after start, …, start + steps − 1. */
export interface Chunk {
  readonly piece: Piece;
  readonly start: number;
  readonly steps: number;
}

/** How many steps of a piece are predicted: all but the first. */
function predictionsOf({ stepCount }: Piece): number {
  return Math.max(0, stepCount - 1);
}

/** Cuts the predictions of each piece into chunks of nearly equal size, at most `length`. */
export function chunksOf(pieces: readonly Piece[], length: number): Chunk[] {
  return pieces.flatMap((piece) => {
    const predictions = predictionsOf(piece);
    const count = Math.ceil(predictions / length);
    const border = (k: number) => Math.floor((k * predictions) / count);
    return Array.from({ length: count }, (_, k) => ({
      piece,
      start: border(k),
      steps: border(k + 1) - border(k),
    }));
  });
}

/** Writes a chunk as sequence b: inputs, targets, length. */
function writeChunk(batch: Batch, b: number, { piece: { keys }, start, steps }: Chunk): void {
  const { batchSize: B, inputs, inputStride, values, valueStride, lengths } = batch;
  lengths[b] = steps;
  for (let t = 0; t < steps; t++) {
    const at = (start + t) * KEY_COUNT;
    inputs.set(keys.subarray(at, at + KEY_COUNT), (t * B + b) * inputStride);
    values.set(keys.subarray(at + KEY_COUNT, at + 2 * KEY_COUNT), (t * B + b) * valueStride);
  }
}

/**
 * Draws chunks without end: all of them once, in an order drawn anew for each epoch. A batch always
 * has its B chunks; where an epoch ends within it, the next one begins there.
 * @param chunks at least one
 */
export function chunkSource(
  chunks: readonly Chunk[],
  stream: RandomStream,
  from?: SourceState,
): BatchSource {
  const order = new Int32Array(chunks.length);
  let epochStart = stream.state();
  const beginEpoch = (): void => {
    epochStart = stream.state();
    for (let i = 0; i < order.length; i++) {
      const j = stream.integer(i + 1);
      order[i] = order[j]!;
      order[j] = i;
    }
  };
  beginEpoch();
  let position = from?.position ?? 0;
  const draw = (): Chunk => {
    if (position === order.length) {
      beginEpoch();
      position = 0;
    }
    return chunks[order[position++]!]!;
  };
  return {
    next(batch) {
      batch.carryState = false;
      batch.sequenceLength = 0;
      for (let b = 0; b < batch.batchSize; b++) {
        const chunk = draw();
        batch.sequenceLength = Math.max(batch.sequenceLength, chunk.steps);
        writeChunk(batch, b, chunk);
      }
      return true;
    },
    state: () => ({ position, random: epochStart }),
  };
}

/**
 * Runs through pieces from their first step to their last, B of similar length side by side, `length`
 * steps at a time with the state carried on: every prediction once, at the state it has in the whole.
 */
export function pieceSource(pieces: readonly Piece[], length: number): BatchSource {
  const sorted = pieces
    .filter((piece) => predictionsOf(piece) > 0)
    .sort((a, b) => b.stepCount - a.stepCount);
  let largest = 0;
  let first = 0;
  let start = 0;
  let position = 0;
  return {
    next(batch) {
      largest ||= batch.batchSize;
      if (first < sorted.length && start >= predictionsOf(sorted[first]!)) {
        first += largest;
        start = 0;
      }
      const group = sorted.slice(first, first + largest);
      if (group.length === 0) return false;
      const left = (piece: Piece) => Math.min(Math.max(predictionsOf(piece) - start, 0), length);
      batch.batchSize = group.length;
      batch.sequenceLength = left(group[0]!);
      batch.carryState = start > 0;
      group.forEach((piece, b) => {
        writeChunk(batch, b, { piece, start, steps: left(piece) });
      });
      start += length;
      position++;
      return true;
    },
    state: () => ({ position, random: null }),
  };
}
