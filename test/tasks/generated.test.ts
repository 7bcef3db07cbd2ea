// What the docstrings of the generated tasks claim, on samples of their sequences.
import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/math/random.ts';
import { copy } from '../../src/tasks/copy.ts';
import { echo } from '../../src/tasks/echo.ts';
import { mackeyGlass } from '../../src/tasks/mackeyGlass.ts';
import { memorization } from '../../src/tasks/memorization.ts';
import { multiplication } from '../../src/tasks/multiplication.ts';
import { parity } from '../../src/tasks/parity.ts';
import { permutation } from '../../src/tasks/permutation.ts';
import { sine } from '../../src/tasks/sine.ts';
import { temporalOrder3 } from '../../src/tasks/temporalOrder3.ts';
import { batchFor, inputsOf } from './batches.ts';
import { eachTarget, imbalance } from './statistics.ts';

const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

describe('temporalOrder3', () => {
  const sample = (length: number) => {
    const found: { places: number[]; marks: number[]; class: number; rest: number[] }[] = [];
    eachTarget(
      temporalOrder3.create({ type: 'temporalOrder3', length }),
      { batches: 60 },
      ({ b, batch: { symbols, sequenceLength: T, batchSize: B, classes } }) => {
        const all = range(0, T).map((t) => symbols[t * B + b] ?? -1);
        const places = range(0, T).filter((t) => (all[t] ?? 0) >= 4);
        const marks = places.map((t) => (all[t] ?? 0) - 4);
        found.push({ places, marks, class: classes[b] ?? -1, rest: all.filter((s) => s < 4) });
      },
    );
    return found;
  };

  test.each([10, 19, 50, 100])('marks one place in each window at T = %i', (T) => {
    const window = Math.floor(T / 10);
    const starts = [1, 3, 6].map((tenths) => Math.floor((tenths * T) / 10));
    const found = sample(T);
    expect(found.every(({ places }) => places.length === 3)).toBe(true);
    expect(found.every(({ rest }) => rest.length === T - 3)).toBe(true);
    starts.forEach((start, i) => {
      const taken = found.map(({ places }) => (places[i] ?? -1) - start);
      expect(imbalance(taken, window)).toBeLessThan(4);
    });
  });

  test('the class spells the marks, and all eight are equally frequent', () => {
    const found = sample(20);
    for (const { marks, class: found8 } of found) {
      expect(found8).toBe(4 * (marks[0] ?? 0) + 2 * (marks[1] ?? 0) + (marks[2] ?? 0));
    }
    expect(
      imbalance(
        found.map((one) => one.class),
        8,
      ),
    ).toBeLessThan(4);
  });
});

test('multiplication asks for the product of the two marked values', () => {
  const task = multiplication.create({ type: 'multiplication', length: 30 });
  eachTarget(task, { batches: 20 }, ({ b, batch }) => {
    const marked = inputsOf(task, batch, b).filter(([mark]) => mark === 1);
    expect(marked).toHaveLength(2);
    const [[, first = 0] = [], [, second = 0] = []] = marked;
    expect(batch.values[b * batch.valueStride]).toBe(first * second);
  });
});

describe('permutation', () => {
  const task = permutation.create({ type: 'permutation', length: 20, symbols: 12 });
  const firsts: number[] = [];
  const others: number[] = [];
  eachTarget(task, { batches: 60 }, ({ b, batch: { symbols, batchSize: B, classes } }) => {
    expect(classes[b]).toBe(symbols[b]);
    firsts.push(symbols[b] ?? -1);
    for (const t of range(1, 19)) others.push((symbols[t * B + b] ?? -1) - 2);
  });

  test('begins with 0 or 1, equally often, and asks for it', () => {
    expect(imbalance(firsts, 2)).toBeLessThan(4);
  });

  test('distracts with all other symbols alike', () => {
    expect(imbalance(others, 10)).toBeLessThan(4);
  });
});

