// What refinement has computed so far: every point in order, and the steepest one.
import { emptySamples, type Sampler } from '../sampler.ts';
import type { Place, Refinement, Samples, Surface } from '../surface.ts';
import type { Lattice } from './lattice.ts';

/** One computed point. */
export interface Point extends Place {
  readonly cost: number;
  readonly dx: number;
  readonly dy: number;
  readonly gradientNorm: number;
}

/** Indices of a place at some level of the lattice. */
export type Indices = readonly [i: number, j: number];

/** A point with its place on the lattice. */
export interface Found {
  readonly level: number;
  readonly i: number;
  readonly j: number;
  readonly point: Point;
}

/** A search for the steepest point of a surface. */
export interface Search {
  readonly lattice: Lattice;
  /** Points computed beyond the grid. */
  readonly count: number;
  /** The steepest point so far, the grid's among them. */
  readonly steepest: Found;
  /** Computes places of a level, in order. */
  compute(level: number, places: readonly Indices[]): Promise<Point[]>;
  /** Everything computed, in order. */
  points(): Refinement['points'];
}

/** Reads a point of samples. */
function pointAt(samples: Samples, n: number, place: Place): Point {
  const { cost, dx, dy, gradientNorm } = samples;
  const read = (values: Float64Array) => values[n] ?? Number.NaN;
  return {
    ...place,
    cost: read(cost),
    dx: read(dx),
    dy: read(dy),
    gradientNorm: read(gradientNorm),
  };
}

/** The points of a grid, in its order. */
export function gridPoints(surface: Surface): Point[] {
  const { x, xs, ys, cost } = surface;
  return Array.from(cost, (_, n) =>
    pointAt(surface, n, {
      x: xs[n % x.count] ?? Number.NaN,
      y: ys[Math.floor(n / x.count)] ?? Number.NaN,
    }),
  );
}

function steepestOf({ x }: Surface, points: readonly Point[]): Found {
  let best = 0;
  points.forEach(({ gradientNorm }, n) => {
    if (!(gradientNorm <= (points[best]?.gradientNorm ?? 0)) && !Number.isNaN(gradientNorm))
      best = n;
  });
  const point = points[best];
  if (!point) throw new Error('refine: a surface without points');
  return { level: 0, i: best % x.count, j: Math.floor(best / x.count), point };
}

/** Begins a search from a grid. */
export function createSearch(
  surface: Surface,
  grid: readonly Point[],
  lattice: Lattice,
  sampler: Sampler,
): Search {
  const pieces: { readonly level: number; readonly points: readonly Point[] }[] = [];
  let count = 0;
  let steepest = steepestOf(surface, grid);
  return {
    lattice,
    get count() {
      return count;
    },
    get steepest() {
      return steepest;
    },
    async compute(level, places) {
      const found = places.map(([i, j]) => lattice.placeAt(level, i, j));
      const samples = await sampler.sample(
        Float64Array.from(found, ({ x }) => x),
        Float64Array.from(found, ({ y }) => y),
      );
      const points = found.map((place, n) => pointAt(samples, n, place));
      points.forEach((point, n) => {
        const [i = 0, j = 0] = places[n] ?? [];
        if (point.gradientNorm > steepest.point.gradientNorm) steepest = { level, i, j, point };
      });
      pieces.push({ level, points });
      count += points.length;
      return points;
    },
    points() {
      const samples = emptySamples(count);
      const [x, y, level] = [
        new Float64Array(count),
        new Float64Array(count),
        new Uint8Array(count),
      ];
      let at = 0;
      for (const piece of pieces) {
        for (const point of piece.points) {
          [x[at], y[at], level[at]] = [point.x, point.y, piece.level];
          samples.cost[at] = point.cost;
          samples.dx[at] = point.dx;
          samples.dy[at] = point.dy;
          samples.gradientNorm[at] = point.gradientNorm;
          at++;
        }
      }
      return { x, y, level, ...samples };
    },
  };
}

/** Change of the largest norm as a share of what it became. */
export function changeFraction(before: Found, after: Found): number {
  const [was, is] = [before.point.gradientNorm, after.point.gradientNorm];
  return is > 0 ? Math.abs(is - was) / is : 0;
}
