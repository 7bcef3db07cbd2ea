// Sequences from files: what batches hold, in which order, and what predictors without inputs reach.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/math/random.ts';
import { type SequencesOptions, sequences } from '../../src/tasks/sequences.ts';
import type { Batch, SourceState, Task, TaskFile } from '../../src/tasks/task.ts';
import { truncatedTask } from '../../src/tasks/truncatedTask.ts';
import { wholeFile } from '../helpers/taskFiles.ts';
import { batchFor, drain, inputsOf, symbolSequences } from './batches.ts';

const NO_SPLIT = { validation: 0, test: 0 } as const;

const OPTIONS: SequencesOptions = {
  type: 'sequences',
  file: 'data.jsonl',
  split: NO_SPLIT,
  inputs: { symbols: 100 },
  targets: { type: 'classes', size: 3, steps: 'lastStep' },
  length: 10,
};

const jsonLinesOf = (lines: readonly unknown[]) =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

const taskOf = (lines: readonly unknown[], options: Partial<SequencesOptions> = {}): Task =>
  sequences.create({ ...OPTIONS, ...options }, wholeFile(jsonLinesOf(lines)));

const stream = (state?: SourceState) => openStream(1, 'train', state?.random ?? undefined);

/** Sequences of one step each, told apart by their symbol. */
const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ input: [i], target: i % 3 }));

/** First symbols of a batch, in its order. */
const firsts = (task: Task, batch: Batch) =>
  symbolSequences(task, batch).map(({ symbols }) => symbols[0] ?? Number.NaN);

/** First symbols of the next batches. */
function walk(task: Task, batchSize: number, updates: number, from?: SourceState) {
  const batch = batchFor(task, batchSize);
  const source = task.training(stream(from), from);
  const batches = Array.from({ length: updates }, () => {
    batch.batchSize = batchSize;
    expect(source.next(batch)).toBe(true);
    return firsts(task, batch);
  });
  return { batches, state: source.state() };
}

function evaluated(task: Task, split: 'validation' | 'test', batchSize: number): number[][] {
  const batch = batchFor(task, batchSize);
  const seen: number[][] = [];
  drain(task.evaluation(split, stream(), 1), batch, batchSize, () => {
    seen.push(firsts(task, batch));
  });
  return seen;
}

const range = (from: number, end: number) => Array.from({ length: end - from }, (_, i) => from + i);

describe('a batch', () => {
  const evaluationOnly = (lines: readonly unknown[], options: Partial<SequencesOptions>) => {
    const part = (split: TaskFile['split']): TaskFile => ({
      ...(wholeFile(jsonLinesOf(lines))[0] as TaskFile),
      split,
    });
    const { split: _, ...own } = { ...OPTIONS, ...options };
    return sequences.create(own, [part('training'), part('validation')]);
  };

  function filled(lines: readonly unknown[], options: Partial<SequencesOptions>) {
    const task = evaluationOnly(lines, options);
    const batch = batchFor(task, lines.length);
    for (const numbers of [batch.symbols, batch.classes, batch.inputs, batch.values]) {
      numbers.fill(99);
    }
    batch.carryState = true;
    task.evaluation('validation', stream(), 1)?.next(batch);
    return { task, batch };
  }

  test('is as long as its longest sequence, with zeros behind those that are over', () => {
    const lines = [
      { input: [5, 6, 7], target: [1, 2, 1] },
      { input: [8], target: [2] },
    ];
    const targets = { type: 'classes', size: 3, steps: 'everyStep' } as const;
    const { task, batch } = filled(lines, { targets });
    expect(task.variableLengths).toBe(true);
    expect(batch).toMatchObject({ sequenceLength: 3, batchSize: 2, carryState: false });
    expect([...batch.lengths]).toEqual([3, 1]);
    expect(symbolSequences(task, batch)).toEqual([
      { symbols: [5, 6, 7], classes: [1, 2, 1] },
      { symbols: [8, 0, 0], classes: [2, 0, 0] },
    ]);
  });

  test('holds rows of numbers and, at the last step, one row of values a sequence', () => {
    const lines = [
      { input: [[1, 2]], target: [0.5, 0.25, -1] },
      {
        input: [
          [3, 4],
          [5, 6],
        ],
        target: [7, 8, 9],
      },
    ];
    const { task, batch } = filled(lines, {
      inputs: { size: 2 },
      targets: { type: 'values', size: 3, steps: 'lastStep' },
    });
    expect(task.input).toEqual({ kind: 'dense', size: 2 });
    expect(task.target).toEqual({ kind: 'value', size: 3, steps: 'lastStep' });
    expect([0, 1].map((b) => inputsOf(task, batch, b))).toEqual([
      [
        [1, 2],
        [0, 0],
      ],
      [
        [3, 4],
        [5, 6],
      ],
    ]);
    const rows = [0, 1].map((b) => {
      const at = b * batch.valueStride;
      return [...batch.values.subarray(at, at + 3)];
    });
    expect(rows).toEqual([
      [0.5, 0.25, -1],
      [7, 8, 9],
    ]);
  });

  test('holds values of every step', () => {
    const { batch } = filled([{ input: [1, 2], target: [0.5, 0.75] }], {
      targets: { type: 'values', size: 1, steps: 'everyStep' },
    });
    expect([0, 1].map((n) => batch.values[n * batch.valueStride])).toEqual([0.5, 0.75]);
  });

  test('gets no more room than the longest sequence of any part needs', () => {
    const task = taskOf([...numbered(8), { input: [0, 1, 2], target: 0 }], {
      split: { validation: 0, test: 0.2 },
    });
    expect(task.maximumLength).toBe(3);
  });
});