describe('recall', () => {
  const options = { length: { min: 3, max: 6 }, positions: 4, values: 3 } as const;

  test.each([
    ['memorization', memorization.create({ type: 'memorization', ...options, targets: 'recall' })],
    ['copy', copy.create({ type: 'copy', ...options, targets: 'everyStep' })],
  ])('%s shows a pattern, blanks, a sign, and asks for the pattern', (_name, task) => {
    const batch = batchFor(task, 6);
    const source = task.training(openStream(3, 'train'));
    const pattern: number[] = [];
    const lengths = new Set<number>();
    for (let i = 0; i < 40; i++) {
      source.next(batch);
      const { sequenceLength, batchSize: B, symbols, classes, marks } = batch;
      const T = sequenceLength - 8;
      lengths.add(T);
      for (const b of range(0, B)) {
        const at = (rows: Int32Array) => range(0, sequenceLength).map((t) => rows[t * B + b] ?? -1);
        const shown = at(symbols).slice(0, 4);
        pattern.push(...shown);
        const blanks = (count: number) => new Array<number>(count).fill(3);
        expect(at(symbols)).toEqual([...shown, ...blanks(T - 1), 4, ...blanks(4)]);
        expect(at(classes)).toEqual([...blanks(4 + T), ...shown]);
        if (task.target.steps === 'markedSteps') {
          const asked = range(0, sequenceLength).map((t) => (t < 4 + T ? 0 : 1));
          expect(at(marks)).toEqual(asked);
        }
      }
    }
    expect([...lengths].sort()).toEqual([3, 4, 5, 6]);
    expect(imbalance(pattern, 3)).toBeLessThan(4);
    expect(task.maximumLength).toBe(6 + 8);
  });

  test('shows each of the 32 patterns of the 5-bit problem equally often', () => {
    const task = memorization.create({
      type: 'memorization',
      length: 2,
      positions: 5,
      values: 2,
      targets: 'recall',
    });
    const codes: number[] = [];
    eachTarget(task, { batches: 100 }, ({ t, b, batch: { symbols, batchSize: B } }) => {
      if (t < 11) return;
      codes.push(range(0, 5).reduce((code, i) => 2 * code + (symbols[i * B + b] ?? 0), 0));
    });
    expect(codes).toHaveLength(5000);
    expect(imbalance(codes, 32)).toBeLessThan(4);
  });
});

test('echo asks at each step for the symbol some steps before', () => {
  const task = echo.create({ type: 'echo', length: 12, delay: 5, values: 3 });
  const symbols: number[] = [];
  const wrong: number[] = [];
  eachTarget(task, { batches: 20 }, ({ t, batch, row }) => {
    const isEcho = batch.classes[row] === batch.symbols[row - 5 * batch.batchSize];
    if (t < 5 || !isEcho) wrong.push(row);
    symbols.push(batch.symbols[row] ?? -1);
  });
  expect(wrong).toEqual([]);
  expect(symbols).toHaveLength(20 * 50 * 7);
  expect(imbalance(symbols, 3)).toBeLessThan(4);
});

test.each(['everyStep', 'lastStep'] as const)('parity asks for it at %s', (targets) => {
  const task = parity.create({ type: 'parity', length: 9, targets });
  const bits: number[] = [];
  const odd: number[] = [];
  eachTarget(task, { batches: 10 }, ({ t, b, batch: { symbols, classes, batchSize: B }, row }) => {
    const before = range(0, t + 1).map((step) => symbols[step * B + b] ?? -1);
    expect(classes[row]).toBe(before.reduce((sum, bit) => sum + bit, 0) % 2);
    if (t === 8) {
      bits.push(...before);
      odd.push(classes[row] ?? -1);
    }
  });
  expect(imbalance(bits, 2)).toBeLessThan(4);
  expect(imbalance(odd, 2)).toBeLessThan(4);
});

