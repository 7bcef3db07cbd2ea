import { describe, expect, it } from 'vitest';
import {
  BOX_HEIGHT,
  createCamera,
  type View,
} from '../../../../src/report/surface/page/scene/camera.ts';
import { lineRuns } from '../../../../src/report/surface/page/scene/hiddenLines.ts';
import { gridOf, meshOf } from '../../../../src/report/surface/page/scene/mesh.ts';
import {
  createRaster,
  drawMesh,
  shadeColors,
} from '../../../../src/report/surface/page/scene/raster.ts';

const SIZE = { width: 240, height: 200 };
const FROM_ABOVE: View = { yaw: 0, pitch: 90, zoom: 1 };
const FROM_FRONT: View = { yaw: 0, pitch: 20, zoom: 1 };

/** Red grows with the height; nothing else is told. */
const COLORS = shadeColors((share) => [200 * share, 0, 0]);

const meshFrom = (columns: number, rows: number, heightAt: (i: number, j: number) => number) => {
  const heights = Float64Array.from({ length: columns * rows }, (_, index) =>
    heightAt(index % columns, Math.floor(index / columns)),
  );
  return meshOf(gridOf(heights, columns, rows), BOX_HEIGHT);
};

const draw = (mesh: ReturnType<typeof meshFrom>, view: View) => {
  const raster = createRaster(SIZE.width, SIZE.height);
  const painted = drawMesh(raster, mesh, createCamera(view, SIZE), COLORS);
  return { raster, painted };
};

const redOf = (pixel: number) => pixel & 0xff;

describe('drawMesh', () => {
  it('paints every pixel of a flat surface exactly once', () => {
    const { raster, painted } = draw(
      meshFrom(23, 17, () => 0.5),
      FROM_ABOVE,
    );
    const camera = createCamera(FROM_ABOVE, SIZE);
    const [low, high] = [camera.project(-1, -1, 0.5), camera.project(1, 1, 0.5)];
    const inside = (column: number, row: number) =>
      column + 0.5 >= low.x && column + 0.5 < high.x && row + 0.5 >= high.y && row + 0.5 < low.y;
    const indices = Array.from(raster.pixels, (_, index) => index);
    const expected = indices.filter((index) =>
      inside(index % SIZE.width, Math.floor(index / SIZE.width)),
    );
    expect(indices.filter((index) => raster.pixels[index] !== 0)).toEqual(expected);
    expect(painted).toBe(expected.length);
    expect(painted).toBeGreaterThan(10_000);
  });

  it('leaves a hole where a point has no height', () => {
    const whole = draw(
      meshFrom(9, 9, () => 0.5),
      FROM_ABOVE,
    );
    const holed = draw(
      meshFrom(9, 9, (i, j) => (i === 4 && j === 4 ? Number.NaN : 0.5)),
      FROM_ABOVE,
    );
    const middle = 100 * SIZE.width + 120;
    expect(whole.raster.pixels[middle]).not.toBe(0);
    expect(holed.raster.pixels[middle]).toBe(0);
    // Each of the four squares around the point misses one of its two triangles.
    expect(holed.painted / whole.painted).toBeCloseTo(1 - 4 / 128, 2);
  });

  // Seen from the back, what is drawn first stands before what is drawn later.
  it.each([
    ['front', 0, 1],
    ['back', 180, -1],
  ] as const)('covers what lies behind by what stands before it, from the %s', (_, yaw, side) => {
    const view = { ...FROM_FRONT, yaw };
    const ridge = meshFrom(11, 41, (_column, row) => (row === 20 + 10 * side ? 1 : 0));
    const { raster } = draw(ridge, view);
    const camera = createCamera(view, SIZE);
    const seenAt = (y: number) => {
      const place = camera.project(0, y * side, 0);
      const pixel = Math.floor(place.y) * SIZE.width + Math.floor(place.x);
      return {
        red: redOf(raster.pixels[pixel]!),
        excess: raster.nearness[pixel]! - place.nearness,
      };
    };
    // The ridge stands at -0.5 as seen from this side.
    const [behind, before, far] = [seenAt(-0.2), seenAt(-0.8), seenAt(0.9)];
    expect(behind.excess).toBeGreaterThan(0.2);
    expect(behind.red).toBeGreaterThan(20);
    expect(far.excess).toBeGreaterThan(0.2);
    expect(Math.abs(before.excess)).toBeLessThan(0.03);
    expect(before.red).toBe(0);
  });

  it('shows all colours on a wall one cell wide', () => {
    const { raster } = draw(
      meshFrom(21, 21, (_, j) => (j < 10 ? 1 : 0)),
      FROM_FRONT,
    );
    const column = Array.from({ length: SIZE.height }, (_, row) =>
      redOf(raster.pixels[row * 240 + 120]!),
    );
    expect(new Set(column).size).toBeGreaterThan(25);
  });
});

