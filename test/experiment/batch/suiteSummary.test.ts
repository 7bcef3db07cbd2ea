// Groups and paired comparisons of runs whose numbers are given.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canSolve } from '../../../src/experiment/batch/canSolve.ts';
import { compareValues } from '../../../src/experiment/batch/comparison.ts';
import { summarizeGroups } from '../../../src/experiment/batch/groups.ts';
import type { Label } from '../../../src/experiment/batch/manifest.ts';
import type { FinishedJob, SuiteRunState } from '../../../src/experiment/batch/results.ts';
import { summarizeSuite } from '../../../src/experiment/batch/suiteSummary.ts';
import { finishedJob, idOf, suiteOf } from '../../helpers/suites.ts';

type Labels = Readonly<Record<string, Label>>;

const open: SuiteRunState = { type: 'open' };
const failed: SuiteRunState = { type: 'failed', attempts: 2, reason: 'it died' };

/** Runs of one group, seeds counted from 1. */
const seeds = (states: readonly SuiteRunState[], labels: Labels = {}) =>
  states.map((state, index) => [{ ...labels, seed: index + 1 }, state] as const);

const groupOf = (states: readonly SuiteRunState[]) =>
  summarizeGroups(suiteOf(['seed'], seeds(states)).runs, [])[0];

describe('a group', () => {
  test('takes shares and medians over finished runs, and counts all', () => {
    const group = groupOf([
      finishedJob('solved', 100, 0.1, 0),
      finishedJob('solved', 300, 0.3, 0.02),
      finishedJob('completed', 1000, 0.8, 0.4),
      finishedJob('diverged', 7, 0.01, 0),
      failed,
      open,
    ]);
    expect(group).toMatchObject({
      runCount: 6,
      states: { finished: 4, failed: 1, open: 1, interrupted: 0, damaged: 0 },
      solvedCount: 2,
      divergedCount: 1,
      success: { fraction: 0.5 },
      stepsToSolve: { value: Number.POSITIVE_INFINITY, unsolvedAfter: 1000 },
      loss: { count: 3, nonFiniteCount: 0, best: { value: 0.1, index: 0, seed: 1 } },
      error: { count: 3, best: { value: 0, runId: idOf('run 0') } },
    });
    expect(group?.loss.mean).toBeCloseTo(0.4, 15);
    expect(group?.error.mean).toBeCloseTo(0.14, 15);
  });

  test('counts losses that are not finite and leaves them out', () => {
    const states = [Number.NaN, 2, Number.POSITIVE_INFINITY, 4].map((loss) =>
      finishedJob('completed', 10, loss),
    );
    expect(groupOf(states)).toMatchObject({
      loss: { count: 2, nonFiniteCount: 2, mean: 3, best: { value: 2, index: 1 } },
      error: { count: 0, nonFiniteCount: 0, mean: null, best: null },
    });
  });

  test('names the first of equally good runs', () => {
    const states = [3, 2, 2].map((loss) => finishedJob('completed', 10, loss));
    expect(groupOf(states)).toMatchObject({ loss: { best: { value: 2, index: 1, seed: 2 } } });
  });

  test('of unfinished runs has no numbers', () => {
    expect(groupOf([open, failed])).toMatchObject({
      success: null,
      stepsToSolve: null,
      loss: { count: 0, mean: null, deviation: null, best: null },
    });
  });
});

