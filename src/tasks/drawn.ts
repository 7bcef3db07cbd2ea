// Tasks whose sequences are drawn afresh, each by itself. Not for data files.
import type { RandomStream } from '../math/random.ts';
import {
  type Batch,
  type BatchSource,
  drawLength,
  type EvaluationSplit,
  type Floor,
  type InputShape,
  isWrongClass,
  type LengthOption,
  longest,
  type TargetShape,
  type Task,
  type WatchedParameter,
} from './task.ts';

/** What batches are drawn for. */
export type DrawPurpose = 'training' | EvaluationSplit;

/** Writes inputs and targets of sequence b into a batch whose length and size are set. */
export type DrawSequence = (
  stream: RandomStream,
  batch: Batch,
  b: number,
  purpose: DrawPurpose,
) => void;

/** What a task of drawn sequences is made of. */
export interface DrawnTaskOptions {
  readonly input: InputShape;
  readonly target: TargetShape;
  readonly length: LengthOption;
  /** Steps of a sequence beside that length; 0 when absent. */
  readonly stepsBeside?: number;
  /** Whether `draw` gives each sequence a length of its own: it sets `lengths[b]`. */
  readonly variableLengths?: boolean;
  readonly draw: DrawSequence;
  /** For class targets, unless given: the largest output is not the class. */
  readonly isWrong?: NonNullable<Task['isWrong']>;
  readonly watched?: readonly WatchedParameter[];
  /** What a predictor without memory reaches on sequences of `length` steps. */
  readonly floors?: (length: LengthOption) => readonly Floor[];
}

/** Makes a task that draws each sequence independently; no state is carried over. */
export function drawnTask(options: DrawnTaskOptions): Task {
  const { input, target, length, variableLengths = false, watched = [], floors } = options;
  const isWrong =
    options.isWrong ?? (target.kind === 'class' ? isWrongClass(target.size) : undefined);
  return {
    input,
    target,
    maximumLength: longest(length) + (options.stepsBeside ?? 0),
    variableLengths,
    carriesState: false,
    perCharacter: false,
    watched,
    ...(isWrong ? { isWrong } : {}),
    ...(floors ? { floors: (_split, asked) => floors(asked ?? length) } : {}),
    ...drawnSources(options),
  };
}

function drawnSources({
  length,
  stepsBeside = 0,
  draw,
}: DrawnTaskOptions): Pick<Task, 'training' | 'evaluation'> {
  const fill = (
    stream: RandomStream,
    batch: Batch,
    asked: LengthOption,
    purpose: DrawPurpose,
  ): void => {
    batch.sequenceLength = drawLength(asked, stream) + stepsBeside;
    batch.carryState = false;
    for (let b = 0; b < batch.batchSize; b++) draw(stream, batch, b, purpose);
  };
  return {
    training: (stream): BatchSource => ({
      next(batch) {
        fill(stream, batch, length, 'training');
        return true;
      },
      state: () => ({ position: 0, random: stream.state() }),
    }),
    evaluation(split, stream, size, asked): BatchSource {
      let left = size;
      return {
        next(batch) {
          if (left === 0) return false;
          batch.batchSize = Math.min(batch.batchSize, left);
          left -= batch.batchSize;
          fill(stream, batch, asked ?? length, split);
          return true;
        },
        state: () => ({ position: size - left, random: stream.state() }),
      };
    },
  };
}
