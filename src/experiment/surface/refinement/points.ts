// All points of a search as columns: the grid's first, in its order, then those that refinement
// computes. A point is the whole number of its place in them.
import { emptySamples } from '../sampler.ts';
import type { Refinement, Samples, Surface } from '../surface.ts';
import { roomFor } from './columns.ts';

/** Points by number. */
export interface Points {
  /** Points computed beyond the grid. */
  readonly count: number;
  /** Number that the next computed point gets. */
  readonly next: number;
  xOf(point: number): number;
  yOf(point: number): number;
  costOf(point: number): number;
  dxOf(point: number): number;
  dyOf(point: number): number;
  gradientNormOf(point: number): number;
  /** Takes computed points of a level, [n] each. */
  append(level: number, x: Float64Array, y: Float64Array, samples: Samples): void;
  /** Everything beyond the grid, in order. */
  computed(): Refinement['points'];
}

/** Begins with the points of a grid, which are read where they are. */
export function createPoints(grid: Surface): Points {
  const { xs, ys } = grid;
  const gridCount = grid.cost.length;
  const width = grid.x.count;
  let columns: Refinement['points'] = {
    x: new Float64Array(0),
    y: new Float64Array(0),
    level: new Uint8Array(0),
    ...emptySamples(0),
  };
  let count = 0;
  const read = (ofGrid: Float64Array, computed: Float64Array, point: number): number =>
    (point < gridCount ? ofGrid[point] : computed[point - gridCount]) ?? Number.NaN;
  return {
    get count() {
      return count;
    },
    get next() {
      return gridCount + count;
    },
    xOf: (point) =>
      (point < gridCount ? xs[point % width] : columns.x[point - gridCount]) ?? Number.NaN,
    yOf: (point) =>
      (point < gridCount ? ys[Math.floor(point / width)] : columns.y[point - gridCount]) ??
      Number.NaN,
    costOf: (point) => read(grid.cost, columns.cost, point),
    dxOf: (point) => read(grid.dx, columns.dx, point),
    dyOf: (point) => read(grid.dy, columns.dy, point),
    gradientNormOf: (point) => read(grid.gradientNorm, columns.gradientNorm, point),
    append(level, x, y, samples) {
      const from = count;
      count += x.length;
      const added = { x, y, ...samples };
      const join = (name: keyof typeof added): Float64Array => {
        const column = roomFor(columns[name], count);
        column.set(added[name], from);
        return column;
      };
      columns = {
        x: join('x'),
        y: join('y'),
        cost: join('cost'),
        dx: join('dx'),
        dy: join('dy'),
        gradientNorm: join('gradientNorm'),
        level: roomFor(columns.level, count).fill(level, from, count),
      };
    },
    computed: () => ({
      x: columns.x.slice(0, count),
      y: columns.y.slice(0, count),
      level: columns.level.slice(0, count),
      cost: columns.cost.slice(0, count),
      dx: columns.dx.slice(0, count),
      dy: columns.dy.slice(0, count),
      gradientNorm: columns.gradientNorm.slice(0, count),
    }),
  };
}