describe('groups', () => {
  const finished = finishedJob('solved', 1, 1);
  const runs = suiteOf(
    ['method', 'length', 'seed'],
    [
      [{ method: 'clip', length: 50, seed: 1 }, finished],
      [{ method: 'none', length: 50, seed: 1 }, finished],
      [{ method: 'clip', length: '50', seed: 2 }, finished],
      [{ method: 'clip', length: 50, seed: 2 }, open],
      [{ length: 50, seed: 2 }, open],
    ],
  ).runs;

  test('stand in the order of the manifest; other types of label are other labels', () => {
    const groups = summarizeGroups(runs, ['method', 'length']);
    expect(groups.map(({ labels, runCount }) => [labels, runCount])).toEqual([
      [{ method: 'clip', length: 50 }, 2],
      [{ method: 'none', length: 50 }, 1],
      [{ method: 'clip', length: '50' }, 1],
      [{ length: 50 }, 1],
    ]);
  });

  test('know no label that objects inherit', () => {
    const [group] = summarizeGroups(runs, ['toString', '__proto__']);
    expect([group?.labels, group?.runCount]).toEqual([{}, 5]);
  });

  test('are made by all axes but the seed unless others are asked for', () => {
    const results = suiteOf(['method', 'seed'], seeds([finished, open], { method: 'a' }));
    expect(summarizeSuite(results)).toMatchObject({ by: ['method'], groups: [{ runCount: 2 }] });
    const bySeed = summarizeSuite(results, { by: ['seed'] });
    expect(bySeed.groups.map(({ labels }) => labels)).toEqual([{ seed: 1 }, { seed: 2 }]);
  });

  test('and comparisons are the same bits in whatever order the runs come', () => {
    const state = fc.oneof(
      fc.constant<SuiteRunState>(open),
      fc
        .tuple(
          fc.constantFrom<FinishedJob['outcome']>('solved', 'completed', 'diverged'),
          fc.integer({ min: 1, max: 5 }),
          fc.option(fc.double()),
        )
        .map(([outcome, step, loss]): SuiteRunState => finishedJob(outcome, step, loss, loss)),
    );
    fc.assert(
      fc.property(fc.array(state, { maxLength: 24 }), fc.nat(), (states, turn) => {
        const labelled = states.map(
          (one, i) => [{ method: ['a', 'b', 'c'][i % 3] ?? '', seed: i >> 2 }, one] as const,
        );
        const results = suiteOf(['method', 'seed'], labelled);
        const at = turn % (states.length + 1);
        const turned = [...results.runs.slice(at), ...results.runs.slice(0, at)];
        expect(summarizeGroups(turned, ['method'])).toEqual(
          summarizeGroups(results.runs, ['method']),
        );
        const pairs = (runs: typeof turned) =>
          new Map(
            compareValues({ ...results, runs }, 'method').map(({ first, second, ...rest }) =>
              first < second
                ? [`${first} ${second}`, [rest.winCount, rest.lossCount, rest.pValue]]
                : [`${second} ${first}`, [rest.lossCount, rest.winCount, rest.pValue]],
            ),
          );
        expect(pairs(turned)).toEqual(pairs([...results.runs]));
      }),
    );
  });
});

describe('a paired comparison', () => {
  /** Method a against method b, seed by seed. */
  function compare(pairs: readonly (readonly [SuiteRunState, SuiteRunState])[]) {
    const labelled = pairs.flatMap(([a, b], seed) => [
      [{ method: 'a', seed }, a] as const,
      [{ method: 'b', seed }, b] as const,
    ]);
    const [comparison] = summarizeSuite(suiteOf(['method', 'seed'], labelled)).comparisons;
    return comparison;
  }
  const solved = (step: number, loss = 1) => finishedJob('solved', step, loss);
  const completed = (loss: number | null) => finishedJob('completed', 100, loss);
  const diverged = finishedJob('diverged', 3, 0.001);

  test.each<[string, readonly [SuiteRunState, SuiteRunState], 'win' | 'tie' | 'loss']>([
    ['fewer steps win', [solved(10, 9), solved(20, 1)], 'win'],
    ['a solved run beats an unsolved one', [completed(0.1), solved(90, 0.5)], 'loss'],
    ['a lower loss decides where neither solved', [completed(1), completed(2)], 'win'],
    ['a lower loss decides between equal steps', [solved(10, 2), solved(10, 1)], 'loss'],
    ['equal steps and losses tie', [solved(10, 2), solved(10, 2)], 'tie'],
    ['what diverged is worse than any number', [completed(1e300), diverged], 'win'],
    ['what diverged ties with what is not a number', [diverged, completed(Number.NaN)], 'tie'],
    ['two without evaluation tie', [completed(null), completed(null)], 'tie'],
  ])('%s', (_, pair, wanted) => {
    const counts = { win: [1, 0, 0], tie: [0, 1, 0], loss: [0, 0, 1] }[wanted];
    const [winCount, tieCount, lossCount] = counts;
    expect(compare([pair])).toMatchObject({ pairCount: 1, winCount, tieCount, lossCount });
    const [a, b] = pair;
    expect(compare([[b, a]])).toMatchObject({ winCount: lossCount, lossCount: winCount });
  });

  test('gives mean differences, and p over wins and losses alone', () => {
    const comparison = compare([
      [solved(10, 1), solved(30, 2)],
      [solved(20, 1), solved(60, 4)],
      [solved(5, 1), completed(9)],
      [solved(7, 1), solved(7, 1)],
      [solved(9, 1), finishedJob('diverged', 3, null)],
      [solved(9, 1), open],
    ]);
    expect(comparison).toMatchObject({
      axis: 'method',
      first: 'a',
      second: 'b',
      pairCount: 5,
      unpairedCount: 1,
      winCount: 4,
      tieCount: 1,
      lossCount: 0,
      pValue: 0.125,
      steps: { count: 3, mean: -20, deviation: 20 },
      loss: { count: 4, nonFiniteCount: 1, mean: -3 },
    });
  });

  test('leaves runs without exactly one partner unpaired', () => {
    const { comparisons } = summarizeSuite(
      suiteOf(
        ['method', 'rate', 'seed'],
        [
          [{ method: 'a', rate: 1, seed: 1 }, solved(1)],
          [{ method: 'a', rate: 1, seed: 1 }, solved(2)],
          [{ method: 'b', rate: 1, seed: 1 }, solved(3)],
          [{ method: 'a', rate: 2, seed: 1 }, solved(1)],
          [{ method: 'b', rate: 2, seed: 1 }, solved(3)],
          [{ method: 'b', seed: 1 }, solved(3)],
        ],
      ),
    );
    expect(comparisons).toMatchObject([{ pairCount: 1, winCount: 1, unpairedCount: 4 }]);
  });

  test('is made for every two values of any axis that is asked for', () => {
    const results = suiteOf(
      ['rate', 'seed'],
      [0.1, 0.2, 0.3].map((rate) => [{ rate, seed: 1 }, solved(10 * rate)] as const),
    );
    expect(summarizeSuite(results)).toMatchObject({ compare: null, comparisons: [] });
    const { comparisons } = summarizeSuite(results, { compare: 'rate' });
    expect(comparisons.map(({ first, second, winCount }) => [first, second, winCount])).toEqual([
      [0.1, 0.2, 1],
      [0.1, 0.3, 1],
      [0.2, 0.3, 1],
    ]);
  });
});