describe('meshOf', () => {
  it('finds the direction a plane faces', () => {
    const { normals } = meshFrom(11, 11, (i) => i / 10);
    const middle = (5 * 11 + 5) * 3;
    // The plane rises by the height of the box over 2.
    const slope = BOX_HEIGHT / 2;
    const length = Math.hypot(slope, 1);
    expect(normals[middle]).toBeCloseTo(-slope / length, 12);
    expect(normals[middle + 1]).toBeCloseTo(0, 12);
    expect(normals[middle + 2]).toBeCloseTo(1 / length, 12);
  });

  it('lets holes bend nothing', () => {
    const { normals } = meshFrom(5, 5, (i) => (i === 3 ? Number.NaN : 0.5));
    const [x, y, z] = normals.subarray((2 * 5 + 2) * 3);
    expect([Math.abs(x!), Math.abs(y!), z]).toEqual([0, 0, 1]);
  });
});

describe('gridOf', () => {
  it('makes a single row a band of two', () => {
    const grid = gridOf(Float64Array.of(0.1, 0.2, 0.3), 3, 1);
    expect(grid.rows).toBe(2);
    expect([...grid.heights]).toEqual([0.1, 0.2, 0.3, 0.1, 0.2, 0.3]);
    expect([...gridOf(Float64Array.of(0.7), 1, 1).heights]).toEqual([0.7, 0.7, 0.7, 0.7]);
  });
});

describe('lineRuns', () => {
  const ridge = meshFrom(41, 41, (_, j) => (j === 30 ? 1 : 0));
  const { raster } = draw(ridge, FROM_FRONT);
  const camera = createCamera(FROM_FRONT, SIZE);
  const runs = (points: { across: number; up: number; height: number }[]) =>
    lineRuns(points, camera, raster, 1);

  it('hides what runs behind a ridge', () => {
    const behind = [0.2, 0.8].map((across) => ({ across, up: 0.35, height: 0 }));
    expect(runs(behind).map(({ isHidden }) => isHidden)).toEqual([true]);
  });

  it('shows what runs before it, and what lies on it', () => {
    const before = [0.2, 0.8].map((across) => ({ across, up: 0.1, height: 0 }));
    expect(runs(before).map(({ isHidden }) => isHidden)).toEqual([false]);
    const along = [0.2, 0.8].map((across) => ({ across, up: 0.25, height: 1 }));
    expect(runs(along).map(({ isHidden }) => isHidden)).toEqual([false]);
  });

  it('divides a line that goes behind, without a gap', () => {
    const [seen, hidden] = runs([
      { across: 0.5, up: 0.05, height: 0 },
      { across: 0.5, up: 0.4, height: 0 },
    ]);
    expect(seen?.isHidden).toBe(false);
    expect(hidden?.isHidden).toBe(true);
    expect(hidden?.places[0]).toEqual(seen?.places.at(-1));
  });
});
