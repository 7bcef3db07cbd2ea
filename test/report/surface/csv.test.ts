import { describe, expect, it } from 'vitest';
import { axisValues } from '../../../src/experiment/surface/axis.ts';
import type { Refinement, Surface } from '../../../src/experiment/surface/surface.ts';
import { surfaceCsv } from '../../../src/report/surface/csv.ts';
import { viewOf, withNumbers } from './views.ts';

const named = (surface: Surface, x: string, y: string): Surface => ({
  ...surface,
  x: { ...surface.x, name: x },
  y: { ...surface.y, name: y },
});

const flat = viewOf({ x: [1, 2, 2], y: [3, 4, 2] }, () => 0);
const headerOf = (x: string, y: string) =>
  surfaceCsv(named(flat.surface, x, y), null).split('\n')[0];

const refinement: Refinement = {
  levels: 2,
  points: {
    x: Float64Array.of(1.5, 1.25),
    y: Float64Array.of(3, 3),
    level: Uint8Array.of(1, 2),
    cost: Float64Array.of(7, 8),
    dx: Float64Array.of(-3, 0),
    dy: Float64Array.of(4, 1e-300),
    gradientNorm: Float64Array.of(5, 1e-300),
  },
  refinedCellCount: 1,
  cellCount: 1,
  steepest: { x: 1.5, y: 3, cost: 7, gradientNorm: 5 },
  lastChangeFraction: 0,
  ended: 'converged',
};

describe('surfaceCsv', () => {
  it('writes the points of the grid, x inner, then those of refinement with their level', () => {
    const surface: Surface = {
      ...flat.surface,
      cost: Float64Array.of(0.1, 1 / 3, 1e21, 5e-324),
      dx: Float64Array.of(-1, 0, 2, 3),
      dy: Float64Array.of(0, -0, 0.5, 4),
      gradientNorm: Float64Array.of(1, 0, 2.0615528128088303, 5),
    };
    expect(surfaceCsv(surface, refinement)).toBe(
      [
        'w,b,cost,dCost/dw,dCost/db,gradientNorm,level',
        '1,3,0.1,-1,0,1,0',
        '2,3,0.3333333333333333,0,0,0,0',
        '1,4,1e+21,2,0.5,2.0615528128088303,0',
        '2,4,5e-324,3,4,5,0',
        '1.5,3,7,-3,4,5,1',
        '1.25,3,8,0,1e-300,1e-300,2',
        '',
      ].join('\n'),
    );
  });

  it('keeps the order of reversed axes', () => {
    const { surface } = viewOf({ x: [2, 1, 3], y: [0, -1, 2] }, ({ x, y }) => x + 10 * y);
    const rows = surfaceCsv(surface, null).trimEnd().split('\n').slice(1);
    expect(rows.map((row) => row.split(',').slice(0, 3).map(Number))).toEqual([
      [2, 0, 2],
      [1.5, 0, 1.5],
      [1, 0, 1],
      [2, -1, -8],
      [1.5, -1, -8.5],
      [1, -1, -9],
    ]);
  });

  it('writes numbers that are not finite as NumPy and pandas read them', () => {
    const { surface } = withNumbers(flat, {
      cost: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1],
    });
    const rows = surfaceCsv(surface, null).trimEnd().split('\n').slice(1);
    expect(rows.map((row) => row.split(',')[2])).toEqual(['NaN', 'Infinity', '-Infinity', '1']);
  });

  it('quotes names with commas and quotes', () => {
    expect(headerOf('Whh[0,0]', 'say "b"')).toBe(
      '"Whh[0,0]","say ""b""",cost,"dCost/dWhh[0,0]","dCost/dsay ""b""",gradientNorm,level',
    );
  });

  it('keeps names from being taken for formulas, numbers as they are', () => {
    for (const name of ['=1+1', '+x', '-x', '@SUM(A1)', '＝1', ' =1', '\t=1', '\r\n=1']) {
      expect(headerOf(name, 'b')).toMatch(/^'[=+@＝-]/u);
    }
    expect(headerOf('=HYPERLINK("a","b")', 'b')).toMatch(/^"'=HYPERLINK\(""a"",""b""\)",b,/);
    const { surface } = viewOf({ x: [-2, -1, 2], y: [-1, -1, 1] }, () => -4);
    expect(surfaceCsv(surface, null)).toContain('\n-2,-1,-4,');
  });

  it('keeps the header on one line whatever the names hold', () => {
    const lines = surfaceCsv(named(flat.surface, 'a\nb\u2028c', 'd\u001b[31m\r\ne'), null).split(
      '\n',
    );
    expect(lines[0]).toMatch(/^a b c,d e,cost,/);
    expect(lines).toHaveLength(6);
  });

  it('writes a million points with every row in its place', () => {
    const count = 1000;
    const axis = (name: string) => ({ name, min: 0, max: count - 1, count });
    const size = count * count;
    const numbers = Float64Array.from({ length: size }, (_, index) => index + 0.5);
    const surface: Surface = {
      form: 'paper',
      x: axis('w'),
      y: axis('b'),
      xs: axisValues(axis('w')),
      ys: axisValues(axis('b')),
      cost: numbers,
      dx: numbers,
      dy: numbers,
      gradientNorm: numbers,
    };
    const rows = surfaceCsv(surface, null).split('\n');
    expect(rows).toHaveLength(size + 2);
    for (const index of [0, 1, 4095, 4096, 4097, 123_456, size - 1]) {
      const value = index + 0.5;
      const [x, y] = [index % count, Math.floor(index / count)];
      expect(rows[index + 1]).toBe(`${x},${y},${value},${value},${value},${value},0`);
    }
    expect(rows.at(-1)).toBe('');
  });
});
