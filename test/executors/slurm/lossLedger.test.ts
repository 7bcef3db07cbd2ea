// Which runs a lost task counts against.
import { expect, test } from 'vitest';
import type { OpenRun } from '../../../src/experiment/executors/runWatch.ts';
import { createLossLedger } from '../../../src/experiment/executors/slurm/lossLedger.ts';

const run = (index: number, hasBegun: boolean, step = 0): OpenRun => ({
  job: { index, runId: `run${index}`, name: 'a', labels: {}, settings: {} },
  hasBegun,
  step,
});

test('a lost task counts against the run that had begun, not against those after it', () => {
  const ledger = createLossLedger(3);
  const losses = ledger.count([run(4, true), run(5, false), run(6, false)], false);
  expect(losses).toEqual([{ runId: 'run4', index: 4, count: 1, isGivenUp: false }]);
  expect(['run4', 'run5'].map(ledger.isSuspect)).toEqual([true, false]);
});

test('a task that began nothing counts against all of its runs', () => {
  const losses = createLossLedger(1).count([run(4, false), run(5, false)], false);
  expect(losses.map(({ index, isGivenUp }) => [index, isGivenUp])).toEqual([
    [4, true],
    [5, true],
  ]);
});

test('a run is given up after as many losses as it has attempts', () => {
  const ledger = createLossLedger(2);
  const lose = () => ledger.count([run(0, true)], false).map((loss) => loss.isGivenUp);
  expect([lose(), lose()]).toEqual([[false], [true]]);
});

test('an interruption counts only where nothing was gained since the run was submitted', () => {
  const ledger = createLossLedger(2);
  const interrupt = (before: number, after: number) => {
    ledger.noteSubmitted(run(0, true, before));
    return ledger.count([run(0, true, after)], true).map(({ count }) => count);
  };
  expect(interrupt(0, 100)).toEqual([]);
  expect(interrupt(100, 200)).toEqual([]);
  expect(interrupt(200, 200)).toEqual([1]);
  expect(interrupt(200, 300)).toEqual([]);
  expect(interrupt(300, 300)).toEqual([2]);
});
