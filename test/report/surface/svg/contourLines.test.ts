import { describe, expect, it } from 'vitest';
import { contourLines } from '../../../../src/report/surface/svg/contourLines.ts';

const level = (share: number) => ({ share, text: String(share) });
const BOX = { width: 1000, height: 1000 };

/** Shares on a grid, given the place in the window: across from the left, up from the bottom. */
function sharesOf(width: number, height: number, at: (across: number, up: number) => number) {
  return Float64Array.from({ length: width * height }, (_, k) =>
    at((k % width) / (width - 1), 1 - Math.floor(k / width) / (height - 1)),
  );
}

describe('contourLines', () => {
  it('finds the straight line of a plane exactly, from edge to edge', () => {
    const size = { width: 5, height: 3 };
    const lines = contourLines(
      sharesOf(5, 3, (across) => across),
      size,
      [level(0.3)],
      BOX,
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]!.level.text).toBe('0.3');
    const points = [...lines[0]!.points].sort((a, b) => a.up - b.up);
    expect(points.map(({ across }) => across)).toEqual(Array(3).fill(expect.closeTo(0.3, 12)));
    expect(points.map(({ up }) => up)).toEqual([0, 0.5, 1]);
  });

  it('knows up from down', () => {
    const size = { width: 2, height: 5 };
    const lines = contourLines(
      sharesOf(2, 5, (_, up) => up),
      size,
      [level(0.1)],
      BOX,
    );
    expect(lines.flatMap(({ points }) => points.map(({ up }) => up))).toEqual([
      expect.closeTo(0.1, 12),
      expect.closeTo(0.1, 12),
    ]);
  });

  it('closes the circles of a cone', () => {
    const size = { width: 101, height: 101 };
    const shares = sharesOf(101, 101, (x, y) => Math.hypot(x - 0.5, y - 0.5));
    const lines = contourLines(shares, size, [level(0.25), level(0.4)], BOX);
    expect(lines.map(({ level: { text } }) => text)).toEqual(['0.25', '0.4']);
    for (const { points, level: radius } of lines) {
      expect(points[0]).toEqual(points.at(-1));
      expect(points.length).toBeGreaterThan(100);
      for (const { across, up } of points) {
        expect(Math.hypot(across - 0.5, up - 0.5)).toBeCloseTo(radius.share, 3);
      }
    }
  });

  it('draws no border around what has no number', () => {
    const size = { width: 9, height: 9 };
    const hole = (x: number, y: number) => Math.abs(x - 0.5) < 0.2 && Math.abs(y - 0.5) < 0.2;
    const plane = sharesOf(9, 9, (x, y) => (hole(x, y) ? Number.NaN : 0.4 + 0.2 * x));
    expect(contourLines(plane, size, [level(0.3)], BOX)).toEqual([]);
    const lines = contourLines(plane, size, [level(0.51)], BOX);
    expect(lines).toHaveLength(2);
    for (const { points } of lines) {
      for (const { across } of points) expect(across).toBeCloseTo(0.55, 12);
    }
  });

  it('leaves out the numbers at the ends of the colours', () => {
    const shares = sharesOf(5, 5, (x) => x);
    expect(contourLines(shares, { width: 5, height: 5 }, [level(0), level(1)], BOX)).toEqual([]);
  });

  it('draws no bundle along a cliff, but one line, and lines that have room', () => {
    const size = { width: 101, height: 11 };
    const cliff = sharesOf(101, 11, (x) => (x < 0.5 ? 0 : 1));
    const levels = Array.from({ length: 9 }, (_, n) => level((n + 1) / 10));
    expect(contourLines(cliff, size, levels, BOX)).toEqual([]);
    expect(contourLines(cliff, size, [level(0.5)], BOX)).toHaveLength(1);
    expect(contourLines(cliff, size, levels, { width: 10_000, height: 1000 })).toHaveLength(9);
  });

  it('gives up on noise', () => {
    const size = { width: 240, height: 240 };
    const noise = Float64Array.from(
      { length: 240 * 240 },
      (_, k) => ((k * 7919) % 10_007) / 10_007,
    );
    const levels = [0.2, 0.4, 0.6, 0.8].map(level);
    expect(contourLines(noise, size, levels, BOX)).toEqual([]);
  });
});
