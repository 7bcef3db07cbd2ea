// Every optimizer and schedule that PyTorch has, over whole training runs in f64: optimizers.py beside
// this file made optimizers.json.
import { describe, expect, it } from 'vitest';
import { optimizers } from '../../src/training/optimizers/index.ts';
import { laterSchedules } from '../../src/training/schedules/later.ts';
import { allKernels } from '../helpers/kernels.ts';
import { expectTrace, readTraces } from './replay.ts';

const traces = readTraces('optimizers.json');
const named = traces.map((trace) => [trace.name, trace] as const);
const typeOf = (options: object | undefined) => (options as { type: string } | undefined)?.type;

describe.each(allKernels)('with the %s kernels, updates follow PyTorch', (kernelName) => {
  it.each(named)('to 1e-10 in f64: %s', (_, trace) => {
    expect(trace.updates.length).toBeGreaterThanOrEqual(20);
    expectTrace(trace, kernelName, 'f64', 1e-10);
  });
});

it('holds every optimizer but lion, which PyTorch does not have', () => {
  const held = new Set(traces.map(({ optimizer }) => typeOf(optimizer)));
  expect([...held, 'lion'].sort()).toEqual(Object.keys(optimizers).sort());
});

it('holds every schedule of the steps alone', () => {
  const held = new Set(traces.flatMap(({ schedule }) => typeOf(schedule) ?? []));
  const expected = Object.keys(laterSchedules).filter((type) => type !== 'halveOnRise');
  expect([...held].sort()).toEqual([...expected, 'linearWarmup'].sort());
});
