// Cells of one level as columns: their corners, and whether these explain one another. Along a single
// value a cell has no extent, so that a line's cells are its segments.
import { roomFor } from './columns.ts';
import type { Lattice } from './lattice.ts';
import type { PointColumns, Points } from './points.ts';

/** Offsets along both axes. */
export type Offset = readonly [a: number, b: number];

/** Cells of a level. */
export interface Cells {
  readonly count: number;
  /** Corners of each: 4, or the 2 ends of a segment. */
  readonly cornerCount: number;
  /** Index along x of a cell's lower corner. */
  iOf(cell: number): number;
  /** Index along y of a cell's lower corner. */
  jOf(cell: number): number;
  /** A corner of a cell: lower edge first, each from left to right. */
  cornerOf(cell: number, corner: number): number;
  /** Adds a cell with its corners, [cornerCount]. */
  add(i: number, j: number, corners: Int32Array): void;
}

/** Lists offsets 0 … most along both axes, b outer, a inner; 0 alone along a single value. */
export function offsetsOf({ stepX, stepY }: Lattice, most: 1 | 2): Offset[] {
  const offsets: Offset[] = [];
  for (let b = 0; b <= most * stepY; b++) {
    for (let a = 0; a <= most * stepX; a++) offsets.push([a, b]);
  }
  return offsets;
}

/**
 * Makes an empty list of cells.
 * @param cornerCount corners of each, 2 or 4
 * @param expected cells for which there is room at once; what is not filled takes no memory
 */
export function createCells(cornerCount: number, expected = 0): Cells {
  let [i, j] = [new Float64Array(expected), new Float64Array(expected)];
  let corners = new Int32Array(expected * cornerCount);
  let count = 0;
  return {
    get count() {
      return count;
    },
    cornerCount,
    iOf: (cell) => i[cell] ?? 0,
    jOf: (cell) => j[cell] ?? 0,
    cornerOf: (cell, corner) => corners[cell * cornerCount + corner] ?? 0,
    add(left, lower, around) {
      const cell = count;
      count++;
      i = roomFor(i, count);
      j = roomFor(j, count);
      corners = roomFor(corners, count * cornerCount);
      i[cell] = left;
      j[cell] = lower;
      corners.set(around, cell * cornerCount);
    },
  };
}

/** Counts the cells of the grid; none where it is a single point. */
export function gridCellCount({ stepX, stepY, lastX, lastY }: Lattice): number {
  return stepX + stepY === 0 ? 0 : Math.max(1, lastX(0)) * Math.max(1, lastY(0));
}

/** Lists the cells of the grid that are not resolved, y outer, x inner. */
export function unresolvedOfGrid(lattice: Lattice, points: Points, tolerance: number): Cells {
  const around = offsetsOf(lattice, 1);
  const corners = new Int32Array(around.length);
  const cells = createCells(around.length);
  const columns = Math.max(1, lattice.lastX(0));
  const count = gridCellCount(lattice);
  for (let cell = 0; cell < count; cell++) {
    const [i, j] = [cell % columns, Math.floor(cell / columns)];
    around.forEach(([a, b], corner) => {
      corners[corner] = lattice.keyOf(0, i + a, j + b);
    });
    if (!isResolved(points, corners, tolerance)) cells.add(i, j, corners);
  }
  return cells;
}

/**
 * Whether, along every edge, the difference of the costs is that of the trapezoid of the gradients to
 * within a tolerance. What is not finite counts as resolved: no spacing would help.
 * @param corners of one cell, lower edge first, each from left to right
 */
export function isResolved(points: Points, corners: Int32Array, tolerance: number): boolean {
  const fits = (from: number, to: number) =>
    isExplained(points.columns, corners[from] ?? 0, corners[to] ?? 0, tolerance);
  if (corners.length === 2) return fits(0, 1);
  return fits(0, 1) && fits(0, 2) && fits(1, 3) && fits(2, 3);
}

/** Whether the costs at both ends of an edge fit the gradients there. */
function isExplained(
  { x, y, cost, dx, dy }: PointColumns,
  from: number,
  to: number,
  tolerance: number,
): boolean {
  const change = (values: Float64Array) => (values[to] ?? 0) - (values[from] ?? 0);
  const mean = (values: Float64Array) => ((values[from] ?? 0) + (values[to] ?? 0)) / 2;
  const explained = mean(dx) * change(x) + mean(dy) * change(y);
  return !(Math.abs(change(cost) - explained) > tolerance);
}

/** Numbers of the cells, those with the steepest corner first; equals stay in order. */
export function steepestFirst(cells: Cells, points: Points): Int32Array {
  const { gradientNorm } = points.columns;
  const steepness = new Float64Array(cells.count);
  for (let cell = 0; cell < cells.count; cell++) {
    let most = 0;
    for (let corner = 0; corner < cells.cornerCount; corner++) {
      most = Math.max(most, gradientNorm[cells.cornerOf(cell, corner)] || 0);
    }
    steepness[cell] = most;
  }
  const order = Int32Array.from(steepness, (_, cell) => cell);
  return order.sort((a, b) => (steepness[b] ?? 0) - (steepness[a] ?? 0));
}
