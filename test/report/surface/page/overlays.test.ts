import { describe, expect, it } from 'vitest';
import {
  gridLine,
  heightAt,
  linesThrough,
} from '../../../../src/report/surface/page/overlayLine.ts';
import { createPagePicture } from '../../../../src/report/surface/page/pagePicture.ts';
import { createSurfaceModel } from '../../../../src/report/surface/page/surfaceModel.ts';
import type { PageData } from '../../../../src/report/surface/pageData.ts';
import { pageDataOf } from '../../../../src/report/surface/pageDataOf.ts';
import { pathOf, STAIRS, viewOf, withNumbers } from '../views.ts';

const SHOWN = { quantity: 'cost', scale: 'linear', frame: 0 } as const;

const modelOf = (view = STAIRS, change: (data: PageData) => PageData = (data) => data) =>
  createSurfaceModel(
    change(
      pageDataOf(view, {
        title: '',
        subtitle: '',
        settings: {},
        frames: [{ steps: 50, ...view.surface }],
      }),
    ),
  );

describe('createSurfaceModel', () => {
  it('gives the smallest number height 0 and the largest height 1', () => {
    const heights = [...modelOf().heights(SHOWN)];
    expect(heights[12]).toBe(0);
    expect(heights[3]).toBe(1);
    expect(heights[0]).toBeCloseTo(12 / 15, 4);
  });

  it('makes holes of what is not finite', () => {
    const costs = [Number.NaN, Number.POSITIVE_INFINITY, ...Array(14).fill(1)];
    const heights = [...modelOf(withNumbers(STAIRS, { cost: costs })).heights(SHOWN)];
    expect(heights.filter(Number.isNaN)).toHaveLength(2);
    // The first numbers belong to the bottom row, which comes last.
    expect(heights.slice(12, 14)).toEqual([Number.NaN, Number.NaN]);
  });

  it('keeps the range of the last frame for all: earlier ones are cut off there', () => {
    const { surface } = STAIRS;
    const frames = [10, 1].map((factor, index) => ({
      steps: index + 1,
      cost: surface.cost.map((cost) => cost * factor),
      gradientNorm: surface.gradientNorm,
    }));
    const texts = { title: '', subtitle: '', settings: {} };
    const model = createSurfaceModel(pageDataOf(STAIRS, { ...texts, frames }));
    expect(model.range('cost', 'linear').max).toBe(15);
    expect(Math.max(...model.heights(SHOWN))).toBe(1);
    expect(model.values('cost', 0)[3]).toBe(150);
  });

  it('takes the range of other frames where the last has no finite number', () => {
    const { surface } = STAIRS;
    const frames = [1, Number.NaN].map((factor, index) => ({
      steps: index + 1,
      cost: surface.cost.map((cost) => cost * factor),
      gradientNorm: surface.gradientNorm,
    }));
    const texts = { title: '', subtitle: '', settings: {} };
    const model = createSurfaceModel(pageDataOf(STAIRS, { ...texts, frames }));
    expect(model.range('cost', 'linear')).toMatchObject({ min: 0, max: 15 });
  });

  it('finds places on reversed axes, and one place only where an axis has one value', () => {
    const reversed = modelOf(viewOf({ x: [5, 4, 3], y: [0, 0, 1] }, ({ x }) => x));
    expect(reversed.locate(4.75, 0)).toEqual({ across: 0.25, up: 0.5 });
    expect(reversed.locate(4.75, 0.1).up).toBeNaN();
  });
});

describe('linesThrough', () => {
  it('cuts a line at the edge, at the height it has there', () => {
    const [line, ...others] = linesThrough([
      { across: 0.5, up: 0.5, height: 0.2 },
      { across: 2.5, up: 0.5, height: 1 },
    ]);
    expect(others).toEqual([]);
    expect(line?.leaves).toBe(true);
    expect(line?.points.at(-1)?.across).toBeCloseTo(1, 12);
    expect(line?.points.at(-1)?.height).toBeCloseTo(0.4, 12);
  });

  it('joins what stays inside and begins again after an absence', () => {
    const at = (across: number) => ({ across, up: 0.5, height: 0 });
    const lines = linesThrough([at(0.1), at(0.2), at(1.5), at(1.6), at(0.8), at(0.9)]);
    expect(
      lines.map(({ points }) => points.map(({ across }) => Number(across.toFixed(9)))),
    ).toEqual([
      [0.1, 0.2, 1],
      [1, 0.8, 0.9],
    ]);
    expect(lines.map(({ leaves }) => leaves)).toEqual([true, false]);
  });

  it('survives steps of any length', () => {
    const lines = linesThrough([
      { across: 0.5, up: 0.5, height: 0 },
      { across: 1e300, up: -1e300, height: 1 },
    ]);
    expect(lines[0]?.points.at(-1)).toMatchObject({ across: 1, up: 0 });
  });
});

