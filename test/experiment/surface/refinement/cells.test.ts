// Cells: which of them their corners explain, which come first, and what halving makes of them.
import { describe, expect, it } from 'vitest';
import {
  type Cells,
  gridCellCount,
  steepestFirst,
  unresolvedOfGrid,
} from '../../../../src/experiment/surface/refinement/cells.ts';
import { halve } from '../../../../src/experiment/surface/refinement/halve.ts';
import { createLattice } from '../../../../src/experiment/surface/refinement/lattice.ts';
import { createPoints } from '../../../../src/experiment/surface/refinement/points.ts';
import { refine } from '../../../../src/experiment/surface/refinement/refine.ts';
import { createSearch } from '../../../../src/experiment/surface/refinement/search.ts';
import type { Surface } from '../../../../src/experiment/surface/surface.ts';
import { type Formula, samplerOf, surfaceOf } from './surfaces.ts';

const placesOf = (cells: Cells) =>
  Array.from({ length: cells.count }, (_, cell) => [cells.iOf(cell), cells.jOf(cell)]);

function unresolved(surface: Surface, tolerance: number): number[][] {
  const lattice = createLattice(surface.x, surface.y);
  return placesOf(unresolvedOfGrid(lattice, createPoints(surface, 0), tolerance));
}

const step = (x: number) => (x > 0.6 ? 1 : 0);
const allOf = (columns: number, rows: number) =>
  Array.from({ length: columns * rows }, (_, n) => [n % columns, Math.floor(n / columns)]);

describe('a cell', () => {
  it('is resolved where the trapezoid of the gradients gives the costs: up to second order', () => {
    const bowl = surfaceOf(
      4,
      3,
      (x, y) => x * x + x * y + 3 * y,
      (x, y) => 2 * x + y,
      (x) => x + 3,
    );
    expect(unresolved(bowl, 1e-12)).toEqual([]);
  });

  it('is unresolved where the gradient along one axis is missing', () => {
    const slope = surfaceOf(4, 3, (_, y) => y);
    expect(unresolved(slope, 0.49)).toEqual(allOf(3, 2));
    expect(unresolved(slope, 0.51)).toEqual([]);
  });

  it.each([
    ['lower', () => 0, (y: number) => 1 - y, () => 0],
    ['upper', () => 0, (y: number) => y, () => 0],
    ['left', () => 0, () => 0, (x: number) => 1 - x],
    ['right', () => 0, () => 0, (x: number) => x],
  ])('is unresolved where its %s edge alone is', (_, cost, dx, dy) => {
    const cell = surfaceOf(
      2,
      2,
      cost,
      (_x, y) => dx(y),
      (x) => dy(x),
    );
    expect(unresolved(cell, 0.9)).toEqual([[0, 0]]);
    expect(unresolved(cell, 1.1)).toEqual([]);
  });

  it('is unresolved where a step of the cost runs through it', () => {
    expect(unresolved(surfaceOf(6, 3, step), 0.5)).toEqual([
      [3, 0],
      [3, 1],
    ]);
    expect(
      unresolved(
        surfaceOf(3, 6, (_, y) => step(y)),
        0.5,
      ),
    ).toEqual([
      [0, 3],
      [1, 3],
    ]);
  });

  it('is a segment along a line, whichever axis it runs along', () => {
    expect(unresolved(surfaceOf(6, 1, step), 0.5)).toEqual([[3, 0]]);
    expect(
      unresolved(
        surfaceOf(1, 6, (_, y) => step(y)),
        0.5,
      ),
    ).toEqual([[0, 3]]);
  });

  it('counts as resolved where its costs or gradients are not finite', () => {
    expect(
      unresolved(
        surfaceOf(3, 3, () => Number.NaN),
        0.5,
      ),
    ).toEqual([]);
    const hole = surfaceOf(2, 2, step, () => Number.NaN);
    expect(unresolved(hole, 0.5)).toEqual([]);
  });

  it('is counted by the extents of the grid', () => {
    const count = (columns: number, rows: number) => {
      const { x, y } = surfaceOf(columns, rows, step);
      return gridCellCount(createLattice(x, y));
    };
    expect([count(4, 3), count(4, 1), count(1, 3), count(1, 1)]).toEqual([6, 3, 2, 0]);
  });
});

