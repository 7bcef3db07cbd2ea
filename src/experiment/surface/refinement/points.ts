// All points of a search as columns: the grid's first, in its order, then those that refinement
// computes. A point is the whole number of its place in them.
import type { Refinement, Samples, Surface } from '../surface.ts';
import { roomFor } from './columns.ts';

/** Places, levels and samples by point; what lies behind the last point is free. */
export type PointColumns = Refinement['points'];

/** Points by number. */
export interface Points {
  /** Points computed beyond the grid. */
  readonly count: number;
  /** Number that the next computed point gets. */
  readonly next: number;
  /** The columns as they are now: longer ones may take their place when points are added. */
  readonly columns: PointColumns;
  /** Takes computed points of a level, [n] each. */
  append(level: number, x: Float64Array, y: Float64Array, samples: Samples): void;
  /** Everything beyond the grid, in order: views of the columns. */
  computed(): PointColumns;
}

/** Points for which there is room at once; what is not filled takes no memory. */
const MOST_AT_ONCE = 2 ** 19;

/**
 * Begins with the points of a grid.
 * @param expected points beyond the grid at most, as far as is known
 */
export function createPoints(grid: Surface, expected: number): Points {
  const gridCount = grid.cost.length;
  const length = gridCount + Math.min(expected, MOST_AT_ONCE);
  const filled = (values: Float64Array): Float64Array => {
    const column = new Float64Array(length);
    column.set(values);
    return column;
  };
  const [x, y] = [new Float64Array(length), new Float64Array(length)];
  grid.ys.forEach((value, j) => {
    x.set(grid.xs, j * grid.x.count);
    y.fill(value, j * grid.x.count, (j + 1) * grid.x.count);
  });
  let columns: PointColumns = {
    x,
    y,
    level: new Uint8Array(length),
    cost: filled(grid.cost),
    dx: filled(grid.dx),
    dy: filled(grid.dy),
    gradientNorm: filled(grid.gradientNorm),
  };
  let next = gridCount;
  return {
    get count() {
      return next - gridCount;
    },
    get next() {
      return next;
    },
    get columns() {
      return columns;
    },
    append(level, newX, newY, { cost, dx, dy, gradientNorm }) {
      const from = next;
      next += newX.length;
      const joined = (column: Float64Array, added: Float64Array): Float64Array => {
        const longer = roomFor(column, next);
        longer.set(added, from);
        return longer;
      };
      columns = {
        x: joined(columns.x, newX),
        y: joined(columns.y, newY),
        level: roomFor(columns.level, next).fill(level, from, next),
        cost: joined(columns.cost, cost),
        dx: joined(columns.dx, dx),
        dy: joined(columns.dy, dy),
        gradientNorm: joined(columns.gradientNorm, gradientNorm),
      };
    },
    computed: () => ({
      x: columns.x.subarray(gridCount, next),
      y: columns.y.subarray(gridCount, next),
      level: columns.level.subarray(gridCount, next),
      cost: columns.cost.subarray(gridCount, next),
      dx: columns.dx.subarray(gridCount, next),
      dy: columns.dy.subarray(gridCount, next),
      gradientNorm: columns.gradientNorm.subarray(gridCount, next),
    }),
  };
}