describe('sine', () => {
  const task = sine.create({ type: 'sine', length: 60, period: { min: 8, max: 40 }, horizon: 3 });

  test('asks for the value some steps later, of a wave', () => {
    const batch = batchFor(task, 50);
    const source = task.training(openStream(2, 'train'));
    const turns: number[] = [];
    for (let i = 0; i < 8; i++) {
      source.next(batch);
      for (const b of range(0, 50)) {
        const x = inputsOf(task, batch, b).map(([one = Number.NaN]) => one);
        const y = range(0, 60).map(
          (t) => batch.values[(t * 50 + b) * batch.valueStride] ?? Number.NaN,
        );
        expect(y.slice(0, 57)).toEqual(x.slice(3));
        // x[t+1] + x[t-1] = 2 cos(turn) x[t] holds for a sine and for nothing else.
        const t = x.findIndex((one, n) => n > 0 && Math.abs(one) > 0.5);
        const cosine = ((x[t + 1] ?? 0) + (x[t - 1] ?? 0)) / (2 * (x[t] ?? 1));
        const misses = range(1, 58).map((n) =>
          Math.abs((x[n + 1] ?? 0) + (x[n - 1] ?? 0) - 2 * cosine * (x[n] ?? 0)),
        );
        expect(Math.max(...misses)).toBeLessThan(1e-9);
        turns.push((2 * Math.PI) / Math.acos(cosine));
      }
    }
    expect(Math.min(...turns)).toBeGreaterThanOrEqual(8 - 1e-6);
    expect(Math.max(...turns)).toBeLessThanOrEqual(40 + 1e-6);
    expect(
      imbalance(
        turns.map((period) => Math.min(7, Math.floor((period - 8) / 4))),
        8,
      ),
    ).toBeLessThan(4);
  });
});

test('sine stays a wave however long the sequence and short the period', () => {
  const task = sine.create({
    type: 'sine',
    length: 3000,
    period: { min: 2, max: 3 },
    horizon: 900,
  });
  const batch = batchFor(task, 2);
  task.training(openStream(4, 'train')).next(batch);
  const all = [...batch.inputs, ...batch.values];
  expect(all.every(Number.isFinite)).toBe(true);
  expect(Math.max(...all.slice(-100))).toBeLessThanOrEqual(1);
  expect(Math.max(...all.slice(-1000).map(Math.abs))).toBeGreaterThan(0.5);
  const [floor] = task.floors?.('test').slice(1) ?? [];
  expect(floor?.losses.squaredError).toBeGreaterThan(0.5);
});

describe('mackeyGlass', () => {
  const create = (horizon: number) =>
    mackeyGlass.create({ type: 'mackeyGlass', length: 50, tau: 17, horizon });

  test('asks for the value some steps later', () => {
    const task = create(6);
    eachTarget(task, { batches: 2 }, ({ t, b, batch, row }) => {
      if (t + 6 >= 50) return;
      const later = ((t + 6) * batch.batchSize + b) * batch.inputStride;
      expect(batch.values[row * batch.valueStride]).toBe(batch.inputs[later]);
    });
  });

  test('follows the equation: it stays in its known range and never settles', () => {
    const values: number[] = [];
    eachTarget(create(1), { batches: 10 }, ({ batch, row }) => {
      values.push(batch.inputs[row * batch.inputStride] ?? Number.NaN);
    });
    expect(Math.min(...values)).toBeGreaterThan(0.2);
    expect(Math.max(...values)).toBeLessThan(1.4);
    const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
    const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0.93, 1);
    expect(variance).toBeGreaterThan(0.04);
  });

  test('training, validation and test are different parts of the series', () => {
    const task = create(1);
    const batch = batchFor(task, 200);
    const seen = (source: ReturnType<typeof task.evaluation>) => {
      source?.next(batch);
      return new Set(range(0, 200).map((b) => batch.inputs[b * batch.inputStride] ?? 0));
    };
    const [training, validation, testing] = [
      seen(task.training(openStream(1, 'train'))),
      seen(task.evaluation('validation', openStream(1, 'v'), 200)),
      seen(task.evaluation('test', openStream(1, 't'), 200)),
    ];
    for (const one of validation) expect(training.has(one) || testing.has(one)).toBe(false);
    for (const one of testing) expect(training.has(one)).toBe(false);
  });
});
