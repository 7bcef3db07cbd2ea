import { expect, test } from 'vitest';
import { openStream } from '../../src/math/random.ts';
import { temporalOrder } from '../../src/tasks/temporalOrder.ts';
import { batchFor, type SymbolSequence, symbolSequences } from './batches.ts';

const MARKERS = [4, 5];
const isMarker = (symbol: number) => MARKERS.includes(symbol);

function sample(length: number, batches: number, batchSize = 50): SymbolSequence[] {
  const task = temporalOrder.create({ type: 'temporalOrder', length });
  const batch = batchFor(task, batchSize);
  const source = task.training(openStream(7, 'train'));
  return Array.from({ length: batches }).flatMap(() => {
    source.next(batch);
    return symbolSequences(task, batch);
  });
}

const positionsOf = ({ symbols }: SymbolSequence) =>
  symbols.flatMap((symbol, t) => (isMarker(symbol) ? [t] : []));

const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

/** Largest deviation of counts from equal shares, in standard deviations of one count. */
function imbalance(values: readonly number[], kinds: number): number {
  const counts = range(0, kinds).map((kind) => values.filter((value) => value === kind).length);
  const share = 1 / kinds;
  const deviation = Math.sqrt(values.length * share * (1 - share));
  return Math.max(...counts.map((count) => Math.abs(count - values.length * share) / deviation));
}

test.each([20, 50, 100, 250])(
  'marks every position of [.1T, .2T) and of [.5T, .6T) at T = %i',
  (T) => {
    const positions = sample(T, 100).map(positionsOf);
    const taken = (which: number) =>
      [...new Set(positions.map((pair) => pair[which]!))].sort((a, b) => a - b);
    expect(positions.every((pair) => pair.length === 2)).toBe(true);
    expect(taken(0)).toEqual(range(T / 10, T / 10));
    expect(taken(1)).toEqual(range(T / 2, T / 10));
  },
);

test.each([10, 19, 25, 57])('rounds windows down where T = %i is no multiple of ten', (T) => {
  const window = Math.floor(T / 10);
  for (const sequence of sample(T, 20)) {
    const [first, second] = positionsOf(sequence);
    expect(range(window, window)).toContain(first);
    expect(range(Math.floor(T / 2), window)).toContain(second);
  }
});

test('places are uniform in their windows', () => {
  const positions = sample(100, 200).map(positionsOf);
  expect(
    imbalance(
      positions.map(([first]) => first! - 10),
      10,
    ),
  ).toBeLessThan(4);
  expect(
    imbalance(
      positions.map(([, second]) => second! - 50),
      10,
    ),
  ).toBeLessThan(4);
});

test('the class says which markers came, first and second', () => {
  for (const sequence of sample(30, 40)) {
    const [first, second] = sequence.symbols.filter(isMarker).map((symbol) => symbol - 4);
    expect(sequence.classes).toEqual([2 * first! + second!]);
  }
});

test('the four classes are equally frequent', () => {
  const classes = sample(20, 200).map(({ classes: [one] }) => one!);
  expect(classes).toHaveLength(10_000);
  expect(imbalance(classes, 4)).toBeLessThan(4);
});

test('distractors are uniform over four symbols', () => {
  const distractors = sample(50, 40).flatMap(({ symbols }) => symbols.filter((s) => !isMarker(s)));
  expect(distractors).toHaveLength(2000 * 48);
  expect(imbalance(distractors, 4)).toBeLessThan(4);
});

test('sequences of a batch and batches of a run all differ', () => {
  const sequences = sample(50, 40).map(({ symbols }) => symbols.join(''));
  expect(new Set(sequences).size).toBe(sequences.length);
});

test('counts an output as wrong unless the class is the largest, ties going to the first', () => {
  const task = temporalOrder.create({ type: 'temporalOrder', length: 20 });
  const batch = batchFor(task, 2);
  batch.classes.set([2, 1]);
  const outputs = [9, 9, 0, 1, 5, 1, 0, 3, 3, 1];
  expect(task.isWrong?.(outputs, 2, batch, 0)).toBe(false);
  expect(task.isWrong?.(outputs, 6, batch, 1)).toBe(false);
  expect(task.isWrong?.([4, 1, 2, 3], 0, batch, 0)).toBe(true);
});
