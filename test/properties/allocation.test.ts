// After the start a training step allocates its event and little else, whatever T, B and H are.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { train } from '../../src/training/train.ts';
import { buildRun } from '../helpers/runs.ts';

const WARM_UP_STEPS = 5000;
const STEPS = 1000;
const WINDOWS = 4;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Least bytes allocated per step over some windows; a window that a collection hit shows less. */
function bytesPerStep(
  length: number,
  batchSize: number,
  hiddenSize: number,
  policy: readonly object[] = [{ type: 'clipByNorm' }],
): number {
  const setup = buildRun(
    {
      task: { type: 'temporalOrder', length },
      model: { layers: [{ type: 'elman', hiddenSize }] },
      training: { batchSize, steps: WARM_UP_STEPS + WINDOWS * STEPS + 1, policy },
      evaluation: { every: 1_000_000_000 },
    },
    '128',
  );
  const events = train(setup, { interrupted: false });
  for (let i = 0; i < WARM_UP_STEPS; i++) events.next();
  const measured: number[] = [];
  for (let window = 0; window < WINDOWS; window++) {
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < STEPS; i++) events.next();
    measured.push((process.memoryUsage().heapUsed - before) / STEPS);
  }
  return Math.max(...measured);
}

it('allocates under 2 KB a step, as much for long sequences as for short ones', () => {
  const small = bytesPerStep(10, 2, 3);
  const large = bytesPerStep(300, 2, 3);
  process.stdout.write(`bytes per step: ${small.toFixed(0)} and ${large.toFixed(0)}\n`);
  expect(small).toBeLessThan(2048);
  expect(large).toBeLessThan(2048);
});

it('allocates as little more for a chain of policies, however large the network', () => {
  const policy = [
    { type: 'nonFinite', action: 'shrinkRecurrent' },
    { type: 'clipByHistory', statistic: 'percentile' },
    { type: 'adaptive' },
    { type: 'clipByNorm', maxNorm: 0.01, scope: 'tensor' },
    { type: 'clipByValue', maxValue: 0.001 },
    { type: 'noise', eta: 1e-6 },
  ];
  // The large one first: its many elements have the loops over them compiled.
  const large = bytesPerStep(10, 2, 40, policy);
  const small = bytesPerStep(10, 2, 3, policy);
  process.stdout.write(`bytes per step: ${small.toFixed(0)} and ${large.toFixed(0)}\n`);
  expect(small).toBeLessThan(4096);
  expect(large).toBeLessThan(4096);
});
