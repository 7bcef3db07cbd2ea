// Whole training runs against PyTorch in f64: traces.py beside this file made traces.json.
import { describe, expect, it } from 'vitest';
import { allKernels } from '../helpers/kernels.ts';
import { expectTrace, readTraces, run } from './replay.ts';

const traces = readTraces('traces.json');

describe.each(allKernels)('with the %s kernels, training follows PyTorch', (kernelName) => {
  it.each(traces.map((trace) => [trace.name, trace] as const))(
    'to 1e-10 in f64: %s',
    (_, trace) => {
      expect(trace.updates.length).toBeGreaterThanOrEqual(20);
      expectTrace(trace, kernelName, 'f64', 1e-10);
    },
  );

  it.each(traces.map((trace) => [trace.name, trace] as const))('to 1e-4 in f32: %s', (_, trace) => {
    expectTrace(trace, kernelName, 'f32', 1e-4);
  });
});

it('says where clipping acted, as often as PyTorch clipped', () => {
  const clipped = traces.map(
    (trace) => run(trace, '128', 'f64').steps.filter((s) => s.clipped).length,
  );
  const expected = traces.map(
    ({ updates }) => updates.filter((u) => u.gradientNorm !== u.gradientNormAfter).length,
  );
  expect(clipped).toEqual(expected);
  expect(Math.max(...clipped)).toBeGreaterThan(0);
});
