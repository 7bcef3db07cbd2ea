// The analytic wall: where it stands, from which weight on, and its part inside a window.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ToySource } from '../../../src/experiment/surface/toySource.ts';
import { wallCurves, wallOf } from '../../../src/experiment/surface/wall.ts';
import { axis, lecture, paper } from './toys.ts';

const wallFor = (source: ToySource) => {
  const wall = wallOf(source);
  if (!wall) throw new Error('no wall');
  return wall;
};

describe('the wall', () => {
  it("of the lecture's toy is wi = -wr/2 from wr = 4, exactly", () => {
    expect(wallOf(lecture)).toEqual({ offset: 0, slope: -0.5, fromWeight: 4 });
  });

  it("of the paper's toy is b = 0.5 - 0.6224593 w from w = 4.2553", () => {
    const { offset, slope, fromWeight } = wallFor(paper);
    expect(offset).toBe(0.5);
    expect(slope).toBeCloseTo(-0.6224593, 7);
    expect(fromWeight).toBeCloseTo(4.2553, 4);
  });

  it('does not ask which axis is which, nor for T and target', () => {
    const other: ToySource = { ...paper, xIsRecurrent: false, steps: 3, target: 0 };
    expect(wallOf(other)).toEqual(wallOf(paper));
  });

  it.each([
    ['tanh', 'lecture', 0.5, Math.atanh(0.5), -0.5, 4 / 3],
    ['tanh', 'paper', 0.5, 0.5, -Math.tanh(0.5), Math.cosh(0.5) ** 2],
    ['tanh', 'lecture', 0, 0, 0, 1],
    ['relu', 'lecture', 0.5, 0.5, -0.5, 1],
    ['relu', 'paper', 0.5, 0.5, -0.5, 1],
    ['linear', 'lecture', -2, -2, 2, 1],
    ['sigmoid', 'lecture', 0.8, Math.log(4), -0.8, 6.25],
  ] as const)(
    'of %s in the %s form from %s has its own place',
    (activation, form, start, offset, slope, fromWeight) => {
      const wall = wallFor({ ...paper, activation, form, start });
      expect(wall.offset).toBeCloseTo(offset, 13);
      expect(wall.slope).toBeCloseTo(slope, 13);
      expect(wall.fromWeight).toBeCloseTo(fromWeight, 12);
    },
  );

  it.each([
    ['sigmoid', 'lecture', 0],
    ['sigmoid', 'lecture', 1],
    ['sigmoid', 'lecture', 2],
    ['sigmoid', 'paper', 1000],
    ['tanh', 'lecture', -1],
    ['tanh', 'paper', 1000],
    ['relu', 'lecture', 0],
    ['relu', 'lecture', -0.5],
    ['relu', 'paper', -0.5],
  ] as const)('of %s in the %s form from %s does not exist', (activation, form, start) => {
    expect(wallOf({ ...paper, activation, form, start })).toBeNull();
  });

  it('separates states that go up from states that go down', () => {
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
    const { offset, slope, fromWeight } = wallFor(paper);
    fc.assert(
      fc.property(fc.double({ min: fromWeight + 0.2, max: 9, noNaN: true }), (w) => {
        const end = (u: number) => {
          let h = sigmoid(0.5);
          for (let t = 0; t < 2000; t++) h = sigmoid(w * h + u);
          return h;
        };
        const u = offset + slope * w;
        expect(end(u + 1e-6) - end(u - 1e-6)).toBeGreaterThan(0.3);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the wall in a window', () => {
  const [x, y] = [axis('wr', 3, 7, 201), axis('wi', -3.5, -1, 201)];
  const wall = wallFor(lecture);

  it('begins where it exists and ends at the edge', () => {
    expect(wallCurves(wall, x, y, true)).toEqual([
      [
        { x: 4, y: -2 },
        { x: 7, y: -3.5 },
      ],
    ]);
  });

  it('is cut by the edges of the input weight too', () => {
    const narrow = axis('wi', -3, -2.25, 9);
    expect(wallCurves(wall, x, narrow, true)).toEqual([
      [
        { x: 4.5, y: -2.25 },
        { x: 6, y: -3 },
      ],
    ]);
  });

  it('is the same on reversed axes', () => {
    const expected = wallCurves(wall, x, y, true);
    expect(wallCurves(wall, axis('wr', 7, 3, 201), axis('wi', -1, -3.5, 201), true)).toEqual(
      expected,
    );
  });

  it('changes coordinates with the axes', () => {
    expect(wallCurves(wall, y, x, false)).toEqual([
      [
        { x: -2, y: 4 },
        { x: -3.5, y: 7 },
      ],
    ]);
  });

  it('has two parts where the window holds both signs of the recurrent weight', () => {
    const both = wallCurves(wall, axis('wr', -10, 10, 3), axis('wi', -10, 10, 3), true);
    expect(both).toEqual([
      [
        { x: -10, y: 5 },
        { x: -4, y: 2 },
      ],
      [
        { x: 4, y: -2 },
        { x: 10, y: -5 },
      ],
    ]);
  });

  it.each([
    ['beside it', axis('wr', 3, 7, 5), axis('wi', 0, 1, 5)],
    ['before it begins', axis('wr', 1, 3.9, 5), axis('wi', -4, 0, 5)],
  ])('is none in a window %s', (_name, across, up) => {
    expect(wallCurves(wall, across, up, true)).toEqual([]);
  });

  it('is one place on a line through it', () => {
    expect(wallCurves(wall, axis('wr', 5), y, true)).toEqual([
      [
        { x: 5, y: -2.5 },
        { x: 5, y: -2.5 },
      ],
    ]);
  });

  it('runs along the recurrent weight where the start is zero', () => {
    const flat = wallFor({ ...lecture, activation: 'tanh', start: 0 });
    const curves = wallCurves(flat, axis('wr', 0, 2, 3), axis('wi', -1, 1, 3), true);
    expect(curves).toEqual([
      [
        { x: 1, y: expect.closeTo(0) },
        { x: 2, y: expect.closeTo(0) },
      ],
    ]);
    expect(wallCurves(flat, axis('wr', 0, 2, 3), axis('wi', 0.5, 1, 3), true)).toEqual([]);
  });

  it('stays inside the window and on its line, in any window', () => {
    const end = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(end, end, end, end, fc.boolean(), (a, b, c, d, xIsRecurrent) => {
        const [across, up] = [axis('x', a, b, 9), axis('y', c, d, 9)];
        for (const place of wallCurves(wall, across, up, xIsRecurrent).flat()) {
          const [w, u] = xIsRecurrent ? [place.x, place.y] : [place.y, place.x];
          expect(u).toBeCloseTo(-w / 2, 12);
          expect(Math.abs(w)).toBeGreaterThanOrEqual(4);
          expect(place.x).toBeGreaterThanOrEqual(Math.min(a, b) - 1e-12);
          expect(place.x).toBeLessThanOrEqual(Math.max(a, b) + 1e-12);
          expect(place.y).toBeGreaterThanOrEqual(Math.min(c, d) - 1e-12);
          expect(place.y).toBeLessThanOrEqual(Math.max(c, d) + 1e-12);
        }
      }),
    );
  });
});
