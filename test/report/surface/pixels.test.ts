import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curvePixels, isInside, pixelAt, pixelValues } from '../../../src/report/surface/pixels.ts';
import { viewOf } from './views.ts';

const SIZE = { width: 9, height: 5 };
const VIEW = viewOf({ x: [0, 8, 9], y: [0, 4, 5] }, ({ x, y }) => x + 10 * y);

describe('pixelValues', () => {
  it('has the last row of the grid at the top', () => {
    expect([...pixelValues(VIEW, SIZE)]).toEqual(
      [4, 3, 2, 1, 0].flatMap((y) => [0, 1, 2, 3, 4, 5, 6, 7, 8].map((x) => x + 10 * y)),
    );
  });

  it('takes the nearest point where there are more pixels than points', () => {
    const view = viewOf({ x: [0, 1, 2], y: [0, 1, 2] }, ({ x, y }) => x + 10 * y);
    expect([...pixelValues(view, { width: 4, height: 2 })]).toEqual([10, 10, 11, 11, 0, 0, 1, 1]);
  });

  it('covers every point once where there are more points than pixels', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 90 }),
        fc.integer({ min: 2, max: 30 }),
        (count, width) => {
          fc.pre(count >= width);
          const size = { width, height: 2 };
          let found = 0;
          for (let marked = 0; marked < count; marked += 1) {
            const view = viewOf({ x: [0, count - 1, count], y: [0, 1, 2] }, ({ x }) =>
              x === marked ? 1 : 0,
            );
            found += pixelValues(view, size).filter((value) => value > 0).length;
          }
          expect(found).toBe(2 * count);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('lets one number that is not finite show', () => {
    const view = viewOf({ x: [0, 8, 9], y: [0, 4, 5] }, ({ x, y }) =>
      x === 3 && y === 2 ? Number.NaN : 1,
    );
    for (const quantity of ['cost', 'gradientNorm'] as const) {
      const { surface } = view;
      const shown = { ...view, quantity, surface: { ...surface, gradientNorm: surface.cost } };
      const values = pixelValues(shown, { width: 3, height: 3 });
      expect(values.map((value) => (Number.isFinite(value) ? 0 : 1)).join('')).toBe('000010000');
    }
  });
});

describe('pixelAt', () => {
  it('counts columns from the left and rows from the top', () => {
    expect(pixelAt(VIEW.surface, { x: 0, y: 0 }, SIZE)).toEqual({ column: 0, row: 4 });
    expect(pixelAt(VIEW.surface, { x: 8, y: 4 }, SIZE)).toEqual({ column: 8, row: 0 });
    expect(pixelAt(VIEW.surface, { x: 3, y: 4 }, SIZE)).toEqual({ column: 3, row: 0 });
  });

  it('knows no pixel outside the window or of no number', () => {
    for (const place of [
      { x: -0.01, y: 1 },
      { x: 8.01, y: 1 },
      { x: 1, y: Number.NaN },
      { x: Number.POSITIVE_INFINITY, y: 1 },
    ]) {
      expect(isInside(VIEW.surface, place)).toBe(false);
      expect(pixelAt(VIEW.surface, place, SIZE)).toBeNull();
    }
  });

  it('finds the same pixel from the other side on a reversed axis', () => {
    const view = viewOf({ x: [8, 0, 9], y: [0, 4, 5] }, () => 0);
    expect(pixelAt(view.surface, { x: 1, y: 0 }, SIZE)).toEqual({ column: 7, row: 4 });
  });
});

describe('curvePixels', () => {
  const drawn = (...curve: { x: number; y: number }[]) => {
    const pixels = curvePixels(VIEW.surface, curve, SIZE);
    return Array.from({ length: 5 }, (_, row) =>
      Array.from({ length: 9 }, (__, column) => (pixels.has(row * 9 + column) ? '#' : '.')).join(
        '',
      ),
    );
  };

  it('draws dashes of two pixels', () => {
    expect(drawn({ x: 0, y: 2 }, { x: 8, y: 2 })).toEqual([
      '.........',
      '.........',
      '##..##...',
      '.........',
      '.........',
    ]);
  });

  it('goes on with its dashes round a corner', () => {
    expect(drawn({ x: 0, y: 1 }, { x: 5, y: 1 }, { x: 5, y: 4 })).toEqual([
      '.........',
      '.........',
      '.........',
      '##..##...',
      '.........',
    ]);
  });

  it('cuts what lies outside the window', () => {
    expect(drawn({ x: 1, y: 1e9 }, { x: 1, y: -1e9 })).toEqual([
      '.#.......',
      '.#.......',
      '.........',
      '.........',
      '.........',
    ]);
    expect(drawn({ x: 20, y: 1 }, { x: 30, y: 1 }).join('')).not.toContain('#');
    expect(drawn({ x: Number.NaN, y: 1 }, { x: 1, y: 1 }).join('')).not.toContain('#');
  });

  it('takes ends that are as far away as doubles go', () => {
    const far = fc.constantFrom(-Number.MAX_VALUE, -1e300, -1e20, 1, 1e20, 1e300, Number.MAX_VALUE);
    fc.assert(
      fc.property(fc.array(fc.record({ x: far, y: far }), { maxLength: 4 }), (curve) => {
        for (const pixel of curvePixels(VIEW.surface, curve, SIZE)) {
          expect(pixel).toBeGreaterThanOrEqual(0);
          expect(pixel).toBeLessThan(SIZE.width * SIZE.height);
        }
      }),
    );
  });

  it('draws a curve of very many points like one of few', () => {
    const many = Array.from({ length: 4001 }, (_, i) => ({ x: i / 500, y: 2 }));
    expect(drawn(...many)).toEqual(drawn({ x: 0, y: 2 }, { x: 8, y: 2 }));
  });
});
