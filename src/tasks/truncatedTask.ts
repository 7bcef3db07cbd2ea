// A task whose long batches come in windows, so that BPTT goes back through some steps only while the
// state is carried along. How long windows are is up to the caller.
import { ConfigurationError } from '../math/configurationError.ts';
import { StateError } from '../math/stateError.ts';
import type { Batch, BatchSource, BatchWindow, TargetShape, Task } from './task.ts';

/** Windows of truncated BPTT. */
export interface Windows {
  /** Steps that BPTT goes back through, at least 1. */
  readonly window: number;
  /** Steps from one window's end to the next one's, from 1 to `window`. */
  readonly stride: number;
}

/** Whether sequences of at most `length` steps are cut into several windows. */
export function isCut(
  length: number,
  steps: TargetShape['steps'],
  { window, stride }: Windows,
): boolean {
  return length > (steps === 'lastStep' ? window : stride);
}

/** Where window k = 0, 1, … of a batch of T steps begins and ends: steps start + 1 … end. */
interface WindowPlan {
  start(k: number, T: number): number;
  end(k: number, T: number): number;
}

/**
 * Cuts the batches of a task into windows (truncated BPTT): window k = 1, 2, … ends with step
 * e = min(k·stride, T) and begins after step max(0, e − window), with the state that the window which
 * ran over that step last had there. Its targets are those of the steps that no window before it had,
 * so each target counts once; where windows overlap, targets at every step therefore become marked
 * ones. With stride = window they lie side by side, the last one shorter. Targets at the last step
 * only have one window that ends with it, whatever the stride; before that the state is brought there
 * by windows without targets. Windows never reach back into the batch before.
 *
 * The loss of a window is the mean over its own targets. An initial state is trained only by windows
 * that begin with their batch.
 *
 * Evaluation runs through the same sequences in adjacent windows: outputs, loss and error are those
 * of the whole.
 * @param batchSize largest B of a batch
 * @returns the task itself where no batch is long enough to be cut
 * @throws ConfigurationError if sequences differ in length and have their target at the last step
 * @see Williams & Peng (1990), An efficient gradient-based algorithm for on-line training of recurrent
 * network trajectories: BPTT(h; h′) with h = window, h′ = stride.
 */
export function truncatedTask(task: Task, windows: Windows, batchSize: number): Task {
  const { maximumLength, target, variableLengths } = task;
  const { window, stride } = windows;
  const atLastStep = target.steps === 'lastStep';
  if (!isCut(maximumLength, target.steps, windows)) return task;
  if (atLastStep && variableLengths) {
    throw new ConfigurationError(
      'truncation: sequences that differ in length have their last targets in different windows; ' +
        'give the task targets at marked steps instead',
    );
  }
  const shape = targetOf(target, windows);
  // The window that an evaluation looks at, for rules that want the whole batch.
  const seen: Seen = { whole: null, firstRow: 0 };
  // Evaluations come one after the other and share the memory of a whole batch.
  let evaluated: Batch | null = null;
  const planOf = (step: number) => (atLastStep ? untilLastStep(window) : strided(window, step));
  const makeWhole = (batch: Batch) => wholeBatch(batch, task, batchSize);
  const { isWrong } = task;
  return {
    ...task,
    target: shape,
    maximumLength: Math.min(maximumLength, window),
    carriesState: true,
    training: (stream, from) =>
      windowSource(
        task.training(stream, from),
        planOf(stride),
        shape,
        seen,
        from?.windowCount ?? 0,
        makeWhole,
      ),
    evaluation(split, stream, size, length) {
      const source = task.evaluation(split, stream, size, length);
      const reuse = (batch: Batch) => {
        evaluated ??= makeWhole(batch);
        return evaluated;
      };
      return source && windowSource(source, planOf(window), shape, seen, 0, reuse);
    },
    ...(isWrong && {
      isWrong: (outputs, at, batch, row) =>
        isWrong(outputs, at, seen.whole ?? batch, seen.firstRow + row),
    }),
  };
}

function strided(window: number, stride: number): WindowPlan {
  if (stride === window) return { start: (k) => k * stride, end: endOf };
  return { start: (k, T) => Math.max(0, endOf(k, T) - window), end: endOf };
  function endOf(k: number, T: number): number {
    return Math.min((k + 1) * stride, T);
  }
}

/** Adjacent windows until the last one, which ends with step T and is as long as it may be. */
function untilLastStep(window: number): WindowPlan {
  const start = (k: number, T: number) => Math.min(k * window, Math.max(0, T - window));
  return {
    start,
    end: (k, T) => (start(k, T) < T - window ? Math.min((k + 1) * window, T - window) : T),
  };
}

function targetOf(target: TargetShape, { window, stride }: Windows): TargetShape {
  const overlap = stride < window && target.steps === 'everyStep';
  return overlap ? { ...target, steps: 'markedSteps' } : target;
}

interface Seen {
  whole: Batch | null;
  /** Target row of the whole batch that is the window's first. */
  firstRow: number;
}

