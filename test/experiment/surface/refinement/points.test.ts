// Points of a search: the grid's, then the computed ones, whatever room they need.
import { describe, expect, it } from 'vitest';
import { createPoints } from '../../../../src/experiment/surface/refinement/points.ts';
import { samplesOf } from '../toys.ts';
import { surfaceOf } from './surfaces.ts';

const surface = surfaceOf(3, 2, (x, y) => x * y);

describe('points', () => {
  it('begin with those of the grid, y outer, x inner', () => {
    const points = createPoints(surface, 10);
    expect([points.count, points.next]).toEqual([0, 6]);
    expect([...points.columns.x.subarray(0, 6)]).toEqual([0, 0.5, 1, 0, 0.5, 1]);
    expect([...points.columns.y.subarray(0, 6)]).toEqual([0, 0, 0, 1, 1, 1]);
    expect(points.columns.cost.subarray(0, 6)).toEqual(surface.cost);
  });

  it.each([0, 5, 1000])('are kept in order with room for %i at first', (expected) => {
    const points = createPoints(surface, expected);
    const [first, second] = [samplesOf(4, 1), samplesOf(300, 2)];
    points.append(1, first.dx, first.dy, first);
    points.append(7, second.dx, second.dy, second);
    const computed = points.computed();
    expect(points.count).toBe(304);
    expect([...computed.level]).toEqual([...Array(4).fill(1), ...Array(300).fill(7)]);
    expect([...computed.x]).toEqual([...first.dx, ...second.dx]);
    expect([...computed.y]).toEqual([...first.dy, ...second.dy]);
    for (const name of ['cost', 'dx', 'dy', 'gradientNorm'] as const) {
      expect([...computed[name]]).toEqual([...first[name], ...second[name]]);
    }
    expect(points.columns.cost.subarray(0, 6)).toEqual(surface.cost);
  });
});
