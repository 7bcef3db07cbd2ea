// What refinement finds, seen from outside: the paper's steepest points, an honest end, and points that
// are where they should be.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Refinement, Surface } from '../../../../src/experiment/surface/surface.ts';
import { axis, lecture, paper, paperRequest, sweepHere } from '../toys.ts';

async function refined(change: Parameters<typeof paperRequest>[1], budget: number, count = 101) {
  const { surface, refinement } = await sweepHere(
    paperRequest(count, { refine: { budget }, ...change }),
  );
  if (!refinement) throw new Error('not refined');
  return { surface, refinement };
}

/** Checks what holds for every refinement. */
function expectSound(
  { x, y, xs, ys, cost, gradientNorm }: Surface,
  found: Refinement,
  budget: number,
): void {
  const { points, levels, steepest } = found;
  const count = points.x.length;
  expect(count).toBeLessThanOrEqual(budget);
  for (const column of [points.y, points.level, points.cost, points.dx, points.dy]) {
    expect(column).toHaveLength(count);
  }
  const within = (value: number, { min, max }: typeof x) =>
    value >= Math.min(min, max) && value <= Math.max(min, max);
  // Closing in may come by a place again; its numbers are then the same.
  const numbers = new Map<string, string>();
  for (let n = 0; n < cost.length; n++) {
    const place = `${xs[n % xs.length]} ${ys[Math.floor(n / xs.length)]}`;
    numbers.set(place, `${cost[n]} ${gradientNorm[n]}`);
  }
  let outsideCount = 0;
  let differentCount = 0;
  for (let n = 0; n < count; n++) {
    const place = `${points.x[n]} ${points.y[n]}`;
    const here = `${points.cost[n]} ${points.gradientNorm[n]}`;
    if (!within(points.x[n]!, x) || !within(points.y[n]!, y)) outsideCount++;
    if ((numbers.get(place) ?? here) !== here) differentCount++;
    numbers.set(place, here);
  }
  expect({ outsideCount, differentCount }).toEqual({ outsideCount: 0, differentCount: 0 });
  expect([...points.level].every((level) => level >= 1 && level <= levels)).toBe(true);
  expect(found.refinedCellCount).toBeLessThanOrEqual(found.cellCount);
  expect(within(steepest.x, x) && within(steepest.y, y)).toBe(true);
}

describe('refinement of a line across the wall', () => {
  it.each([
    // b by golden-section search of the norm with 40 digits (mpmath); norms to four digits.
    [4.6, -2.364275801, 315.72],
    [4.8, -2.48802303, 1396.3],
    [5.0, -2.612341358, 6773.1],
    [5.2, -2.73679735, 34242],
    [5.4, -2.861282133, 173678],
  ])("at w = %s finds the paper's steepest point", async (w, b, norm) => {
    const change = { x: axis('w', w), y: axis('b', -2.9, -1.9, 101) };
    const { surface, refinement } = await refined(change, 20_000);
    expect(refinement.ended).toBe('converged');
    expect(refinement.steepest.x).toBe(w);
    expect(refinement.steepest.y).toBeCloseTo(b, 8);
    expect(Number(refinement.steepest.gradientNorm.toPrecision(4))).toBe(
      Number(norm.toPrecision(4)),
    );
    expectSound(surface, refinement, 20_000);
  });

  it('finds it on a reversed and on a swapped line too', async () => {
    const reversed = await refined({ x: axis('w', 5), y: axis('b', -1.9, -2.9, 101) }, 20_000);
    expect(reversed.refinement.steepest.y).toBeCloseTo(-2.612341358, 8);
    const swapped = await refined(
      {
        source: { ...paper, xIsRecurrent: false },
        x: axis('b', -2.9, -1.9, 101),
        y: axis('w', 5),
      },
      20_000,
    );
    expect(swapped.refinement.steepest.x).toBeCloseTo(-2.612341358, 8);
    expect(swapped.refinement.ended).toBe('converged');
  });

  it('goes on through a line that the grid barely sees', async () => {
    const found = await refined({ x: axis('w', 5), y: axis('b', -2.9, -1.9, 11) }, 20_000);
    expect(found.refinement.steepest.gradientNorm).toBeCloseTo(6773.1, 0);
  });
});

