// Toys, axes and samples for tests of sweeps.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Axis } from '../../../src/experiment/surface/axis.ts';
import type { Samples } from '../../../src/experiment/surface/surface.ts';
import {
  type SweepOptions,
  type SweepRequest,
  sweep,
} from '../../../src/experiment/surface/sweep.ts';
import type { ToySource } from '../../../src/experiment/surface/toySource.ts';

/** Where sweeps of tests would leave tiles if they took long; they remove them in the end. */
const NEVER_KEPT = join(tmpdir(), 'rnn-test-sweeps');

/** The paper's toy over w (x) and b (y). */
export const paper: ToySource = {
  type: 'toy',
  form: 'paper',
  activation: 'sigmoid',
  start: 0.5,
  target: 0.7,
  steps: 50,
  precision: 'f64',
  xIsRecurrent: true,
};

/** The lecture's toy over wr (x) and wi (y). */
export const lecture: ToySource = { ...paper, form: 'lecture' };

/** An axis from its ends and count. */
export function axis(name: string, min: number, max = min, count = 1): Axis {
  return { name, min, max, count };
}

/** The paper's window with a grid of this many points a side. */
export function paperRequest(count: number, change: Partial<SweepRequest> = {}): SweepRequest {
  return {
    source: paper,
    x: axis('w', 4.5, 5.5, count),
    y: axis('b', -2.9, -1.9, count),
    refine: null,
    descents: [],
    ...change,
  };
}

/** Sweeps in this thread, unless options say otherwise. */
export function sweepHere(request: SweepRequest, options: Partial<SweepOptions> = {}) {
  return sweep(request, { out: NEVER_KEPT, workers: 0, ...options });
}

/** Samples whose numbers follow from a seed, for tests that only carry them. */
export function samplesOf(count: number, seed = 0): Samples {
  const column = (shift: number) =>
    Float64Array.from({ length: count }, (_, i) => Math.sin(seed * 7 + shift + i) * 3);
  const [cost, dx, dy] = [column(1), column(2), column(3)];
  return { cost, dx, dy, gradientNorm: dx.map((a, i) => Math.sqrt(a * a + dy[i]! * dy[i]!)) };
}

/** The bits of arrays of numbers as one text. */
export function bitsOf(...arrays: readonly Float64Array[]): string {
  return arrays
    .map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString('hex'),
    )
    .join(' ');
}

/** The bits of samples as one text. */
export function sampleBits({ cost, dx, dy, gradientNorm }: Samples): string {
  return bitsOf(cost, dx, dy, gradientNorm);
}
