import { describe, expect, it } from 'vitest';
import type { SurfaceView } from '../../../src/experiment/surface/surface.ts';
import { unpackNumbers } from '../../../src/report/surface/packedNumbers.ts';
import { pageDataOf } from '../../../src/report/surface/pageDataOf.ts';
import { pathOf, STAIRS, viewOf } from './views.ts';

const pageOf = (view: SurfaceView, frameCount = 1) => {
  const { cost, gradientNorm } = view.surface;
  return pageDataOf(view, {
    title: 'Cost',
    subtitle: '',
    settings: {},
    frames: Array.from({ length: frameCount }, (_, index) => ({
      steps: index + 1,
      cost: cost.map((value) => value * (index + 1)),
      gradientNorm,
    })),
  });
};

describe('the grid of a page', () => {
  it('is the surface itself where that is small, from the top row down', () => {
    const [frame] = pageOf(STAIRS).frames;
    const costs = [...unpackNumbers(frame!.cost)].map((cost) => Number(cost.toPrecision(4)));
    expect(costs).toEqual([12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3]);
  });

  it('has 121 points at most along each axis, with the mean cost and the largest gradient norm', () => {
    const view = viewOf({ x: [0, 240, 241], y: [0, 1, 2] }, ({ x }) => x);
    const peak = 101;
    const gradientNorm = view.surface.gradientNorm.map((_, index) => (index === peak ? 7 : 1));
    const data = pageOf({ ...view, surface: { ...view.surface, gradientNorm } });
    expect(data.x.labels).toHaveLength(121);
    expect(data.y.labels).toHaveLength(2);
    expect(data.x.labels.slice(0, 3)).toEqual(['0', '2', '4']);
    const norms = unpackNumbers(data.frames[0]!.gradientNorm);
    // Two rows; in the lower one, point 101 of 241 lies under pixel 50 or 51 of 121.
    expect([...norms].filter((norm) => norm > 6.99)).toHaveLength(1);
    expect([50, 51]).toContain(norms.indexOf(Math.max(...norms)) - 121);
    const costs = unpackNumbers(data.frames[0]!.cost);
    costs.subarray(1, 120).forEach((cost, index) => {
      expect(Math.abs(cost - 2 * (index + 1))).toBeLessThan(0.51);
    });
  });

  it('keeps the frames in order, each with its own numbers', () => {
    const { frames } = pageOf(STAIRS, 3);
    expect(frames.map(({ steps }) => steps)).toEqual([1, 2, 3]);
    expect(frames.map(({ cost }) => cost.largest)).toEqual([15, 30, 45]);
  });

  it('writes coordinates with the decimals of the grid, on reversed axes too', () => {
    const { x, y } = pageOf(viewOf({ x: [4.5, 5.5, 101], y: [-1.9, -2.9, 11] }, () => 1));
    expect([x.labels[0], x.labels[19], x.labels[100]]).toEqual(['4.5', '4.69', '5.5']);
    expect([y.labels[0], y.labels[1], y.labels[10]]).toEqual(['-1.9', '-2', '-2.9']);
  });

  it('shows refined gradient norms where there is one frame, not as a jump among others', () => {
    const points = {
      x: Float64Array.of(1.1),
      y: Float64Array.of(2.1),
      level: Uint8Array.of(1),
      cost: Float64Array.of(9),
      dx: Float64Array.of(0),
      dy: Float64Array.of(500),
      gradientNorm: Float64Array.of(500),
    };
    const refinement = {
      levels: 1,
      points,
      refinedCellCount: 1,
      cellCount: 9,
      steepest: { x: 1.1, y: 2.1, cost: 9, gradientNorm: 500 },
      lastChangeFraction: 0,
      ended: 'converged',
    } as const;
    const view = { ...STAIRS, refinement };
    expect(pageOf(view).frames[0]!.gradientNorm.largest).toBe(500);
    expect(pageOf(view, 2).frames[1]!.gradientNorm.largest).toBeLessThan(5);
  });
});

describe('descent paths on a page', () => {
  it('say how they were made and what became of them', () => {
    const path = pathOf(
      [
        { x: 0, y: 0 },
        { x: 2, y: 2, cost: 0.25 },
      ],
      {
        maxNorm: 0.1,
        outcome: 'valley',
      },
    );
    const [only] = pageOf({ ...STAIRS, paths: [path] }).paths;
    expect(only!.letter).toBe('A');
    expect(only!.description).toContain('clipped at 0.1');
    expect(only!.description).toContain('reached the valley: cost 0.25 after 1 step');
  });

  it('differ in their strokes', () => {
    const path = pathOf([{ x: 0, y: 0 }]);
    const { paths } = pageOf({ ...STAIRS, paths: [path, path, path] });
    expect(new Set(paths.map(({ stroke }) => JSON.stringify(stroke))).size).toBe(3);
  });

  it('leave out points nobody can tell from their neighbours, never the last', () => {
    const crawl = Array.from({ length: 10_001 }, (_, step) => ({ x: step * 1e-4, y: 1 }));
    const [only] = pageOf({ ...STAIRS, paths: [pathOf(crawl)] }).paths;
    expect(only!.points.length).toBeLessThan(1000);
    expect(only!.points[0]).toEqual([0, 1, 1, 2]);
    expect(only!.points.at(-1)).toEqual([1, 1, 1, 2]);
  });

  it('end before the first place that is not finite; other numbers may be missing', () => {
    const steps = [
      { x: 0, y: 0 },
      { x: 1e300, y: 1, cost: Number.POSITIVE_INFINITY, gradientNorm: Number.NaN },
      { x: Number.NaN, y: 0 },
      { x: 1, y: 1 },
    ];
    const [only] = pageOf({ ...STAIRS, paths: [pathOf(steps)] }).paths;
    expect(only!.points).toEqual([
      [0, 0, 1, 2],
      [1e300, 1, null, null],
    ]);
  });
});
