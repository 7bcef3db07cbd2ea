import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/math/random.ts';
import { type SeriesOptions, series } from '../../src/tasks/series.ts';
import type { Task, TaskFile } from '../../src/tasks/task.ts';
import { wholeFile } from '../helpers/taskFiles.ts';
import { batchFor, inputsOf } from './batches.ts';
import { meanOf } from './statistics.ts';

const ROWS = Array.from({ length: 40 }, (_, t) => [t, (t * t) % 17, 5 - (t % 4)] as const);
const CSV = `date,a,b,c\n${ROWS.map((row, t) => `d${t},${row.join(',')}`).join('\n')}\n`;

const options: SeriesOptions = {
  type: 'series',
  file: 'x.csv',
  horizon: 1,
  length: 4,
  split: { validation: 0.25, test: 0.25 },
  carryState: true,
};

const taskOf = (changes: Partial<SeriesOptions> = {}, content: string = CSV): Task =>
  series.create({ ...options, ...changes }, wholeFile(content));

/** Mean and deviation of a column over the training part, the first 20 rows. */
function scaleOf(column: 0 | 1 | 2) {
  const values = ROWS.slice(0, 20).map((row) => row[column]);
  const mean = meanOf(values);
  return { mean, deviation: Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2))) };
}

const standard = (column: 0 | 1 | 2, row: number) =>
  ((ROWS[row]?.[column] ?? Number.NaN) - scaleOf(column).mean) / scaleOf(column).deviation;

/** All inputs and targets of an evaluation, in order. */
function walk(task: Task, split: 'validation' | 'test') {
  const batch = batchFor(task, 3);
  const source = task.evaluation(split, openStream(1, 'e'), 1);
  const found: { input: number[]; target: number[]; carryState: boolean }[] = [];
  while (source?.next(batch)) {
    expect(batch.batchSize).toBe(1);
    inputsOf(task, batch, 0).forEach((input, t) => {
      const at = t * batch.valueStride;
      const target = [...batch.values.subarray(at, at + task.target.size)];
      found.push({ input, target, carryState: batch.carryState });
    });
    batch.batchSize = 3;
  }
  return found;
}

