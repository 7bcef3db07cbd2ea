import { describe, expect, it } from 'vitest';
import {
  isInWindow,
  visibleLines,
  visiblePart,
  type WindowPlace,
  windowPlaceOf,
} from '../../../src/report/surface/windowPlace.ts';
import { viewOf } from './views.ts';

const at = (across: number, up: number): WindowPlace => ({ across, up });

describe('windowPlaceOf', () => {
  it('counts reversed axes from their first value', () => {
    const { surface } = viewOf({ x: [5, 1, 3], y: [-2, 2, 3] }, () => 0);
    expect(windowPlaceOf(surface, { x: 4, y: 1 })).toEqual(at(0.25, 0.75));
    expect(windowPlaceOf(surface, { x: 7, y: -3 })).toEqual(at(-0.5, -0.25));
  });
});

describe('isInWindow', () => {
  it('takes the edges in, and what rounding put beside them', () => {
    expect([at(0, 0), at(1, 1), at(-1e-12, 1 + 1e-12)].every(isInWindow)).toBe(true);
    expect([at(-0.001, 0.5), at(0.5, 1.001), at(Number.NaN, 0)].some(isInWindow)).toBe(false);
  });
});

describe('visiblePart', () => {
  it('gives shares of the line', () => {
    expect(visiblePart(at(-1, 0.5), at(3, 0.5))).toEqual({ enter: 0.25, leave: 0.5 });
    expect(visiblePart(at(0.5, 0.5), at(0.5, 4.5))).toEqual({ enter: 0, leave: 0.125 });
    expect(visiblePart(at(-1, 0.5), at(0.5, 2))).toBeNull();
    expect(visiblePart(at(2, 0), at(2, 1))).toBeNull();
  });

  it('sees nothing of a line whose ends are not finite or too far apart to subtract', () => {
    expect(visiblePart(at(0.5, 0.5), at(Number.POSITIVE_INFINITY, 0.5))).toBeNull();
    expect(visiblePart(at(0.5, Number.NaN), at(0.5, 0.5))).toBeNull();
    expect(visiblePart(at(-1.7e308, 0.5), at(1.7e308, 0.5))).toBeNull();
  });
});

describe('visibleLines', () => {
  it('keeps a line inside the window whole', () => {
    const points = [at(0, 0), at(0.5, 0.25), at(1, 1)];
    expect(visibleLines(points)).toEqual([{ points, leaves: false }]);
  });

  it('cuts a line where it leaves, and begins another where it comes back', () => {
    expect(visibleLines([at(0.5, 0.5), at(1.5, 0.5), at(1.5, 0.75), at(0.5, 0.75)])).toEqual([
      { points: [at(0.5, 0.5), at(1, 0.5)], leaves: true },
      { points: [at(1, 0.75), at(0.5, 0.75)], leaves: false },
    ]);
  });

  it('shows a line that only passes through', () => {
    expect(visibleLines([at(-1, 0.5), at(3, 0.5)])).toEqual([
      { points: [at(0, 0.5), at(1, 0.5)], leaves: true },
    ]);
  });

  it('breaks at places that are not finite', () => {
    const lost = at(Number.NaN, 0);
    const lines = visibleLines([at(0.25, 0.5), at(0.5, 0.5), lost, at(0.75, 0.5), at(1, 0.5)]);
    expect(lines).toEqual([
      { points: [at(0.25, 0.5), at(0.5, 0.5)], leaves: false },
      { points: [at(0.75, 0.5), at(1, 0.5)], leaves: false },
    ]);
  });

  it('sees no line through fewer than two places', () => {
    expect(visibleLines([])).toEqual([]);
    expect(visibleLines([at(0.5, 0.5)])).toEqual([]);
  });
});
