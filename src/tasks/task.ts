// The type of a task: what it feeds the network and what it counts as wrong. Tasks fill batches in
// place and know nothing of networks.
import type { Definition } from '../math/definition.ts';
import type { RandomState, RandomStream } from '../math/random.ts';

/** Fixed number of steps, or one drawn for each batch from [min, max]. */
export type LengthOption = number | { readonly min: number; readonly max: number };

/** Symbols 0 … size − 1, one per step, or rows of `size` numbers. */
export interface InputShape {
  readonly kind: 'index' | 'dense';
  readonly size: number;
}

/**
 * One of `size` classes, or `size` values, after the last step, after every step, or after the steps
 * that a batch marks.
 */
export interface TargetShape {
  readonly kind: 'class' | 'value';
  readonly size: number;
  readonly steps: 'lastStep' | 'everyStep' | 'markedSteps';
}

/** What a batch is told that holds some steps of a longer one, for truncated BPTT. */
export interface BatchWindow {
  /** Steps of the longer batch before it. */
  start: number;
  /** Whether it is the first of its longer batch; masks that hold for whole sequences are drawn then. */
  isFirst: boolean;
  /** Whether any target lies in it; without one it only moves the state on: no loss and no update. */
  hasTargets: boolean;
  /** Steps into it after which the next window begins, 0 … sequenceLength: the state there is carried. */
  carryFrom: number;
}

/**
 * One batch, time-major: row n = t·batchSize + b of the inputs is step t of sequence b; targets
 * have one row per sequence (lastStep) or as the inputs (everyStep, markedSteps).
 */
export interface Batch {
  /** T of this batch; a task with random lengths sets it, at most `maximumLength`. */
  sequenceLength: number;
  /** B of this batch; a source whose data run out may lower it. */
  batchSize: number;
  /** Whether the state goes on from the batch before instead of starting anew. */
  carryState: boolean;
  /** Which part of a longer batch this is; null for a batch by itself. */
  window: BatchWindow | null;
  /** Sets the symbol of input row n (index inputs). */
  readonly symbols: Int32Array;
  /** Dense inputs; row n starts at n·inputStride. */
  readonly inputs: Float32Array | Float64Array;
  readonly inputStride: number;
  /** Value targets; row n starts at n·valueStride. */
  readonly values: Float32Array | Float64Array;
  readonly valueStride: number;
  /**
   * Steps of each sequence, from 1 to sequenceLength, for tasks of variable lengths; else empty. Where
   * the state goes on 0, too: the sequence was over before.
   */
  readonly lengths: Int32Array;
  /** 1 where an input row has a target and 0 elsewhere, for targets at marked steps; else empty. */
  readonly marks: Int32Array;
  /** Class targets. For losses over values the network's batch turns them into rows of 0 and 1. */
  readonly classes: Int32Array;
}

/** Where a source of batches stands, to go on from later. */
export interface SourceState {
  /** Next position in the data, for sources that walk through data. */
  readonly position: number;
  readonly random: RandomState | null;
  /** Windows taken already of the batch that comes next from there, for sources of windows. */
  readonly windowCount?: number;
}

/** Fills batches one after the other. */
export interface BatchSource {
  /** Fills the batch; false if there is nothing left (only in evaluation). */
  next(batch: Batch): boolean;
  /** Says where it stands after the batches so far. */
  state(): SourceState;
}

/** Which data an evaluation looks at. */
export type EvaluationSplit = 'validation' | 'test';

/** Where data lie: one file that the task divides, or files for each part. */
export type FileOption =
  | string
  | {
      readonly training: string | readonly string[];
      readonly validation?: string | readonly string[];
      readonly test?: string | readonly string[];
    };

/** One file of a task's data. */
export interface TaskFile {
  /** Which part it is, or `whole` where the task divides it. */
  readonly split: 'whole' | 'training' | EvaluationSplit;
  /** Absolute path, for messages. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /**
   * Whether it stands in for the part that the options name: of a file that holds all parts, that part is meant.
   * Absent for files of the options.
   */
  readonly isStandIn?: true;
}

/** What a predictor reaches that learns nothing about the order of a sequence. */
export interface Floor {
  /** How it predicts, in a word or two: `constant 1/2`, `memoryless`, `persistence`. */
  readonly name: string;
  /** Its mean loss per target, by the type of the loss; only of those that it is known for. */
  readonly losses: Readonly<Record<string, number>>;
  /** Its share of wrong targets, in [0, 1]; null where it is not known, or the task has no such rule. */
  readonly error: number | null;
}

/** Values of one channel, standardized: (value − mean) / deviation is what the network sees. */
export interface Channel {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
}

