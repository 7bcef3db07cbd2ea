// Adaptive refinement of a grid: the wall of a cost surface is thinner than any uniform grid, so cells
// are halved where their corners do not explain one another, then the steepest point is closed in on.
import type { Sampler } from '../sampler.ts';
import type { Refinement, Surface } from '../surface.ts';
import { gridCellCount, steepestFirst, unresolvedOfGrid } from './cells.ts';
import { closeIn } from './closeIn.ts';
import { halve, newPointsPerCell } from './halve.ts';
import { createLattice } from './lattice.ts';
import { changeFraction, createSearch, type Search } from './search.ts';

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
  const search = createSearch(surface, lattice, sampler, budget);
  const tolerance = TOLERANCE * rangeOf(surface.cost);
  const halved = await halveCells(search, tolerance, Math.floor(budget * HALVING_SHARE));
  const closing = await closeIn(search, budget);
  const { points, steepest } = search;
  const { columns } = points;
  const computed = points.computed();
  const lastChangeFraction = closing ?? halved.changeFraction;
  const isDone = halved.isDone && points.count < budget && lastChangeFraction < STILL;
  return {
    levels: computed.level.reduce((most, level) => Math.max(most, level), 0),
    points: computed,
    refinedCellCount: halved.refinedCellCount,
    cellCount: gridCellCount(lattice),
    steepest: {
      x: columns.x[steepest.point] ?? Number.NaN,
      y: columns.y[steepest.point] ?? Number.NaN,
      cost: columns.cost[steepest.point] ?? Number.NaN,
      gradientNorm: steepest.gradientNorm,
    },
    lastChangeFraction,
    ended: isDone ? 'converged' : 'budget',
  };
}

interface Halved {
  /** Cells of the grid that were halved. */
  readonly refinedCellCount: number;
  /** Whether no unresolved cell was left out, for want of budget or of numbers between its corners. */
  readonly isDone: boolean;
  /** Change of the largest norm over the last level. */
  readonly changeFraction: number;
}

/** Halves unresolved cells level by level. */
async function halveCells(search: Search, tolerance: number, budget: number): Promise<Halved> {
  const { lattice, points } = search;
  let cells = unresolvedOfGrid(lattice, points, tolerance);
  let result: Halved = { refinedCellCount: 0, isDone: true, changeFraction: 0 };
  for (let level = 0; cells.count > 0; level++) {
    const left = level < lattice.mostLevels ? budget - points.count : 0;
    const affordable = Math.max(0, Math.floor(left / newPointsPerCell(lattice)));
    const isWhole = cells.count <= affordable;
    result = { ...result, isDone: result.isDone && isWhole };
    if (affordable === 0) break;
    const order = isWhole
      ? Int32Array.from({ length: cells.count }, (_, cell) => cell)
      : steepestFirst(cells, points).subarray(0, affordable);
    const before = search.steepest;
    cells = await halve(search, level, cells, order, tolerance);
    result = {
      refinedCellCount: level === 0 ? order.length : result.refinedCellCount,
      isDone: result.isDone,
      changeFraction: changeFraction(before, search.steepest),
    };
  }
  return result;
}

/** Difference of the largest and the smallest finite value. */
function rangeOf(values: Float64Array): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  values.forEach((value) => {
    if (!Number.isFinite(value)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  return high > low ? high - low : 0;
}
