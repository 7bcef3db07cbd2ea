// How runs are spread over tasks.
import { expect, test } from 'vitest';
import {
  divideRuns,
  runsPerTask,
  slices,
} from '../../../src/experiment/executors/slurm/division.ts';

test.each([
  { runs: 20_000, runMs: 1000, expected: 600 },
  { runs: 20_000, runMs: 60_000, expected: 10 },
  { runs: 100, runMs: 1000, expected: 100 },
  { runs: 100, runMs: 7_200_000, expected: 1 },
  { runs: 100, runMs: undefined, expected: 1 },
  { runs: 20_000, runMs: undefined, expected: 40 },
  { runs: 0, runMs: undefined, expected: 1 },
  { runs: 10, runMs: 0, expected: 10 },
])('$runs runs of $runMs ms: $expected to a task', ({ runs, runMs, expected }) => {
  expect(runsPerTask(runs, runMs)).toBe(expected);
});

test('every run is in one task, in order, and one that was lost before has its own', () => {
  const isSuspect = (run: string) => 'be'.includes(run);
  expect(divideRuns(['a', 'b', 'c', 'd', 'e', 'f'], isSuspect, 3, 10)).toEqual([
    { runs: ['a', 'c', 'd', 'f'], runsPerTask: 3 },
    { runs: ['b', 'e'], runsPerTask: 1 },
  ]);
  expect(divideRuns([], isSuspect, 3, 10)).toEqual([]);
});

test('no array has more tasks than the cluster takes', () => {
  const runs = Array.from({ length: 11 }, (_, index) => index);
  const arrays = divideRuns(runs, (run) => run >= 8, 2, 2);
  expect(arrays.map((array) => array.runs)).toEqual([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9], [10]]);
});

test('slices have the size asked for but the last', () => {
  expect(slices([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
});
