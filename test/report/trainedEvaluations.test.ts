// Evaluations of a trained network as a table: floors beside them, columns only where there is something.
import { expect, test } from 'vitest';
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

const linesOf = (...evaluations: readonly TrainedEvaluation[]) =>
  trainedEvaluations({ ...header, evaluations }, terminal)
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
