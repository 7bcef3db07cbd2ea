// Closing in on the steepest point: found to the grain of the lattice, along the wall too, in budget.
import { describe, expect, it } from 'vitest';
import { closeIn } from '../../../../src/experiment/surface/refinement/closeIn.ts';
import { createLattice } from '../../../../src/experiment/surface/refinement/lattice.ts';
import { createSearch } from '../../../../src/experiment/surface/refinement/search.ts';
import { type Formula, samplerOf, surfaceOf } from './surfaces.ts';

/** A gradient across the line of slope −0.6, whose norm peaks with 5 at one place of it. */
function peakAt(atX: number, atY: number, sharpness = 1): Formula {
  const norm = (x: number, y: number) => {
    const across = (0.6 * (x - atX) + (y - atY)) * sharpness;
    const along = x - atX - 0.6 * (y - atY);
    return 5 / (1 + across * across + along * along) / Math.sqrt(1.36);
  };
  return {
    cost: () => 0,
    dx: (x, y) => 0.6 * norm(x, y),
    dy: (x, y) => norm(x, y),
  };
}

async function closed(formula: Formula, columns: number, rows: number, budget: number) {
  const surface = surfaceOf(columns, rows, formula.cost, formula.dx, formula.dy);
  const sampler = samplerOf(formula);
  const lattice = createLattice(surface.x, surface.y);
  const search = createSearch(surface, lattice, sampler, budget);
  const change = await closeIn(search, budget);
  const { x, y } = search.points.columns;
  const { point, gradientNorm } = search.steepest;
  return { change, asked: sampler.asked, x: x[point]!, y: y[point]!, gradientNorm };
}

describe('closing in', () => {
  it('finds the steepest point of a smooth hill', async () => {
    const { x, y, gradientNorm, change } = await closed(peakAt(0.3217, 0.718), 5, 5, 5000);
    expect(x).toBeCloseTo(0.3217, 3);
    expect(y).toBeCloseTo(0.718, 3);
    expect(Math.abs(gradientNorm - 5) / 5).toBeLessThan(1e-6);
    expect(change).toBeLessThan(1e-3);
  });

  it('follows a wall that runs across the grid and is thin across itself', async () => {
    const { gradientNorm } = await closed(peakAt(0.13, 0.85, 1e5), 5, 5, 20_000);
    expect(Math.abs(gradientNorm - 5) / 5).toBeLessThan(1e-3);
  });

  it('stays within the window where the steepest point is its corner', async () => {
    const { x, y, asked } = await closed(peakAt(2, 2), 5, 5, 2000);
    expect([x, y]).toEqual([1, 1]);
    expect(asked.every(([a, b]) => a >= 0 && a <= 1 && b >= 0 && b <= 1)).toBe(true);
  });

  it('works along a line', async () => {
    const { x, y } = await closed(peakAt(0.3217, 0), 9, 1, 1000);
    expect(x).toBeCloseTo(0.3217, 3);
    expect(y).toBe(0);
  });

  it.each([0, 1, 7, 100])('computes no more than its budget of %i', async (budget) => {
    const { asked } = await closed(peakAt(0.3217, 0.718, 3000), 5, 5, budget);
    expect(asked).toHaveLength(budget);
  });

  it('says that there is no level to go to on a single point', async () => {
    expect((await closed(peakAt(0, 0), 1, 1, 100)).change).toBeNull();
  });
});