describe('heightAt', () => {
  const grid = { columns: 2, rows: 2 };
  it('lies between the four points around', () => {
    const heights = Float64Array.of(1, 0.5, 0, 0.25);
    expect(heightAt(heights, grid, { across: 0, up: 1 })).toBe(1);
    expect(heightAt(heights, grid, { across: 1, up: 0 })).toBe(0.25);
    expect(heightAt(heights, grid, { across: 0.5, up: 0.5 })).toBe(0.4375);
  });

  it('is missing at holes, which divide lines over the surface', () => {
    const heights = Float64Array.from({ length: 14 }, (_, index) =>
      index % 7 === 3 ? Number.NaN : 0.5,
    );
    expect(heightAt(heights, { columns: 7, rows: 2 }, { across: 0.45, up: 0.5 })).toBeNaN();
    const parts = gridLine({ columns: 7, rows: 2 }, heights, 'x', 1);
    expect(parts.map((part) => part.length)).toEqual([3, 3]);
  });
});

describe('the picture of a moment', () => {
  const cliff = viewOf({ x: [0, 20, 21], y: [0, 20, 21] }, ({ x, y }) => (x + y < 20 ? 1 : 0));
  const wall = [
    [
      { x: 0, y: 20 },
      { x: 20, y: 0 },
    ],
  ];

  it('lays the wall along the top of the step', () => {
    const { wall: lines } = createPagePicture(modelOf({ ...cliff, wall }), SHOWN);
    expect(lines).toHaveLength(1);
    expect(lines[0]!.points.length).toBeGreaterThan(20);
    for (const { height } of lines[0]!.points) expect(height).toBeCloseTo(1, 12);
  });

  it('lays the wall at the foot of peaks that the grid meets by chance', () => {
    const gradientNorm = cliff.surface.gradientNorm.map((_, index) => (index % 44 === 20 ? 1 : 0));
    const view = { ...cliff, wall, surface: { ...cliff.surface, gradientNorm } };
    const shown = { ...SHOWN, quantity: 'gradientNorm' } as const;
    const { wall: lines } = createPagePicture(modelOf(view), shown);
    for (const { height } of lines[0]!.points) expect(height).toBeLessThan(0.2);
  });

  it('lays paths at the heights of their own points, and marks their ends where they are seen', () => {
    const paths = [
      pathOf([
        { x: 0, y: 0, cost: 15 },
        { x: 3, y: 0, cost: 7.5 },
      ]),
      pathOf([
        { x: 1, y: 1, cost: 5 },
        { x: 900, y: 1, cost: 3 },
      ]),
    ];
    const [inside, thrown] = createPagePicture(modelOf({ ...STAIRS, paths }), SHOWN).paths;
    expect(inside?.start).toMatchObject({ across: 0, up: 0, height: 1 });
    expect(inside?.end).toMatchObject({ across: 1, up: 0, height: 0.5 });
    expect(thrown?.start).not.toBeNull();
    expect(thrown?.end).toBeNull();
    expect(thrown?.lines.map(({ leaves }) => leaves)).toEqual([true]);
    expect(thrown?.stops).toHaveLength(1);
  });

  it('draws on the surface what would run just below it', () => {
    const paths = [pathOf([{ x: 3, y: 3, cost: 14.9 }])];
    const picture = createPagePicture(modelOf({ ...STAIRS, paths }), SHOWN);
    expect(picture.paths[0]?.start?.height).toBe(1);
    const below = [pathOf([{ x: 3, y: 3, cost: 3 }])];
    const deep = createPagePicture(modelOf({ ...STAIRS, paths: below }), SHOWN);
    expect(deep.paths[0]?.start?.height).toBeCloseTo(0.2, 12);
  });

  it('draws paths over the surface they belong to only, the last', () => {
    const paths = [pathOf([{ x: 0, y: 0 }])];
    const model = modelOf({ ...STAIRS, paths }, (data) => ({
      ...data,
      frames: [...data.frames, ...data.frames],
    }));
    expect(createPagePicture(model, SHOWN).paths).toHaveLength(0);
    expect(createPagePicture(model, { ...SHOWN, frame: 1 }).paths).toHaveLength(1);
  });

  it('finds the smallest cost, and none on a plain', () => {
    expect(createPagePicture(modelOf(), SHOWN).minimum).toEqual({ across: 0, up: 0, height: 0 });
    const plain = viewOf({ x: [0, 1, 3], y: [0, 1, 3] }, () => 2);
    expect(createPagePicture(modelOf(plain), SHOWN).minimum).toBeNull();
  });
});