test('an empty suite comes to nothing', () => {
  expect(summarizeSuite(suiteOf(['method', 'seed'], []))).toEqual({
    name: 'mine',
    runCount: 0,
    states: { finished: 0, open: 0, interrupted: 0, failed: 0, damaged: 0 },
    solvedCount: 0,
    divergedCount: 0,
    by: ['method'],
    groups: [],
    best: null,
    compare: 'method',
    comparisons: [],
    failures: [],
    sha256: idOf(''),
  });
});

describe('the best run', () => {
  const bestOf = (...states: SuiteRunState[]) =>
    summarizeSuite(
      suiteOf(
        ['seed'],
        states.map((state, seed) => [{ seed }, state] as const),
      ),
    ).best;

  test('has the lowest error, of equal errors the lowest loss, of equals it stands first', () => {
    const best = bestOf(
      finishedJob('completed', 5, 0.1, 0.3),
      finishedJob('completed', 5, 0.9, 0.2),
      finishedJob('completed', 5, 0.8, 0.2),
      finishedJob('completed', 5, 0.8, 0.2),
    );
    expect(best).toMatchObject({ index: 2, labels: { seed: 2 }, loss: 0.8, error: 0.2 });
  });

  test('has the lowest loss where a task knows no errors', () => {
    const best = bestOf(finishedJob('completed', 5, 2), finishedJob('completed', 5, 1));
    expect(best).toMatchObject({ index: 1, error: null });
  });

  test('is none that diverged or has no number', () => {
    const none = [finishedJob('diverged', 5, 0.1), finishedJob('completed', 5, Number.NaN), open];
    expect(bestOf(...none)).toBeNull();
  });
});

describe('runs that do not say when their task is solved', () => {
  const { runs } = suiteOf(
    ['method'],
    [
      [{ method: 'a' }, finishedJob('completed', 5, 1, 0)],
      [{ method: 'b' }, finishedJob('solved', 3, 1, 0)],
    ],
  );

  test('have no share of solved runs and no steps to solve', () => {
    const some = runs.map((run) => ({ ...run, canSolve: run.job.labels.method === 'b' }));
    expect(summarizeGroups(some, ['method'])).toMatchObject([
      { success: null, stepsToSolve: null },
      { success: { fraction: 1 }, stepsToSolve: { value: 3 } },
    ]);
    expect(summarizeGroups(some, [])).toMatchObject([{ success: { fraction: 1 } }]);
  });

  test.each([
    [{}, {}, false],
    [{ training: { stop: { error: 0.1 } } }, {}, true],
    [{ training: { stop: { error: 0.1 } } }, { 'training.stop': {} }, false],
    [{ training: { stop: { error: 0.1 } } }, { training: { steps: 5 } }, false],
    [{}, { 'training.stop.error': 0.1 }, true],
    [{}, { training: { stop: { error: 0 } }, 'training.steps': 5 }, true],
    [{}, { 'training.stop': { plateau: { patience: 3 } } }, false],
  ])('are told by base and settings: %j and %j', (base, settings, expected) => {
    expect(canSolve({ base }, { settings })).toBe(expected);
  });
});
