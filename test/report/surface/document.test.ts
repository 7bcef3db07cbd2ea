import { describe, expect, it } from 'vitest';
import type { Refinement } from '../../../src/experiment/surface/surface.ts';
import { surfaceDocument } from '../../../src/report/surface/document.ts';
import { toJson } from '../../../src/training/json.ts';
import { pathOf, viewOf, withNumbers } from './views.ts';

const view = withNumbers(
  viewOf({ x: [1, 2, 2], y: [4, 3, 2] }, () => 0),
  { cost: [0.25, Number.NaN, 0.5, Number.POSITIVE_INFINITY], gradientNorm: [1, 2, 3, 4] },
);

const refinement: Refinement = {
  levels: 1,
  points: {
    x: Float64Array.of(1.5),
    y: Float64Array.of(3.5),
    level: Uint8Array.of(1),
    cost: Float64Array.of(0.125),
    dx: Float64Array.of(3),
    dy: Float64Array.of(4),
    gradientNorm: Float64Array.of(5),
  },
  refinedCellCount: 1,
  cellCount: 1,
  steepest: { x: 1.5, y: 3.5, cost: 0.125, gradientNorm: 5 },
  lastChangeFraction: 0.2,
  ended: 'budget',
};

describe('surfaceDocument', () => {
  it('is the document of a sweep, in the order of its keys', () => {
    expect(toJson(surfaceDocument(view, { steps: 50, start: 0.5 }))).toBe(
      [
        '{"schema":1,"form":"paper",',
        '"x":{"name":"w","min":1,"max":2,"count":2},"y":{"name":"b","min":4,"max":3,"count":2},',
        '"cost":{"min":0.25,"max":0.5,"values":[0.25,"NaN",0.5,"Infinity"]},',
        '"gradientNorm":{"min":1,"max":4,"values":[1,2,3,4]},',
        '"settings":{"steps":50,"start":0.5},"wall":[],"refinement":null}',
      ].join(''),
    );
  });

  it('has no smallest and no largest number where none is finite', () => {
    const none = withNumbers(view, { cost: Array(4).fill(Number.NaN) });
    expect(surfaceDocument(none, {}).cost).toMatchObject({ min: null, max: null });
  });

  it('holds wall, paths and refinement where there are any', () => {
    const path = pathOf(
      [
        { x: 1, y: 3, clipped: true },
        { x: 362, y: Number.NEGATIVE_INFINITY },
      ],
      { maxNorm: 0.5, outcome: 'thrown', longestFrom: 0 },
    );
    const wall = [
      [
        { x: 1, y: 3 },
        { x: 2, y: 4 },
      ],
    ];
    const document = surfaceDocument({ ...view, wall, paths: [path], refinement }, {});
    expect(Object.keys(document).slice(-3)).toEqual(['wall', 'paths', 'refinement']);
    expect(JSON.parse(toJson(document))).toMatchObject({
      wall: [
        [
          [1, 3],
          [2, 4],
        ],
      ],
      paths: [
        {
          maxNorm: 0.5,
          optimizer: 'sgd',
          learningRate: 0.1,
          outcome: 'thrown',
          steps: [
            { step: 0, x: 1, y: 3, cost: 1, gradientNorm: 2, clipped: true },
            { step: 1, x: 362, y: '-Infinity', cost: 1, gradientNorm: 2, clipped: false },
          ],
        },
      ],
      refinement: {
        levels: 1,
        pointCount: 1,
        refinedCellCount: 1,
        cellCount: 1,
        steepest: { x: 1.5, y: 3.5, cost: 0.125, gradientNorm: 5 },
        lastChangeFraction: 0.2,
        ended: 'budget',
        points: { x: [1.5], y: [3.5], level: [1], cost: [0.125], gradientNorm: [5] },
      },
    });
  });
});
