// Windows of batches: which steps they hold, which targets, where the state is carried.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/math/random.ts';
import { drawnTask } from '../../src/tasks/drawn.ts';
import type { Batch, BatchSource, TargetShape, Task } from '../../src/tasks/task.ts';
import { truncatedTask, type Windows } from '../../src/tasks/truncatedTask.ts';
import { batchFor } from './batches.ts';

const B = 3;
const CLASSES = 1000;

interface Subject {
  readonly steps: TargetShape['steps'];
  readonly length: number | { readonly min: number; readonly max: number };
  readonly variableLengths?: boolean;
}

/** Inputs are drawn numbers, classes drawn, and so are marks and lengths. */
function taskOf({ steps, length, variableLengths = false }: Subject): Task {
  return drawnTask({
    input: { kind: 'dense', size: 2 },
    target: { kind: 'class', size: CLASSES, steps },
    length,
    variableLengths,
    draw(stream, batch, b) {
      const { sequenceLength: T, batchSize } = batch;
      const steps = variableLengths ? 1 + stream.integer(T) : T;
      if (variableLengths) batch.lengths[b] = steps;
      for (let t = 0; t < T; t++) {
        const row = t * batchSize + b;
        for (let i = 0; i < 2; i++) batch.inputs[row * batch.inputStride + i] = stream.uniform();
        if (batch.marks.length > 0) batch.marks[row] = stream.integer(2);
        if (batch.classes.length > B) batch.classes[row] = stream.integer(CLASSES);
      }
      if (batch.classes.length === B) batch.classes[b] = stream.integer(CLASSES);
    },
  });
}

interface Target {
  readonly sequence: number;
  /** Step it belongs to, counted from 0 in the whole batch. */
  readonly step: number;
  readonly value: number;
}

function rowOf({ inputs, inputStride }: Batch, row: number): number[] {
  return [inputs[row * inputStride]!, inputs[row * inputStride + 1]!];
}

function targetsOf({ target }: Task, batch: Batch, start: number): Target[] {
  const { sequenceLength: T, batchSize, classes, marks, lengths, window } = batch;
  if (window?.hasTargets === false) return [];
  const found: Target[] = [];
  for (let t = 0; t < T; t++) {
    for (let b = 0; b < batchSize; b++) {
      const row = t * batchSize + b;
      if (target.steps === 'lastStep' && t < T - 1) continue;
      if (target.steps === 'markedSteps' && marks[row] !== 1) continue;
      if (lengths.length > 0 && t >= lengths[b]!) continue;
      const value = classes[target.steps === 'lastStep' ? b : row]!;
      found.push({ sequence: b, step: start + t, value });
    }
  }
  return found;
}

interface Seen {
  readonly start: number;
  readonly end: number;
  readonly carryFrom: number;
  readonly carryState: boolean;
  readonly isFirst: boolean;
  readonly hasTargets: boolean;
  readonly targets: Target[];
}

/** Walks one whole batch in windows beside the same batch as a whole, and checks their contents. */
function walk(task: Task, windows: Windows, seed: number, evaluation = false): Seen[] {
  const cut = truncatedTask(task, windows, B);
  const open = (of: Task): BatchSource => {
    const stream = openStream(seed, 'train');
    return (evaluation ? of.evaluation('validation', stream, B) : of.training(stream))!;
  };
  const whole = batchFor(task, B);
  open(task).next(whole);
  const source = open(cut);
  const batch = batchFor(cut, B);
  const seen: Seen[] = [];
  let start = 0;
  for (;;) {
    batch.batchSize = B;
    source.next(batch);
    const { sequenceLength, carryState, window } = batch;
    const { isFirst, hasTargets, carryFrom } = window!;
    const targets = targetsOf(cut, batch, start);
    seen.push({
      start,
      end: start + sequenceLength,
      carryFrom,
      carryState,
      isFirst,
      hasTargets,
      targets,
    });
    for (let t = 0; t < sequenceLength; t++) {
      for (let b = 0; b < B; b++) {
        expect(rowOf(batch, t * B + b)).toEqual(rowOf(whole, (start + t) * B + b));
      }
    }
    for (let b = 0; b < batch.lengths.length; b++) {
      expect(batch.lengths[b]).toBe(
        Math.min(Math.max(whole.lengths[b]! - start, 0), sequenceLength),
      );
    }
    if (start + sequenceLength === whole.sequenceLength) {
      const found = seen.flatMap((one) => one.targets);
      const byPlace = (one: Target, other: Target) =>
        one.step - other.step || one.sequence - other.sequence;
      expect(found.sort(byPlace)).toEqual(targetsOf(task, whole, 0).sort(byPlace));
      return seen;
    }
    start += carryFrom;
  }
}

