import { describe, expect, it } from 'vitest';
import { clampColumns, glyphsFor, paletteFor } from '../../src/report/terminal.ts';

describe('clampColumns', () => {
  it.each([
    [80, 80],
    [0, 80],
    [Number.NaN, 80],
    [Number.POSITIVE_INFINITY, 80],
    [-3, 80],
    [7, 20],
    [1000, 400],
    [100.7, 100],
  ])('lays out for a width of %d in %d columns', (columns, expected) =>
    expect(clampColumns(columns)).toBe(expected),
  );
});

describe('paletteFor', () => {
  it('gives every series a colour of its own at every level but 0', () => {
    for (const color of [1, 2, 3] as const) {
      const painted = paletteFor({ color }).series.map((paint) => paint('x'));
      expect(new Set(painted).size).toBe(painted.length);
    }
    const plain = paletteFor({ color: 0 });
    for (const paint of [...plain.series, plain.threshold, plain.faint, plain.heading]) {
      expect(paint('x')).toBe('x');
    }
  });
});

describe('glyphsFor', () => {
  it('gives every series horizontal lines of their own', () => {
    for (const unicode of [true, false]) {
      const horizontal = glyphsFor({ unicode }).lines.map((symbols) => symbols[4]);
      expect(new Set(horizontal).size).toBe(horizontal.length);
    }
  });

  it('stays within ASCII where asked to', () => {
    expect(JSON.stringify(glyphsFor({ unicode: false }))).toMatch(/^[ -~]*$/);
  });
});
