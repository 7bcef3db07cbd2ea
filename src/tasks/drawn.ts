// Tasks whose sequences are drawn afresh: how training and evaluation draw them. Not for data files.
import type { RandomStream } from '../math/random.ts';
import { type Batch, type BatchSource, drawLength, type LengthOption, type Task } from './task.ts';

/** Draws sequence b of a batch whose length and size are set. */
type DrawSequence = (stream: RandomStream, batch: Batch, b: number) => void;

/** Makes `training` and `evaluation` of a task that draws each sequence independently. */
export function drawnSequences(
  length: LengthOption,
  draw: DrawSequence,
): Pick<Task, 'training' | 'evaluation'> {
  const fill = (stream: RandomStream, batch: Batch): void => {
    batch.sequenceLength = drawLength(length, stream);
    batch.carryState = false;
    for (let b = 0; b < batch.batchSize; b++) draw(stream, batch, b);
  };
  return {
    training: (stream): BatchSource => ({
      next(batch) {
        fill(stream, batch);
        return true;
      },
      state: () => ({ position: 0, random: stream.state() }),
    }),
    evaluation(_split, stream, size): BatchSource {
      let left = size;
      return {
        next(batch) {
          if (left === 0) return false;
          batch.batchSize = Math.min(batch.batchSize, left);
          left -= batch.batchSize;
          fill(stream, batch);
          return true;
        },
        state: () => ({ position: size - left, random: stream.state() }),
      };
    },
  };
}