/**
 * Gives the batches of a source window by window.
 * @param taken windows of the first batch that are left out, having been taken already
 */
function windowSource(
  source: BatchSource,
  plan: WindowPlan,
  target: TargetShape,
  seen: Seen,
  taken: number,
  makeWhole: (batch: Batch) => Batch,
): BatchSource {
  const window: BatchWindow = { start: 0, isFirst: true, hasTargets: true, carryFrom: 0 };
  let whole: Batch | null = null;
  let stateBefore = source.state();
  let isOver = true;
  let k = taken; // of the next window
  let hadTargets = false; // in a window of this batch
  return {
    next(batch) {
      whole ??= makeWhole(batch);
      if (isOver) {
        stateBefore = source.state();
        whole.batchSize = batch.batchSize;
        if (!source.next(whole)) return false;
        hadTargets = k > 0; // training never stands between windows without
        if (k > 0 && !(plan.end(k - 1, whole.sequenceLength) < whole.sequenceLength)) {
          throw new StateError(`windows: ${k} of a sequence were to be taken, it has fewer`);
        }
      }
      const T = whole.sequenceLength;
      const [start, end] = [plan.start(k, T), plan.end(k, T)];
      const firstTarget = k === 0 ? 0 : plan.end(k - 1, T);
      window.start = start;
      window.isFirst = k === 0;
      window.carryFrom = (end < T ? plan.start(k + 1, T) : end) - start;
      batch.window = window;
      batch.carryState = start > 0 || whole.carryState;
      copySteps(whole, start, end, batch);
      if (target.steps === 'lastStep') {
        window.hasTargets = end === T;
        copyTargets(whole, 0, whole.batchSize, batch);
      } else {
        copyTargets(whole, start * whole.batchSize, end * whole.batchSize, batch);
        window.hasTargets = markTargets(whole, start, firstTarget, batch);
      }
      // A batch without any target is an update without a gradient, as it is in one piece.
      if (end === T && !hadTargets) window.hasTargets = true;
      hadTargets ||= window.hasTargets;
      seen.whole = whole;
      seen.firstRow = target.steps === 'lastStep' ? 0 : start * whole.batchSize;
      isOver = end === T;
      k = isOver ? 0 : k + 1;
      return true;
    },
    state: () => (k === 0 ? source.state() : { ...stateBefore, windowCount: k }),
  };
}

/** A batch of T steps beside the memory of one of `window` steps, its rows as wide as that one's. */
function wholeBatch(
  like: Batch,
  { input, target, maximumLength, variableLengths = false }: Task,
  batchSize: number,
): Batch {
  const rows = maximumLength * batchSize;
  const targetRows = target.steps === 'lastStep' ? batchSize : rows;
  const numbers = (length: number) =>
    like.inputs instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
  return {
    ...like,
    window: null,
    carryState: false,
    symbols: new Int32Array(input.kind === 'index' ? rows : 0),
    inputs: numbers(rows * like.inputStride),
    values: numbers(target.kind === 'value' ? targetRows * like.valueStride : 0),
    lengths: new Int32Array(variableLengths ? batchSize : 0).fill(maximumLength),
    marks: new Int32Array(target.steps === 'markedSteps' ? rows : 0),
    classes: new Int32Array(target.kind === 'class' ? targetRows : 0),
  };
}

/** Copies the inputs of steps start + 1 … end and what is left of each sequence there. */
function copySteps(whole: Batch, start: number, end: number, batch: Batch): void {
  const { batchSize: B, symbols, inputs, inputStride, lengths } = whole;
  batch.sequenceLength = end - start;
  batch.batchSize = B;
  const [first, last] = [start * B, end * B];
  if (symbols.length > 0) batch.symbols.set(symbols.subarray(first, last));
  else batch.inputs.set(inputs.subarray(first * inputStride, last * inputStride));
  if (lengths.length === 0) return;
  for (let b = 0; b < B; b++) {
    batch.lengths[b] = Math.min(Math.max(lengths[b]! - start, 0), end - start);
  }
}

/** Copies target rows first … last − 1. */
function copyTargets(whole: Batch, first: number, last: number, batch: Batch): void {
  const { classes, values, valueStride } = whole;
  if (classes.length > 0) batch.classes.set(classes.subarray(first, last));
  else batch.values.set(values.subarray(first * valueStride, last * valueStride));
}

/** Marks the rows that have a target which is new; says whether there is any. */
function markTargets(whole: Batch, start: number, firstTarget: number, batch: Batch): boolean {
  const { batchSize: B, lengths, marks } = whole;
  let hasTargets = false;
  for (let t = start; t < start + batch.sequenceLength; t++) {
    for (let b = 0; b < B; b++) {
      const isMarked = t >= firstTarget && (marks.length === 0 || marks[t * B + b] === 1);
      if (batch.marks.length > 0) batch.marks[(t - start) * B + b] = isMarked ? 1 : 0;
      hasTargets ||= isMarked && (lengths.length === 0 || t < lengths[b]!);
    }
  }
  return hasTargets;
}