describe('the steepest cells', () => {
  it('come first, equals and those without a number in order', () => {
    // Costs no gradient explains, norms 0, 1, 4, 4, NaN along a line of four segments.
    const norms = [0, 1, 4, 4, Number.NaN, 9];
    const line = { ...surfaceOf(6, 1, (x) => x), gradientNorm: Float64Array.from(norms) };
    const points = createPoints(line, 0);
    const cells = unresolvedOfGrid(createLattice(line.x, line.y), points, 0.1);
    expect([...steepestFirst(cells, points)]).toEqual([4, 1, 2, 3, 0]);
  });
});

describe('halving', () => {
  const formula: Formula = { cost: step, dx: () => 0, dy: () => 0 };

  async function halved(columns: number, rows: number, order?: number[]) {
    const surface = surfaceOf(columns, rows, formula.cost);
    const sampler = samplerOf(formula);
    const lattice = createLattice(surface.x, surface.y);
    const search = createSearch(surface, lattice, sampler, 100);
    const cells = unresolvedOfGrid(lattice, search.points, 0.5);
    const all = Int32Array.from(order ?? Array.from({ length: cells.count }, (_, n) => n));
    const children = await halve(search, 0, cells, all, 0.5);
    return { asked: sampler.asked, children, search };
  }

  it('computes edge middles and centres, an edge that two cells share once', async () => {
    const { asked } = await halved(3, 3);
    // The step at 0.6 runs through the right column: cells over x 0.5 … 1, y 0 … 0.5 and 0.5 … 1.
    expect(asked).toEqual([
      [0.75, 0],
      [0.5, 0.25],
      [0.75, 0.25],
      [1, 0.25],
      [0.75, 0.5],
      [0.5, 0.75],
      [0.75, 0.75],
      [1, 0.75],
      [0.75, 1],
    ]);
  });

  it('takes the cells in the order it is given', async () => {
    const { asked } = await halved(3, 3, [1]);
    expect(asked).toEqual([
      [0.75, 0.5],
      [0.5, 0.75],
      [0.75, 0.75],
      [1, 0.75],
      [0.75, 1],
    ]);
  });

  it.each([
    [
      3,
      3,
      [
        [2, 0],
        [2, 1],
        [2, 2],
        [2, 3],
      ],
    ],
    [3, 1, [[2, 0]]],
  ])('leaves what the step still runs through on %i by %i points', async (columns, rows, left) => {
    const { children, search } = await halved(columns, rows);
    expect(placesOf(children)).toEqual(left);
    const { x, y } = search.points.columns;
    for (let cell = 0; cell < children.count; cell++) {
      for (let corner = 0; corner < children.cornerCount; corner++) {
        const point = children.cornerOf(cell, corner);
        const [a, b] = [corner % 2, Math.floor(corner / 2)];
        expect(x[point]).toBe(search.lattice.xAt(1, children.iOf(cell) + a));
        expect(y[point]).toBe(search.lattice.yAt(1, children.jOf(cell) + b));
      }
    }
  });

  it('never calls a step of the cost resolved, down to neighbouring numbers', async () => {
    const budget = 10_000;
    const refined = (cost: Formula['cost']) =>
      refine(surfaceOf(6, 1, cost), samplerOf({ ...formula, cost }), { budget });
    const { ended, points } = await refined(step);
    expect(ended).toBe('budget');
    expect(points.x.length).toBeLessThan(budget);
    expect((await refined(() => 1)).ended).toBe('converged');
  });
});
