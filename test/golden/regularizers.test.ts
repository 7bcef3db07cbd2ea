// Training with a regularizer against PyTorch in f64: regularizers.py beside this file made
// regularizers.json, its Ω by automatic differentiation with the back-propagated error held.
import { describe, expect, it } from 'vitest';
import { allKernels } from '../helpers/kernels.ts';
import { expectTrace, readTraces } from './replay.ts';

const traces = readTraces('regularizers.json');

describe.each(allKernels)('with the %s kernels, a regularizer acts as by PyTorch', (kernelName) => {
  it.each(traces.map((trace) => [trace.name, trace] as const))('to 1e-10: %s', (_, trace) => {
    expect(trace.updates).toHaveLength(20);
    expect(trace.updates.every(({ penalty }) => penalty !== undefined && penalty > 1e-4)).toBe(
      true,
    );
    expectTrace(trace, kernelName, 'f64', 1e-10);
  });
});