describe('refinement of a window', () => {
  it.each([0, 1, 50, 3000])('says honestly that a budget of %s ended it', async (budget) => {
    const { surface, refinement } = await refined({}, budget, 21);
    expect(refinement.ended).toBe('budget');
    expectSound(surface, refinement, budget);
  });

  it('finds steeper points than the grid, the more the budget allows', async () => {
    const norms: number[] = [];
    for (const budget of [0, 1000, 10_000]) {
      const { surface, refinement } = await refined({}, budget, 41);
      expectSound(surface, refinement, budget);
      const onGrid = surface.gradientNorm.reduce((most, norm) => Math.max(most, norm), 0);
      expect(refinement.steepest.gradientNorm).toBeGreaterThanOrEqual(onGrid);
      norms.push(refinement.steepest.gradientNorm);
    }
    expect(norms[1]).toBeGreaterThan(10 * norms[0]!);
    expect(norms[2]).toBeGreaterThan(norms[1]!);
  });

  it('far from the wall adds little and converges', async () => {
    const change = { x: axis('w', 0, 1, 41), y: axis('b', 0, 1, 41) };
    const { surface, refinement } = await refined(change, 20_000);
    expect(refinement.ended).toBe('converged');
    expect(refinement.points.x.length).toBeLessThan(1000);
    expectSound(surface, refinement, 20_000);
  });

  it('gives its steepest point with the cost and norm that a sweep has there', async () => {
    const { refinement } = await refined({}, 5000, 31);
    const { x, y, cost, gradientNorm } = refinement.steepest;
    const { surface } = await sweepHere(paperRequest(1, { x: axis('w', x), y: axis('b', y) }));
    expect([surface.cost[0], surface.gradientNorm[0]]).toEqual([cost, gradientNorm]);
  });

  it('is sound in any window and budget', async () => {
    const eighths = (min: number, max: number) =>
      fc.integer({ min: 8 * min, max: 8 * max }).map((n) => n / 8);
    const count = fc.constantFrom(1, 2, 3, 7, 12);
    const across = fc
      .record({ min: eighths(-8, 8), length: eighths(1, 4), count })
      .map((a) => axis('a', a.min, a.count === 1 ? a.min : a.min + a.length, a.count));
    await fc.assert(
      fc.asyncProperty(
        across,
        across,
        fc.integer({ min: 0, max: 2000 }),
        fc.constantFrom(paper, lecture, { ...lecture, activation: 'tanh' } as const),
        async (x, y, budget, source) => {
          const found = await refined({ source, x, y }, budget);
          expectSound(found.surface, found.refinement, budget);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('refinement', () => {
  it('of a single point is that point', async () => {
    const { refinement } = await refined({ x: axis('w', 5), y: axis('b', -2) }, 1000);
    expect(refinement.points.x).toHaveLength(0);
    expect(refinement).toMatchObject({ levels: 0, refinedCellCount: 0, cellCount: 0 });
    expect(refinement.steepest).toMatchObject({ x: 5, y: -2 });
    expect(refinement.steepest.gradientNorm).toBeCloseTo(0.05549566, 8);
  });

  it.each([
    ['partly', axis('w', 1, 1e9, 21)],
    ['everywhere', axis('w', 1e20, 1e30, 21)],
  ])('ends where costs are not finite %s', async (_name, x) => {
    const source = { ...lecture, activation: 'linear' } as const;
    const { surface, refinement } = await refined({ source, x, y: axis('b', -1, 1, 21) }, 3000);
    expect([...surface.cost].some((cost) => !Number.isFinite(cost))).toBe(true);
    expect(refinement.points.x.length).toBeLessThanOrEqual(3000);
  });
});
