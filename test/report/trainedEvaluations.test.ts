// Evaluations of a trained network as a table: floors beside them, columns only where there is something.
import { describe, expect, test } from 'vitest';
import type { TrainedEvaluation } from '../../src/experiment/inference/evaluateTrained.ts';
import { trainedEvaluations } from '../../src/report/trainedEvaluations.ts';

const terminal = { columns: 120, color: 0, unicode: true, interactive: false } as const;
const header = {
  schema: 1,
  runId: '',
  name: 'mine\u001b[31m',
  step: 1000,
  task: 'copying',
  loss: 'huber',
};

const evaluation = (change: Partial<TrainedEvaluation>): TrainedEvaluation => ({
  split: 'test',
  length: 50,
  loss: 0.25,
  error: 0.5,
  count: 2000,
  interval: { low: 0.478, high: 0.522 },
  floors: [],
  ...change,
});

const textOf = (columns: number, ...evaluations: readonly TrainedEvaluation[]) =>
  trainedEvaluations({ ...header, evaluations }, { ...terminal, columns });

const linesOf = (...evaluations: readonly TrainedEvaluation[]) =>
  textOf(120, ...evaluations)
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/));

test('a floor has a column for what is known of it, empty where it is not known', () => {
  const guess = { name: 'guess', loss: 0.7, error: 0.75 };
  const [headings, first, second, , closing] = linesOf(
    evaluation({ floors: [guess, { name: 'mean', loss: 0.4, error: null }] }),
    evaluation({ length: { min: 10, max: 2000 }, floors: [{ ...guess, error: null }] }),
  );
  expect(headings).toEqual([
    ...['split', 'length', 'error', '95% interval', 'loss', 'of'],
    ...['guess: error', 'guess: loss', 'mean: loss'],
  ]);
  expect(first).toEqual([
    'test',
    '50',
    '50%',
    '47.8% to 52.2%',
    '0.250',
    '2,000',
    '75%',
    '0.7',
    '0.4',
  ]);
  expect(second).toEqual(['test', '10 to 2,000', '50%', '47.8% to 52.2%', '0.250', '2,000', '0.7']);
  expect(closing).toEqual(['mine after 1,000 steps, on copying']);
});

test('without error, length or floors there are no columns of them; characters have bits', () => {
  const [headings, row] = linesOf(
    evaluation({ error: null, interval: null, length: null, bitsPerCharacter: 2.125 }),
  );
  expect(headings).toEqual(['split', 'loss', 'bits/char', 'of']);
  expect(row).toEqual(['test', '0.250', '2.13', '2,000']);
});

const ofText = (change: Partial<TrainedEvaluation>) =>
  evaluation({ length: null, bitsPerCharacter: 2.125, ...change });
const memoryless = { name: 'memoryless', loss: 3 * Math.LN2, error: 0.75 };

test('the floor of characters is in bits, too', () => {
  const [headings, row] = linesOf(ofText({ floors: [memoryless] }));
  expect(headings?.slice(-3)).toEqual([
    'memoryless: error',
    'memoryless: loss',
    'memoryless: bits/char',
  ]);
  expect(row?.slice(-3)).toEqual(['75%', '2.08', '3']);
});

describe('where the floors do not fit beside the table', () => {
  test('they stand below it, each once and by what it is of', () => {
    const other = { ...memoryless, error: 0.5 };
    const [table, closing] = textOf(
      80,
      ofText({ split: 'validation', floors: [memoryless] }),
      ofText({ floors: [other] }),
    ).split('\n\n');
    expect(table?.split('\n').slice(3)).toEqual([
      'floor on validation: error 75%, loss 2.08, 3 bits per character (memoryless)',
      'floor on test: error 50%, loss 2.08, 3 bits per character (memoryless)',
    ]);
    expect(closing).toBe('mine after 1,000 steps, on copying\n');
    const same = textOf(
      60,
      evaluation({ floors: [other] }),
      evaluation({ length: 9, floors: [other] }),
    );
    expect(same.match(/floor.*/g)).toEqual(['floor: error 50%, loss 2.08 (memoryless)']);
    const lengths = [9, 10].map((length) =>
      evaluation({ length, floors: [{ ...other, loss: length }] }),
    );
    expect(textOf(60, ...lengths).match(/floor.*/g)).toEqual([
      'floor on test at length 9: error 50%, loss 9 (memoryless)',
      'floor on test at length 10: error 50%, loss 10 (memoryless)',
    ]);
  });

  test.each([20, 40, 60, 80, 100, 200])('all is said in %d columns', (columns) => {
    const text = textOf(
      columns,
      ofText({ floors: [memoryless, { ...memoryless, name: 'other' }] }),
    );
    const words = text.replace(/\s+/g, ' ');
    for (const part of ['47.8% to 52.2%', '0.250', '2.13', '2,000', '75%', '2.08', 'other']) {
      expect(words).toContain(part);
    }
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  });
});
