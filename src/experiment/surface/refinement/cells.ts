// Cells of the lattice: their corners, whether these explain one another, and what halving makes of a
// cell. Along a single value a cell has no extent, so that a line's cells are its segments.
import type { Lattice } from './lattice.ts';
import type { Indices, Point } from './search.ts';

/** A cell at a level, with its corners: lower edge first, each from left to right. */
export interface Cell {
  readonly i: number;
  readonly j: number;
  readonly corners: readonly Point[];
}

/** Points of one level by the lattice's key. */
export type LevelPoints = ReadonlyMap<number, Point>;

/** Offsets 0 … most along both axes, 0 along a single value. */
function offsets({ stepX, stepY }: Lattice, most: 1 | 2): Indices[] {
  const places: [number, number][] = [];
  for (let b = 0; b <= most * stepY; b++) {
    for (let a = 0; a <= most * stepX; a++) places.push([a, b]);
  }
  return places;
}

/** Makes the cells whose lower corners are given. */
export function cellsAt(
  lattice: Lattice,
  level: number,
  places: readonly Indices[],
  points: LevelPoints,
): Cell[] {
  const around = offsets(lattice, 1);
  return places.map(([i, j]) => ({
    i,
    j,
    corners: around.flatMap(([a, b]) => points.get(lattice.keyOf(level, i + a, j + b)) ?? []),
  }));
}

/** Lower corners of all cells of the grid; none where it is a single point. */
export function gridCells(lattice: Lattice): Indices[] {
  if (!lattice.stepX && !lattice.stepY) return [];
  const columns = Math.max(1, lattice.lastX(0));
  const rows = Math.max(1, lattice.lastY(0));
  return Array.from({ length: columns * rows }, (_, n) => [n % columns, Math.floor(n / columns)]);
}

/**
 * Whether, along every edge, the difference of the costs is that of the trapezoid of the gradients to
 * within a tolerance. What is not finite counts as resolved: no spacing would help.
 */
export function isResolved({ corners }: Cell, tolerance: number): boolean {
  for (let n = 0; n < corners.length; n++) {
    for (let m = n + 1; m < corners.length; m++) {
      const [a, b] = [corners[n], corners[m]];
      if (!a || !b || (a.x !== b.x && a.y !== b.y)) continue; // a diagonal
      const explained = ((a.dx + b.dx) / 2) * (b.x - a.x) + ((a.dy + b.dy) / 2) * (b.y - a.y);
      if (Math.abs(b.cost - a.cost - explained) > tolerance) return false;
    }
  }
  return true;
}

/** Largest gradient norm at the corners. */
export function steepnessOf({ corners }: Cell): number {
  return corners.reduce((most, { gradientNorm }) => Math.max(most, gradientNorm || 0), 0);
}

/** Indices, one level finer, of a cell's corners, edge middles and centre. */
export function finerPlaces(lattice: Lattice, { i, j }: Cell): Indices[] {
  return offsets(lattice, 2).map(([a, b]) => [2 * i + a, 2 * j + b]);
}

/** Lower corners, one level finer, of the cells that halving makes. */
export function childrenOf(lattice: Lattice, { i, j }: Cell): Indices[] {
  return offsets(lattice, 1).map(([a, b]) => [2 * i + a, 2 * j + b]);
}
