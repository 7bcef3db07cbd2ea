// LSTM, GRU and bidirectional networks against PyTorch in f64: cells.py beside this file made cells.json.
import { describe, expect, it } from 'vitest';
import { allKernels } from '../helpers/kernels.ts';
import { expectTrace, readTraces } from './replay.ts';

const traces = readTraces('cells.json').map((trace) => [trace.name, trace] as const);

describe.each(allKernels)('with the %s kernels, training follows PyTorch', (kernelName) => {
  it.each(traces)('to 1e-10 in f64: %s', (_, trace) => {
    expect(trace.updates.length).toBeGreaterThanOrEqual(20);
    expectTrace(trace, kernelName, 'f64', 1e-10);
  });

  it.each(traces)('to 1e-3 in f32: %s', (_, trace) => {
    expectTrace(trace, kernelName, 'f32', 1e-3);
  });
});
