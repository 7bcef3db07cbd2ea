// The places refinement may look at: shared bit for bit between levels, numbered without clashes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisValues } from '../../../../src/experiment/surface/axis.ts';
import { createLattice } from '../../../../src/experiment/surface/refinement/lattice.ts';
import { axis } from '../toys.ts';

const window = createLattice(axis('w', 4.5, 5.5, 101), axis('b', -2.9, -1.9, 51));

describe('a lattice', () => {
  it('has the values of the axes at level 0', () => {
    const xs = Float64Array.from({ length: 101 }, (_, i) => window.xAt(0, i));
    const ys = Float64Array.from({ length: 51 }, (_, j) => window.yAt(0, j));
    expect(xs).toEqual(axisValues(axis('w', 4.5, 5.5, 101)));
    expect(ys).toEqual(axisValues(axis('b', -2.9, -1.9, 51)));
  });

  it('gives a place that two levels share the same bits in both', () => {
    const places = fc.record({
      level: fc.integer({ min: 0, max: window.mostLevels - 1 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(places, ({ level, share }) => {
        const i = Math.floor(share * window.lastX(level));
        const j = Math.floor(share * window.lastY(level));
        expect(window.xAt(level + 1, 2 * i)).toBe(window.xAt(level, i));
        expect(window.yAt(level + 1, 2 * j)).toBe(window.yAt(level, j));
      }),
    );
  });

  it('still tells neighbours apart at its last level, at both ends', () => {
    const level = window.mostLevels;
    const last = window.lastX(level);
    expect(window.xAt(level, 1)).toBeGreaterThan(window.xAt(level, 0));
    expect(window.xAt(level, last)).toBeGreaterThan(window.xAt(level, last - 1));
    expect(window.xAt(level, last)).toBe(5.5);
  });

  it('halves the spacing from level to level', () => {
    expect(window.spacingX(0)).toBeCloseTo(0.01, 15);
    expect(window.spacingX(3)).toBe(window.spacingX(0) / 8);
    expect(window.spacingY(3)).toBe(window.spacingY(0) / 8);
  });

  it('keys places of a level without clashes, as points of the grid at level 0', () => {
    const small = createLattice(axis('w', 0, 1, 4), axis('b', 1, 0, 3));
    const keys: number[] = [];
    for (let j = 0; j < 3; j++) for (let i = 0; i < 4; i++) keys.push(small.keyOf(0, i, j));
    expect(keys).toEqual(Array.from({ length: 12 }, (_, n) => n));
    const level = window.mostLevels;
    const largest = window.keyOf(level, window.lastX(level), window.lastY(level));
    expect(Number.isSafeInteger(largest)).toBe(true);
  });

  it('has no extent along a single value', () => {
    const line = createLattice(axis('w', 5), axis('b', -2.9, -1.9, 101));
    expect([line.stepX, line.stepY]).toEqual([0, 1]);
    expect(line.lastX(7)).toBe(0);
    expect(line.spacingX(7)).toBe(0);
    expect(line.xAt(7, 0)).toBe(5);
    expect(line.lastY(7)).toBe(12_800);
  });

  it('has no levels where no number lies between two values, or nothing can be halved', () => {
    const close = axis('w', 1, 1 + 2 * Number.EPSILON, 2);
    expect(createLattice(close, axis('b', 0, 1, 2)).mostLevels).toBe(0);
    expect(createLattice(axis('w', 5), axis('b', 1)).mostLevels).toBe(0);
  });
});
