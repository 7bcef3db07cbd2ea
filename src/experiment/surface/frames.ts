// A toy's surface after fewer time steps, for pictures that play over T.
import type { KernelName } from '../../math/kernels.ts';
import type { Surface } from './surface.ts';
import { createToyEvaluator } from './toyEvaluator.ts';
import type { ToySource } from './toySource.ts';

/** The surface after T steps, on the grid of the whole. */
export interface SurfaceFrame {
  readonly steps: number;
  readonly cost: Float64Array;
  readonly gradientNorm: Float64Array;
}

/** Most frames, and most points of all frames together. */
const MOST_FRAMES = 50;
const MOST_POINTS = 5_000_000;

/** Numbers of steps from 1 to T, evenly spread, T the last. */
function frameSteps(steps: number, pointCount: number): number[] {
  const affordable = Math.max(1, Math.floor(MOST_POINTS / pointCount));
  const count = Math.min(MOST_FRAMES, affordable, Math.max(1, steps));
  return Array.from({ length: count }, (_, i) => Math.round((steps * (i + 1)) / count));
}

/**
 * Computes the frames of a toy's surface in ascending order of steps; the last is the surface itself.
 * @param surface the surface of the source, on whose grid the frames are
 */
export function toyFrames(
  source: ToySource,
  surface: Surface,
  kernels: KernelName,
): readonly SurfaceFrame[] {
  const { xs, ys, cost, gradientNorm } = surface;
  const x = Float64Array.from({ length: cost.length }, (_, n) => xs[n % xs.length] ?? 0);
  const y = Float64Array.from(
    { length: cost.length },
    (_, n) => ys[Math.floor(n / xs.length)] ?? 0,
  );
  return frameSteps(source.steps, cost.length).map((steps) => {
    if (steps === source.steps) return { steps, cost, gradientNorm };
    const samples = createToyEvaluator({ ...source, steps }, kernels).evaluate(x, y);
    return { steps, cost: samples.cost, gradientNorm: samples.gradientNorm };
  });
}
