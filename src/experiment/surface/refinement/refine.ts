// Adaptive refinement of a grid: the wall of a cost surface is thinner than any uniform grid, so cells
// are halved where their corners do not explain one another, then the steepest point is closed in on.
import type { Sampler } from '../sampler.ts';
import type { Refinement, Surface } from '../surface.ts';
import {
  type Cell,
  cellsAt,
  childrenOf,
  finerPlaces,
  gridCells,
  isResolved,
  type LevelPoints,
  steepnessOf,
} from './cells.ts';
import { closeIn } from './closeIn.ts';
import { createLattice } from './lattice.ts';
import {
  changeFraction,
  createSearch,
  gridPoints,
  type Indices,
  type Point,
  type Search,
} from './search.ts';

/** How far to refine. */
export interface RefineOptions {
  /** Most points to compute beyond the grid. */
  readonly budget: number;
}

/** Share of the range of costs by which an edge may differ from what its gradients explain. */
const TOLERANCE = 1e-3;

/** The largest gradient norm stands still when a level changes it by less than this share. */
const STILL = 1e-3;

/** Share of the budget that halving cells may take; the rest is for closing in. */
const HALVING_SHARE = 0.9;

/**
 * Refines a grid.
 *
 * A cell is halved while, along one of its edges, the difference of the costs departs from the
 * trapezoid of the gradients by more than 0.1% of the range of costs: there the grid does not resolve
 * the surface. Where the budget does not reach for a whole level, the cells with the steepest corners
 * come first. Then the steepest point is closed in on.
 *
 * @param sampler computes the points, level by level
 * @returns `converged` if no cell was left unresolved and the last level changed the largest norm by
 * less than 0.1%
 */
export async function refine(
  surface: Surface,
  sampler: Sampler,
  { budget }: RefineOptions,
): Promise<Refinement> {
  const lattice = createLattice(surface.x, surface.y);
  const grid = gridPoints(surface);
  const search = createSearch(surface, grid, lattice, sampler);
  const cells = gridCells(lattice);
  const halved = await halveCells(search, surface, grid, cells, Math.floor(budget * HALVING_SHARE));
  const closing = await closeIn(search, budget);
  const points = search.points();
  const { x, y, cost, gradientNorm } = search.steepest.point;
  const lastChangeFraction = closing ?? halved.changeFraction;
  const isDone = halved.isDone && search.count < budget && lastChangeFraction < STILL;
  return {
    levels: points.level.reduce((most, level) => Math.max(most, level), 0),
    points,
    refinedCellCount: halved.refinedCellCount,
    cellCount: cells.length,
    steepest: { x, y, cost, gradientNorm },
    lastChangeFraction,
    ended: isDone ? 'converged' : 'budget',
  };
}

interface Halved {
  /** Cells of the grid that were halved. */
  readonly refinedCellCount: number;
  /** Whether no unresolved cell was left out for want of budget. */
  readonly isDone: boolean;
  /** Change of the largest norm over the last level. */
  readonly changeFraction: number;
}

/** Halves unresolved cells level by level. */
async function halveCells(
  search: Search,
  { cost }: Surface,
  grid: readonly Point[],
  firstCells: readonly Indices[],
  budget: number,
): Promise<Halved> {
  const { lattice } = search;
  const tolerance = TOLERANCE * rangeOf(cost);
  const pointsPerCell = lattice.stepX && lattice.stepY ? 5 : 1;
  let points: LevelPoints = new Map(grid.entries());
  let places = firstCells;
  let result: Halved = { refinedCellCount: 0, isDone: true, changeFraction: 0 };
  for (let level = 0; level < lattice.mostLevels; level++) {
    let cells = cellsAt(lattice, level, places, points).filter(
      (cell) => !isResolved(cell, tolerance),
    );
    const affordable = Math.max(0, Math.floor((budget - search.count) / pointsPerCell));
    if (cells.length > affordable) {
      result = { ...result, isDone: false };
      cells = steepestFirst(cells).slice(0, affordable);
    }
    if (cells.length === 0) break;
    const before = search.steepest;
    points = await halve(search, level, cells, points);
    places = cells.flatMap((cell) => childrenOf(lattice, cell));
    result = {
      refinedCellCount: level === 0 ? cells.length : result.refinedCellCount,
      isDone: result.isDone,
      changeFraction: changeFraction(before, search.steepest),
    };
  }
  return result;
}

/** Computes what halving cells adds; returns the points of the finer level. */
async function halve(
  { lattice, compute }: Search,
  level: number,
  cells: readonly Cell[],
  points: LevelPoints,
): Promise<LevelPoints> {
  const finer = new Map<number, Point>();
  const wanted = new Map<number, Indices>();
  for (const cell of cells) {
    for (const place of finerPlaces(lattice, cell)) {
      const [i, j] = place;
      const isKnown = i % 2 === 0 && j % 2 === 0;
      const known = isKnown ? points.get(lattice.keyOf(level, i / 2, j / 2)) : undefined;
      const key = lattice.keyOf(level + 1, i, j);
      if (known) finer.set(key, known);
      else wanted.set(key, place);
    }
  }
  const computed = await compute(level + 1, [...wanted.values()]);
  for (const [n, key] of [...wanted.keys()].entries()) {
    const point = computed[n];
    if (point) finer.set(key, point);
  }
  return finer;
}

function steepestFirst(cells: readonly Cell[]): Cell[] {
  return cells
    .map((cell) => ({ cell, steepness: steepnessOf(cell) }))
    .sort((a, b) => b.steepness - a.steepness)
    .map(({ cell }) => cell);
}

/** Difference of the largest and the smallest finite value. */
function rangeOf(values: Float64Array): number {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = finite.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return high > low ? high - low : 0;
}