const bounds = (seen: readonly Seen[]) => seen.map(({ start, end }) => [start, end]);

describe('windows', () => {
  const task = (steps: TargetShape['steps']) => taskOf({ steps, length: 10 });

  test('lie side by side where the stride is as long as they are', () => {
    const seen = walk(task('everyStep'), { window: 4, stride: 4 }, 1);
    expect(bounds(seen)).toEqual([
      [0, 4],
      [4, 8],
      [8, 10],
    ]);
    expect(seen.map(({ carryState }) => carryState)).toEqual([false, true, true]);
    expect(seen.map(({ isFirst }) => isFirst)).toEqual([true, false, false]);
  });

  test('reach back over the stride where they are longer', () => {
    const seen = walk(task('everyStep'), { window: 5, stride: 2 }, 1);
    expect(bounds(seen)).toEqual([
      [0, 2],
      [0, 4],
      [1, 6],
      [3, 8],
      [5, 10],
    ]);
    const ragged = walk(taskOf({ steps: 'everyStep', length: 11 }), { window: 5, stride: 4 }, 1);
    expect(bounds(ragged)).toEqual([
      [0, 4],
      [3, 8],
      [6, 11],
    ]);
    expect(seen.map(({ carryState }) => carryState)).toEqual([false, false, true, true, true]);
    expect(seen.map(({ targets }) => targets.length)).toEqual([6, 6, 6, 6, 6]);
  });

  test('end with one that trains where the target is at the last step', () => {
    const seen = walk(task('lastStep'), { window: 4, stride: 2 }, 1);
    expect(bounds(seen)).toEqual([
      [0, 4],
      [4, 6],
      [6, 10],
    ]);
    expect(seen.map(({ hasTargets }) => hasTargets)).toEqual([false, false, true]);
  });

  test('of an evaluation lie side by side', () => {
    const seen = walk(task('everyStep'), { window: 5, stride: 2 }, 1, true);
    expect(bounds(seen)).toEqual([
      [0, 5],
      [5, 10],
    ]);
  });

  test('say where no sequence has a target', () => {
    const seen = walk(
      taskOf({ steps: 'everyStep', length: 12, variableLengths: true }),
      { window: 2, stride: 2 },
      4,
    );
    expect(seen.map(({ hasTargets }) => hasTargets)).toEqual(
      seen.map(({ targets }) => targets.length > 0),
    );
    expect(seen.some(({ hasTargets }) => !hasTargets)).toBe(true);
  });
});

const windowsOf = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 8 }))
  .map(([stride, more]) => ({ stride, window: stride + more }));

const lengths = fc.oneof(fc.integer({ min: 10, max: 30 }), fc.constant({ min: 1, max: 30 }));

