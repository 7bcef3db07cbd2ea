// What refinement has computed so far: every point in order, and the steepest one.
import type { Sampler } from '../sampler.ts';
import type { Surface } from '../surface.ts';
import type { Lattice } from './lattice.ts';
import { createPoints, type Points } from './points.ts';

/** A point with its place on the lattice. */
export interface Found {
  readonly level: number;
  readonly i: number;
  readonly j: number;
  /** Its number among the points. */
  readonly point: number;
  readonly gradientNorm: number;
}

/** A search for the steepest point of a surface. */
export interface Search {
  readonly lattice: Lattice;
  readonly points: Points;
  /** The steepest point so far, the grid's among them. */
  readonly steepest: Found;
  /** Computes places of a level, in order, as the next points; indices [n] each. */
  compute(level: number, i: Float64Array, j: Float64Array): Promise<void>;
}

/** Finds the steepest point of a grid. */
function steepestOf({ x, gradientNorm }: Surface): Found {
  const normAt = (point: number) => gradientNorm[point] ?? Number.NaN;
  let best = 0;
  gradientNorm.forEach((norm, point) => {
    if (!(norm <= normAt(best)) && !Number.isNaN(norm)) best = point;
  });
  return {
    level: 0,
    i: best % x.count,
    j: Math.floor(best / x.count),
    point: best,
    gradientNorm: normAt(best),
  };
}

/**
 * Begins a search from a grid.
 * @param budget points beyond the grid at most
 */
export function createSearch(
  surface: Surface,
  lattice: Lattice,
  sampler: Sampler,
  budget: number,
): Search {
  const points = createPoints(surface, budget);
  let steepest = steepestOf(surface);
  return {
    lattice,
    points,
    get steepest() {
      return steepest;
    },
    async compute(level, i, j) {
      const x = i.map((index) => lattice.xAt(level, index));
      const y = j.map((index) => lattice.yAt(level, index));
      const samples = await sampler.sample(x, y);
      const first = points.next;
      points.append(level, x, y, samples);
      samples.gradientNorm.forEach((gradientNorm, n) => {
        if (!(gradientNorm > steepest.gradientNorm)) return;
        steepest = { level, i: i[n] ?? 0, j: j[n] ?? 0, point: first + n, gradientNorm };
      });
    },
  };
}

/** Change of the largest norm as a share of what it became. */
export function changeFraction(before: Found, after: Found): number {
  const [was, is] = [before.gradientNorm, after.gradientNorm];
  return is > 0 ? Math.abs(is - was) / is : 0;
}