/** What inputs and outputs stand for outside the network, for tasks of real data. */
export type Notation =
  | {
      readonly kind: 'text';
      /** @throws ConfigurationError for a character that is not in the alphabet */
      encode(text: string): Int32Array;
      /** The bytes of symbols, in UTF-8 where they are characters. */
      decode(symbols: ArrayLike<number>): Uint8Array;
    }
  | {
      readonly kind: 'pianoRoll';
      /** MIDI number of key 0. */
      readonly lowestPitch: number;
    }
  | {
      readonly kind: 'series';
      readonly inputs: readonly Channel[];
      readonly targets: readonly Channel[];
      /** Steps from an input to its target. */
      readonly horizon: number;
    };

/** What a task feeds the network and asks of it, as far as its options say. */
export interface TaskShape {
  readonly input: InputShape;
  readonly target: TargetShape;
  /** Whether sizes come from data; those here are large ones then. A task may read files and know its sizes before. */
  readonly isFromData: boolean;
  /** Steps of a sequence beside the length the options give; 0 when absent. */
  readonly stepsBeside?: number;
  /** Whether sequences of a batch may differ in length; not when absent. */
  readonly variableLengths?: boolean;
}

/** A parameter worth watching by its own name, such as the toy's wr. */
export interface WatchedParameter {
  readonly name: string;
  /** Full tensor name; element [0, 0] is meant. */
  readonly tensor: string;
}

/** A task with its options and data. */
export interface Task {
  readonly input: InputShape;
  readonly target: TargetShape;
  /** Longest sequence a batch can have, T. */
  readonly maximumLength: number;
  /** Whether the sequences of a batch differ in length: `lengths` of each batch is read then. */
  readonly variableLengths?: boolean;
  /** Whether batches may carry the state over. */
  readonly carriesState: boolean;
  /** Shown as `loss / ln 2` in bits per character where true. */
  readonly perCharacter: boolean;
  readonly watched: readonly WatchedParameter[];
  /**
   * Checks that the data suffice for batches of this size; absent where they always do.
   * @throws ConfigurationError if they do not
   */
  readonly checkBatchSize?: (batchSize: number) => void;
  /**
   * Endless batches for training.
   * @param stream draws them; to go on, opened where `from` says it stood
   * @param from where to go on, as the source said; the beginning without it
   */
  training(stream: RandomStream, from?: SourceState): BatchSource;
  /**
   * Batches for one evaluation.
   * @param size how many sequences to draw, where the task draws them
   * @param length T of each, at most `maximumLength`, for tasks that draw; without it as the options say
   * @returns null where the task has no such data
   */
  evaluation(
    split: EvaluationSplit,
    stream: RandomStream,
    size: number,
    length?: number,
  ): BatchSource | null;
  /**
   * Says what predictors reach that learn nothing about order; absent where none is known.
   * @param split whose data they are measured on, for tasks of data
   * @param length T of each sequence; without it as the options say
   */
  readonly floors?: (split: EvaluationSplit, length?: number) => readonly Floor[];
  /** What inputs and outputs stand for; absent for generated tasks. */
  readonly notation?: Notation;
  /**
   * Whether an output is wrong; absent where the task has no such rule.
   * @param outputs the network's outputs; this row's start at `at`
   * @param row which target row
   */
  readonly isWrong?: (outputs: ArrayLike<number>, at: number, batch: Batch, row: number) => boolean;
}

/** A member of the task table: options (and data) in, task out. */
export interface TaskDefinition<Options> extends Definition {
  /**
   * @param files the files the options name, in their order, for tasks that read some
   * @throws ConfigurationError if options and data do not fit together
   * @throws TaskFileError if a file does not hold what it should
   */
  create(options: Options, files?: readonly TaskFile[]): Task;
  /** Says what the task feeds the network and asks of it, without any data. */
  shape(options: Options): TaskShape;
}

/** Longest length an option can give. */
export function longest(length: LengthOption): number {
  return typeof length === 'number' ? length : length.max;
}

/** Draws a length; a fixed one takes no draw. */
export function drawLength(length: LengthOption, stream: RandomStream): number {
  return typeof length === 'number'
    ? length
    : length.min + stream.integer(length.max - length.min + 1);
}

/** Mean of a quantity over the lengths that may be drawn. */
export function meanOverLengths(length: LengthOption, of: (length: number) => number): number {
  if (typeof length === 'number') return of(length);
  let sum = 0;
  for (let T = length.min; T <= length.max; T++) sum += of(T);
  return sum / (length.max - length.min + 1);
}

/** Whether the largest of the `size` outputs from `at` is not the row's class; ties go to the first. */
export function isWrongClass(size: number): NonNullable<Task['isWrong']> {
  return (outputs, at, batch, row) => {
    let best = 0;
    for (let j = 1; j < size; j++) if (outputs[at + j]! > outputs[at + best]!) best = j;
    return best !== batch.classes[row];
  };
}