describe('columns', () => {
  test('are all of numbers, standardized by the training part alone', () => {
    const task = taskOf();
    expect([task.input.size, task.target.size]).toEqual([3, 3]);
    const [first] = walk(task, 'test');
    ([0, 1, 2] as const).forEach((column) => {
      expect(first?.input[column]).toBeCloseTo(standard(column, 30), 12);
      expect(first?.target[column]).toBeCloseTo(standard(column, 31), 12);
    });
    const { notation } = task;
    expect(notation).toMatchObject({ kind: 'series', horizon: 1 });
    if (notation?.kind !== 'series') throw new Error('no series');
    expect(notation.inputs.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(notation.inputs[1]?.mean).toBeCloseTo(scaleOf(1).mean, 12);
    expect(notation.targets[2]?.deviation).toBeCloseTo(scaleOf(2).deviation, 12);
  });

  test('may be chosen, targets apart from inputs', () => {
    const task = taskOf({ columns: ['c', 'a'], targets: ['b'], horizon: 3 });
    expect([task.input.size, task.target.size]).toEqual([2, 1]);
    walk(task, 'validation').forEach(({ input, target }, i) => {
      expect(input[0]).toBeCloseTo(standard(2, 20 + i), 12);
      expect(input[1]).toBeCloseTo(standard(0, 20 + i), 12);
      expect(target[0]).toBeCloseTo(standard(1, 23 + i), 12);
    });
  });

  test('that never change in training are refused', () => {
    const flat = `a,b\n${ROWS.map((_, t) => `${t},${t < 20 ? 7 : t}`).join('\n')}`;
    expect(() => taskOf({}, flat)).toThrow(
      'expected the column "b" to change in its training part',
    );
  });

  test('that never change are refused though their mean be rounded', () => {
    const flat = `a,b\n${ROWS.map((_, t) => `${t},${t < 20 ? 0.1 : t}`).join('\n')}`;
    expect(() => taskOf({}, flat)).toThrow(
      'series: expected the column "b" to change in its training part, got 0.1 in all of its 20 rows',
    );
  });

  test.each([
    [
      1e300,
      'to have smaller values in its training part, got values from -1e+300 to 1e+300, too large',
    ],
    [
      1e-200,
      'to change by more in its training part, got values from -1e-200 to 1e-200, too close',
    ],
  ])('whose deviation is beyond doubles are refused: ±%d', (size, message) => {
    const wild = `a,b\n${ROWS.map((_, t) => `${t},${t % 2 ? size : -size}`).join('\n')}`;
    expect(() => taskOf({}, wild)).toThrow(`series: expected the column "b" ${message}`);
  });
});

describe('walks', () => {
  test('validation and test are walked once, in one piece, the state carried', () => {
    const found = walk(taskOf(), 'test');
    expect(found).toHaveLength(9);
    expect(found.map(({ carryState }) => carryState)).toEqual([
      ...new Array(4).fill(false),
      ...new Array(5).fill(true),
    ]);
    found.forEach(({ input }, i) => {
      expect(input[0]).toBeCloseTo(standard(0, 30 + i), 12);
    });
  });

  test('training reads parallel pieces of its part and never sees the others', () => {
    const task = taskOf();
    const batch = batchFor(task, 2);
    const source = task.training(openStream(1, 'train'));
    const seen = new Set<number>();
    for (let i = 0; i < 6; i++) {
      source.next(batch);
      for (const b of [0, 1]) {
        for (const [a = 0] of inputsOf(task, batch, b)) {
          seen.add(Math.round(a * scaleOf(0).deviation + scaleOf(0).mean));
        }
      }
    }
    // Two pieces of ⌊19/2⌋ rows, whole chunks of 4.
    const pieces = [0, 9].flatMap((start) => Array.from({ length: 8 }, (_, t) => start + t));
    expect([...seen].sort((x, y) => x - y)).toEqual(pieces);
  });

  test('too short a part for the streams is refused with what to do', () => {
    expect(() => taskOf().checkBatchSize?.(10)).toThrow(
      'series: 20 training rows are too few for 10 streams of 4; lower training.batchSize or task.length',
    );
  });
});

describe('floors', () => {
  test('are the errors of naive forecasts on just the rows that count', () => {
    const season = 4;
    const task = taskOf({ columns: ['b', 'c'], horizon: 2, season });
    const floors = task.floors?.('test') ?? [];
    const rows = Array.from({ length: 8 }, (_, i) => 32 + i);
    const errorOf = (forecast: (column: 1 | 2, row: number) => number) =>
      meanOf(
        rows.map((row) =>
          ([1, 2] as const).reduce(
            (sum, column) => sum + (standard(column, row) - forecast(column, row)) ** 2,
            0,
          ),
        ),
      );
    expect(floors.map(({ name }) => name)).toEqual(['constant', 'persistence', 'seasonal naive']);
    const [constant, persistence, seasonal] = floors.map(({ losses }) => losses.squaredError);
    expect(constant).toBeCloseTo(
      errorOf(() => 0),
      10,
    );
    expect(persistence).toBeCloseTo(
      errorOf((column, row) => standard(column, row - 2)),
      10,
    );
    // The first rows of the part have no season before them there.
    const naive = errorOf((column, row) =>
      row - season >= 30 ? standard(column, row - season) : 0,
    );
    expect(seasonal).toBeCloseTo(naive, 10);
  });

  test('a season shorter than the horizon goes back several', () => {
    const long = taskOf({ columns: ['c'], horizon: 6, season: 4 });
    const lossOf = (task: Task) => task.floors?.('validation')[2]?.losses.squaredError ?? -1;
    // Column c has just that season: only where nothing is known yet it is wrong.
    expect(lossOf(long)).toBeGreaterThan(0);
    expect(lossOf(long)).toBeLessThan(long.floors?.('validation')[1]?.losses.squaredError ?? 0);
  });
});

describe('files of their own', () => {
  const file = (split: TaskFile['split'], content: string): TaskFile => ({
    split,
    path: `/data/${split}.csv`,
    bytes: new TextEncoder().encode(content),
  });
  const { split: _, ...shared } = options;

  test('are joined in their order, standardized by training', () => {
    const task = series.create({ ...shared, file: { training: 'x' } }, [
      file('training', 'a\n0\n1\n2\n'),
      file('training', 'a\n3\n4\n5\n'),
      file('test', 'a\n10\n20\n30\n'),
    ]);
    const deviation = Math.sqrt(35 / 12);
    const [first] = walk(task, 'test');
    expect(first?.input[0]).toBeCloseTo((10 - 2.5) / deviation, 12);
    expect(task.evaluation('validation', openStream(1, 'e'), 1)).toBeNull();
    expect(task.floors?.('validation')).toEqual([]);
  });

  test.each<[TaskFile['split'], number]>([
    ['validation', 1],
    ['test', 2],
  ])('of %s need a row with a target, the horizon being %i', (name, horizon) => {
    const rows = (count: number) => `a\n${Array.from({ length: count }, (_, i) => i).join('\n')}\n`;
    const create = (count: number) =>
      series.create({ ...shared, horizon, file: { training: 'x' } }, [
        file('training', rows(9)),
        file(name, rows(count)),
      ]);
    expect(() => create(horizon)).toThrow(
      `/data/${name}.csv: expected at least ${horizon + 1} rows, got ${horizon}`,
    );
    create(horizon + 1);
  });

  test('need the columns of the first', () => {
    const files = [file('training', 'a,b\n0,1\n2,2\n'), file('test', 'a\n1\n')];
    expect(() => series.create({ ...shared, file: { training: 'x' } }, files)).toThrow(
      '/data/test.csv:1: expected a column "b", got "a"',
    );
  });
});
