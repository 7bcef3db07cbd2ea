import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCamera, limitView } from '../../../../src/report/surface/page/scene/camera.ts';

const SIZE = { width: 700, height: 500 };
const CORNERS = [-1, 1].flatMap((x) =>
  [-1, 1].flatMap((y) => [0, 1].map((h) => [x, y, h] as const)),
);

describe('createCamera', () => {
  it('shows the whole box from everywhere, and not much smaller than the picture', () => {
    const view = fc.record({
      yaw: fc.double({ min: 0, max: 360, noNaN: true }),
      pitch: fc.double({ min: 0, max: 90, noNaN: true }),
      zoom: fc.constant(1),
    });
    fc.assert(
      fc.property(view, (seen) => {
        const camera = createCamera(seen, SIZE);
        const places = CORNERS.map((corner) => camera.project(...corner));
        const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
        expect(Math.min(...xs)).toBeGreaterThan(20);
        expect(Math.max(...xs)).toBeLessThan(SIZE.width - 20);
        expect(Math.min(...ys)).toBeGreaterThan(20);
        expect(Math.max(...ys)).toBeLessThan(SIZE.height - 20);
        const height = Math.max(...ys) - Math.min(...ys);
        expect(Math.max(...xs) - Math.min(...xs) + height).toBeGreaterThan(SIZE.height * 0.9);
        for (const { nearness } of places) expect(nearness).toBeGreaterThan(0);
      }),
    );
  });

  it('looks like the map from above: x to the right, y upwards, heights without effect', () => {
    const camera = createCamera({ yaw: 0, pitch: 90, zoom: 1 }, SIZE);
    const [left, right, far] = [
      camera.project(-1, -1, 0),
      camera.project(1, -1, 1),
      camera.project(-1, 1, 1),
    ];
    expect(right.x - left.x).toBeCloseTo(left.y - far.y, 2);
    expect(right.x - left.x).toBeGreaterThan(100);
    expect(right.y).toBeCloseTo(left.y, 2);
    expect(far.x).toBeCloseTo(left.x, 2);
  });

  it('lets nearness change linearly along the picture of a straight line', () => {
    const camera = createCamera({ yaw: 30, pitch: 25, zoom: 1 }, SIZE);
    const [from, to] = [camera.project(-1, -1, 0), camera.project(1, 1, 1)];
    const middle = camera.project(0.3, 0.3, 0.65);
    const share = (middle.x - from.x) / (to.x - from.x);
    expect((middle.y - from.y) / (to.y - from.y)).toBeCloseTo(share, 10);
    expect((middle.nearness - from.nearness) / (to.nearness - from.nearness)).toBeCloseTo(
      share,
      10,
    );
    expect(from.nearness).toBeGreaterThan(to.nearness);
  });

  it('gives the same picture at any density', () => {
    const view = { yaw: 200, pitch: 40, zoom: 1.5 };
    const css = createCamera(view, SIZE).project(0.4, -0.2, 0.7);
    const size = { width: SIZE.width * 2, height: SIZE.height * 2 };
    const device = createCamera(view, size, 2).project(0.4, -0.2, 0.7);
    expect(device.x).toBeCloseTo(css.x * 2, 9);
    expect(device.y).toBeCloseTo(css.y * 2, 9);
    expect(device.nearness).toBeCloseTo(css.nearness, 12);
  });
});

describe('limitView', () => {
  it('turns on and on, but looks neither from below nor from any distance', () => {
    expect(limitView({ yaw: -10, pitch: 100, zoom: 99 })).toEqual({ yaw: 350, pitch: 90, zoom: 6 });
    expect(limitView({ yaw: 725, pitch: -5, zoom: 0 })).toEqual({ yaw: 5, pitch: 0, zoom: 0.5 });
  });
});