test('every input is as in the whole batch, every target comes once, the state goes on where the next window begins', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<TargetShape['steps']>('lastStep', 'everyStep', 'markedSteps'),
      lengths,
      fc.boolean(),
      windowsOf,
      fc.integer({ min: 1, max: 1000 }),
      fc.boolean(),
      (steps, length, variable, windows, seed, evaluation) => {
        const variableLengths = variable && steps !== 'lastStep';
        const task = taskOf({ steps, length, variableLengths });
        if (truncatedTask(task, windows, B) === task) return;
        const seen = walk(task, windows, seed, evaluation);
        expect(seen[0]).toMatchObject({ start: 0, isFirst: true, carryState: false });
        for (const [
          k,
          { start, end, targets, hasTargets, carryState, isFirst },
        ] of seen.entries()) {
          expect(end - start).toBeLessThanOrEqual(windows.window);
          const isEmpty = !seen.some((one) => one.targets.length > 0);
          const isLast = k === seen.length - 1;
          expect(hasTargets).toBe(targets.length > 0 || (isEmpty && isLast));
          expect(carryState).toBe(start > 0);
          expect(isFirst).toBe(k === 0);
        }
      },
    ),
    { numRuns: 300 },
  );
});

describe('a source of windows', () => {
  const task = taskOf({ steps: 'markedSteps', length: { min: 4, max: 12 } });
  const windows = { window: 3, stride: 2 };

  test('goes on from the state it says', () => {
    const cut = truncatedTask(task, windows, B);
    const source = cut.training(openStream(1, 'train'));
    const batch = batchFor(cut, B);
    const contents = () => [batch.sequenceLength, ...batch.inputs, ...batch.marks];
    for (let i = 0; i < 23; i++) source.next(batch);
    const { random, windowCount = 0 } = source.state();
    expect(windowCount).toBeGreaterThan(0);
    source.next(batch);
    const expected = contents();
    const again = cut.training(openStream(1, 'train', random!));
    for (let i = 0; i <= windowCount; i++) again.next(batch);
    expect(contents()).toEqual(expected);
  });

  test('says its source’s own state between whole batches', () => {
    const cut = truncatedTask(task, windows, B);
    const stream = openStream(1, 'train');
    const source = cut.training(stream);
    expect(source.state()).toEqual({ position: 0, random: stream.state() });
    const batch = batchFor(cut, B);
    do source.next(batch);
    while (source.state().windowCount !== undefined);
    expect(source.state()).toEqual({ position: 0, random: stream.state() });
  });

  test('carries on where its source does', () => {
    const carrying: Task = {
      ...task,
      training: (stream) => {
        const source = task.training(stream);
        return {
          ...source,
          next(batch) {
            source.next(batch);
            batch.carryState = true;
            return true;
          },
        };
      },
    };
    const cut = truncatedTask(carrying, windows, B);
    const batch = batchFor(cut, B);
    cut.training(openStream(1, 'train')).next(batch);
    expect(batch.carryState).toBe(true);
  });
});

test('a rule for what is wrong sees the whole batch', () => {
  const seen: [number, number][] = [];
  const task: Task = {
    ...taskOf({ steps: 'everyStep', length: 5 }),
    isWrong(_outputs, _at, { sequenceLength }, row) {
      seen.push([sequenceLength, row]);
      return false;
    },
  };
  const cut = truncatedTask(task, { window: 3, stride: 3 }, B);
  const source = cut.evaluation('test', openStream(1, 'train'), B)!;
  const batch = batchFor(cut, B);
  batch.batchSize = B;
  source.next(batch);
  cut.isWrong!([], 0, batch, 2);
  source.next(batch);
  cut.isWrong!([], 0, batch, 2);
  expect(seen).toEqual([
    [5, 2],
    [5, 3 * B + 2],
  ]);
});

test.each([
  ['lastStep', { window: 10, stride: 1 }],
  ['everyStep', { window: 10, stride: 10 }],
  ['markedSteps', { window: 12, stride: 11 }],
] as const)('%s: a batch that %j does not cut stays whole', (steps, windows) => {
  const task = taskOf({ steps, length: 10 });
  expect(truncatedTask(task, windows, B)).toBe(task);
});

test('last targets of sequences that differ in length are refused', () => {
  const task = taskOf({ steps: 'lastStep', length: 10, variableLengths: true });
  expect(() => truncatedTask(task, { window: 3, stride: 3 }, B)).toThrow(
    /^truncation: .*marked steps/,
  );
});