describe('training', () => {
  test('takes every sequence once an epoch, the last batch smaller, each time in another order', () => {
    const task = taskOf(numbered(10));
    const { batches } = walk(task, 4, 6);
    expect(batches.map(({ length }) => length)).toEqual([4, 4, 2, 4, 4, 2]);
    const epochs = [batches.slice(0, 3).flat(), batches.slice(3).flat()];
    for (const epoch of epochs) expect([...epoch].sort((a, b) => a - b)).toEqual(range(0, 10));
    expect(epochs[0]).not.toEqual(epochs[1]);
    expect(epochs[0]).not.toEqual(range(0, 10));
  });

  test('draws all orders equally often', () => {
    const { batches } = walk(taskOf(numbered(3)), 3, 3000);
    const counts = new Map<string, number>();
    for (const batch of batches) counts.set(batch.join(), (counts.get(batch.join()) ?? 0) + 1);
    expect(counts.size).toBe(6);
    // 500 expected, deviation √(3000·⅙·⅚) ≈ 20.
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(90);
  });

  test('goes on exactly where it stood, at any place of an epoch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 12 }),
        (count, batchSize, updates) => {
          const task = taskOf(numbered(count));
          const whole = walk(task, batchSize, updates + 7);
          const before = walk(task, batchSize, updates);
          const after = walk(task, batchSize, 7, before.state);
          expect([...before.batches, ...after.batches]).toEqual(whole.batches);
          expect(after.state).toEqual(whole.state);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('takes all sequences at once where there are fewer than the batch', () => {
    const { batches } = walk(taskOf(numbered(3)), 20, 2);
    expect(batches.map(({ length }) => length)).toEqual([3, 3]);
  });
});

describe('parts', () => {
  test('of a whole file are its lines in order, test last, each rounded down', () => {
    const task = taskOf(numbered(11), { split: { validation: 0.2, test: 0.3 } });
    expect(evaluated(task, 'validation', 20)).toEqual([[6, 7]]);
    expect(evaluated(task, 'test', 2)).toEqual([[8, 9], [10]]);
    const { batches } = walk(task, 6, 1);
    expect(batches.flat().sort()).toEqual(range(0, 6));
  });

  test('in files of their own are whole', () => {
    const file = (split: TaskFile['split'], from: number): TaskFile => ({
      ...(wholeFile(jsonLinesOf(numbered(from + 2).slice(from)))[0] as TaskFile),
      split,
    });
    const files = [file('training', 0), file('training', 2), file('test', 4)];
    const { split: _, ...options } = OPTIONS;
    const task = sequences.create({ ...options, file: { training: 'x' } }, files);
    expect(evaluated(task, 'test', 20)).toEqual([[4, 5]]);
    expect(task.evaluation('validation', stream(), 1)).toBeNull();
    expect(task.floors?.('validation')).toEqual([]);
    expect(walk(task, 20, 1).batches.flat().sort()).toEqual([0, 1, 2, 3]);
  });

  test('without a file are refused', () => {
    expect(() => sequences.create(OPTIONS)).toThrow('needs a file');
  });
});

describe('floors', () => {
  const halves = { validation: 0, test: 0.5 };

  test('of classes are the smoothed frequencies of training, the most frequent class right', () => {
    const targets = [0, 2, 2, 2, 2, 0, 1, 1];
    const task = taskOf(
      targets.map((target) => ({ input: [1], target })),
      { split: halves },
    );
    const [floor] = task.floors?.('test') ?? [];
    // Training has class 0 once, 2 three times: shares 2/7, 1/7, 4/7.
    const loss = -(Math.log(4 / 7) + Math.log(2 / 7) + 2 * Math.log(1 / 7)) / 4;
    expect(floor?.losses.softmaxCrossEntropy).toBeCloseTo(loss, 12);
    expect(floor?.error).toBe(3 / 4);
  });

  test('count every step where each has a target', () => {
    const lines = [
      { input: [1, 1, 1], target: [0, 0, 1] },
      { input: [1], target: [1] },
    ];
    const targets = { type: 'classes', size: 2, steps: 'everyStep' } as const;
    const [floor] = taskOf(lines, { targets, split: halves }).floors?.('test') ?? [];
    expect(floor?.losses.softmaxCrossEntropy).toBeCloseTo(-Math.log(2 / 5), 12);
    expect(floor?.error).toBe(1);
  });

  test('of values are the squared distance to the mean of training, summed over values', () => {
    const lines = [
      [0, 10],
      [2, 30],
      [1, 21],
      [4, 20],
    ].map((target) => ({ input: [1], target }));
    const targets = { type: 'values', size: 2, steps: 'lastStep' } as const;
    const [floor] = taskOf(lines, { targets, split: halves }).floors?.('test') ?? [];
    expect(floor).toEqual({ name: 'mean', losses: { squaredError: (1 + 9) / 2 }, error: null });
    const tolerant = taskOf(lines, { targets, split: halves, tolerance: 1 });
    expect(tolerant.floors?.('test')[0]?.error).toBe(1 / 2);
  });
});

describe('an output', () => {
  test('of classes is wrong where another is larger', () => {
    const task = taskOf([{ input: [1], target: 2 }]);
    const batch = batchFor(task, 1);
    task.training(stream()).next(batch);
    expect(task.isWrong?.([0, 1, 2], 0, batch, 0)).toBe(false);
    expect(task.isWrong?.([0, 3, 2], 0, batch, 0)).toBe(true);
  });

  test('of values is wrong where one is further off than the tolerance, or no number', () => {
    const targets = { type: 'values', size: 2, steps: 'lastStep' } as const;
    const lines = [{ input: [1], target: [1, 2] }];
    expect(taskOf(lines, { targets }).isWrong).toBeUndefined();
    const task = taskOf(lines, { targets, tolerance: 0.25 });
    const batch = batchFor(task, 1);
    task.training(stream()).next(batch);
    expect(task.isWrong?.([9, 1.25, 1.75], 1, batch, 0)).toBe(false);
    expect(task.isWrong?.([1, 2.5], 0, batch, 0)).toBe(true);
    expect(task.isWrong?.([Number.NaN, 2], 0, batch, 0)).toBe(true);
  });
});

test('equally long sequences can be cut into windows with their target at the last step', () => {
  const lines = range(0, 4).map((i) => ({ input: [i, i, i, i, i], target: 1 }));
  const windows = { window: 2, stride: 2 };
  expect(taskOf(lines).variableLengths).toBe(false);
  expect(truncatedTask(taskOf(lines), windows, 2).maximumLength).toBe(2);
  const others = taskOf([...lines, { input: [1], target: 0 }]);
  expect(() => truncatedTask(others, windows, 2)).toThrow('sequences that differ in length');
});

describe('a file', () => {
  test('with a line that is too long is refused at that line', () => {
    const lines = [...numbered(2), { input: range(0, 11), target: 0 }];
    expect(() => taskOf(lines)).toThrow(
      '/data/file:3:10: expected at most 10 steps, got a list of 11',
    );
  });

  test.each(['', '\n\n', '\u{feff}'])('without a sequence is refused: %j', (content) => {
    expect(() => sequences.create(OPTIONS, wholeFile(content))).toThrow(
      '/data/file: expected at least one sequence, got an empty file',
    );
  });

  test('of many sequences is kept as it is', () => {
    const count = 5000;
    const task = taskOf(
      range(0, count).map((i) => ({ input: new Array(1 + (i % 3)).fill(i % 100), target: i % 3 })),
      { split: { validation: 0, test: 0.999 } },
    );
    let i = 5;
    const batch = batchFor(task, 7);
    drain(task.evaluation('test', stream(), 1), batch, 7, () => {
      symbolSequences(task, batch).forEach(({ symbols, classes }, b) => {
        expect([batch.lengths[b], symbols[0], classes]).toEqual([1 + (i % 3), i % 100, [i % 3]]);
        i++;
      });
    });
    expect(i).toBe(count);
  });
});
