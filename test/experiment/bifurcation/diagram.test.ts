// Diagrams as a whole: the paper's numbers, consistency of places of change with what is found on
// either side of them, branches, and the documents.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { traceBranches } from '../../../src/experiment/bifurcation/branches.ts';
import { diagramCsv } from '../../../src/experiment/bifurcation/csv.ts';
import {
  computeDiagram,
  type DiagramSettings,
  pointAt,
} from '../../../src/experiment/bifurcation/diagram.ts';
import type { ParameterName } from '../../../src/experiment/bifurcation/dynamics.ts';
import { diagramJson } from '../../../src/experiment/bifurcation/json.ts';
import { inexactArithmetic } from '../../structure/numerics.ts';
import { readSources, violations } from '../../structure/sources.ts';

const axis = (name: ParameterName, min: number, max: number, count = 401) => ({
  name,
  min,
  max,
  count,
});

/** Figure 3 of the paper. */
const paper: DiagramSettings = {
  activation: 'sigmoid',
  axis: axis('b', -4, -1),
  w: 5,
  b: Number.NaN,
  start: 0.5,
};

const over = (name: ParameterName, min: number, max: number, other: Partial<DiagramSettings>) =>
  computeDiagram({ ...paper, b: -2.5, ...other, axis: axis(name, min, max) });

describe('the paper’s diagram', () => {
  const diagram = computeDiagram(paper);

  test('has the folds b2 and b1', () => {
    const rounded = diagram.bifurcations.map(({ kind, parameter, x }) => [
      kind,
      parameter.toFixed(6),
      x?.toFixed(6),
    ]);
    expect(rounded).toEqual([
      ['fold', '-2.655610', '0.962424'],
      ['fold', '-2.344390', '-0.962424'],
    ]);
    const [low, high] = diagram.bifurcations;
    expect(diagram.twoAttractors).toEqual({ min: low?.parameter, max: high?.parameter });
    expect(diagram.cycles).toBe(null);
  });

  test('has one jump, where x_0 = 0.5 is the unstable fixed point', () => {
    expect(diagram.crossings).toHaveLength(1);
    const [{ parameter, x, from, to } = { parameter: 0, x: 0, from: null, to: null }] =
      diagram.crossings;
    expect([parameter.toFixed(6), x]).toEqual(['-2.612297', 0.5]);
    expect(from?.x).toBeCloseTo(-2.033798, 6);
    expect(to?.x).toBeCloseTo(1.393281, 6);
  });

  test('has two attractors between the folds only', () => {
    const stableAt = (b: number) => pointAt(paper, b).fixedPoints.filter(({ stable }) => stable);
    expect([-2.65562, -2.6556, -2.3444, -2.34438].map((b) => stableAt(b).length)).toEqual([
      1, 2, 2, 1,
    ]);
  });

  test.each([
    [3.9, 0],
    [4, 0],
    [4.1, 2],
  ])('has for w = %d as many folds as the threshold of 4 says: %d', (w, count) => {
    expect(computeDiagram({ ...paper, w }).bifurcations).toHaveLength(count);
  });

  test.each([
    [4.2552, 'folds'],
    [4.2554, 'a wall'],
  ])('has for w = %d, beside the 4.2553 of the wall, %s', (w, what) => {
    const [crossing] = computeDiagram({ ...paper, w }).crossings;
    expect(crossing?.x === 0.5 ? 'a wall' : 'folds').toBe(what);
  });

  test('has the same bits on every machine', () => {
    const text = [...diagramJson(diagram)].join('');
    expect(createHash('sha256').update(text).digest('hex')).toMatchInlineSnapshot(
      `"2deb3b202ea032425dfdee3c0a509ca0439afd43b1602544fece159177cf86ec"`,
    );
  });
});

test('the computation uses exact arithmetic only', () => {
  const sources = readSources().filter(({ path }) =>
    path.startsWith('src/experiment/bifurcation/'),
  );
  expect(sources.length).toBeGreaterThan(8);
  expect(sources.flatMap((source) => violations(source, inexactArithmetic))).toEqual([]);
});

describe('places of change', () => {
  /** Thousandths: round numbers and degenerate cases among them, and none that rounding decides. */
  const number = (size: number) =>
    fc.integer({ min: -1000 * size, max: 1000 * size }).map((n) => n / 1000);
  const settings = fc.record({
    activation: fc.constantFrom('sigmoid', 'tanh', 'relu', 'linear'),
    name: fc.constantFrom('b', 'w', 'x0'),
    w: number(12),
    b: number(6),
    start: number(5),
  });
  const diagramOf = ({
    name,
    ...rest
  }: typeof settings extends fc.Arbitrary<infer T> ? T : never) =>
    computeDiagram({ ...rest, axis: axis(name, -20, 20) });

  test('divide the parameter into pieces of the same kind', () => {
    fc.assert(
      fc.property(settings, (drawn) => {
        const diagram = diagramOf(drawn);
        const changes = [...diagram.bifurcations, ...diagram.crossings].map((c) => c.parameter);
        const cuts = [-30, ...changes.filter((c) => Math.abs(c) < 30), 30].sort((a, b) => a - b);
        cuts.slice(1).forEach((cut, index) => {
          const low = cuts[index]!;
          fc.pre(cut - low > 1e-3);
          const kinds = [0.02, 0.2, 0.4, 0.6, 0.8, 0.98].map((share) => {
            const { fixedPoints, attractor } = pointAt(diagram, low + (cut - low) * share);
            const reached = fixedPoints.findIndex(({ x }) => x === attractor.x);
            return JSON.stringify([
              fixedPoints.map(({ stable }) => stable),
              attractor.kind,
              reached,
            ]);
          });
          expect(new Set(kinds).size).toBe(1);
        });
      }),
      { numRuns: 2000 },
    );
  });

  test('are crossings only where the attractor does jump, from and to what they say', () => {
    fc.assert(
      fc.property(settings, (drawn) => {
        const diagram = diagramOf(drawn);
        for (const { parameter, from, to } of diagram.crossings) {
          fc.pre(Math.abs(parameter) < 1e3);
          const step = 1e-7 * (1 + Math.abs(parameter));
          const sides = [parameter - step, parameter + step].map(
            (v) => pointAt(diagram, v).attractor,
          );
          [from, to].forEach((expected, side) => {
            const found = sides[side]!;
            expect(found.kind).toBe(expected.kind);
            // Next to a fold a state is off by the root of the distance.
            if (found.kind === 'fixedPoint') {
              const size = 1 + Math.abs(found.x);
              expect(Math.abs(found.x - Number(expected.x)) / size).toBeLessThan(0.02);
            }
          });
          expect(from).not.toEqual(to);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('name pitchfork, flip and escape', () => {
    const kinds = (diagram: ReturnType<typeof over>) =>
      diagram.bifurcations.map(({ kind, parameter, x }) => [kind, parameter, x]);
    expect(kinds(over('w', -3, 3, { activation: 'tanh', b: 0 }))).toEqual([
      ['flip', -1, 0],
      ['pitchfork', 1, 0],
    ]);
    expect(kinds(over('w', -3, 3, { activation: 'linear', b: 1 }))).toEqual([
      ['flip', -1, 0.5],
      ['escape', 1, null],
    ]);
    expect(kinds(over('w', -3, 3, { activation: 'relu', b: -1 }))).toEqual([['escape', 1, null]]);
    expect(kinds(over('b', -3, 3, { activation: 'relu', w: 2 }))).toEqual([['fold', 0, 0]]);
    expect(kinds(over('b', -3, 3, { activation: 'relu', w: 0.5 }))).toEqual([]);
    expect(kinds(over('x0', -3, 3, {}))).toEqual([]);
  });

  test('say where two attract and where a 2-cycle does', () => {
    const tanh = over('w', -3, 3, { activation: 'tanh', b: 0 });
    expect([tanh.twoAttractors, tanh.cycles]).toEqual([
      { min: 1, max: Number.POSITIVE_INFINITY },
      { min: Number.NEGATIVE_INFINITY, max: -1 },
    ]);
    const relu = over('b', -3, 3, { activation: 'relu', w: -2 });
    expect([relu.twoAttractors, relu.cycles]).toEqual([
      null,
      { min: 0, max: Number.POSITIVE_INFINITY },
    ]);
    expect(over('w', 3, 7, { b: -1.9 }).twoAttractors).toBe(null);
  });

  test('jump over x_0 where x_0 passes the unstable fixed point', () => {
    const { crossings } = over('x0', -5, 3, { b: -2.5 });
    expect(crossings.map(({ parameter }) => parameter)).toEqual([0]);
    expect(over('x0', -5, 3, { activation: 'relu', w: 2, b: -1 }).crossings).toEqual([
      {
        parameter: 1,
        x: 1,
        from: { kind: 'fixedPoint', x: -1 },
        to: { kind: 'diverges', x: null },
      },
    ]);
  });
});

describe('branches', () => {
  test('of the paper’s diagram close at the folds and jump at the wall', () => {
    const diagram = computeDiagram(paper);
    const branches = traceBranches(diagram);
    for (const { parameter, x } of diagram.bifurcations) {
      const meeting = branches.filter(({ places }) =>
        [places.at(0), places.at(-1)].some(
          (place) => place?.parameter === parameter && Math.abs(place.x - (x ?? 0)) < 1e-7,
        ),
      );
      expect(meeting.map(({ stable }) => stable).sort()).toEqual([false, true]);
    }
    const [wall] = diagram.crossings;
    const reached = branches.filter((branch) => branch.reached);
    const ends = reached.flatMap(({ places }) => [places.at(0), places.at(-1)]);
    const atWall = ends.filter((place) => place?.parameter === wall?.parameter);
    expect(atWall.map((place) => place?.x)).toEqual([wall?.from.x, wall?.to.x]);
  });

  test('ascend, stay fixed points, and cover a reversed axis too', () => {
    const reversed = traceBranches(computeDiagram({ ...paper, axis: axis('b', -1, -4) }));
    expect(reversed).toEqual(traceBranches(computeDiagram(paper)));
    for (const { places, kind } of reversed) {
      expect(kind).toBe('fixedPoint');
      places.forEach(({ parameter, x }, index) => {
        expect(parameter).toBeGreaterThan(places[index - 1]?.parameter ?? Number.NEGATIVE_INFINITY);
        expect(Math.abs(5 / (1 + Math.exp(-x)) + parameter - x)).toBeLessThan(1e-13);
      });
    }
    const parameters = reversed.flatMap(({ places }) => places.map(({ parameter }) => parameter));
    expect([Math.min(...parameters), Math.max(...parameters)]).toEqual([-4, -1]);
  });

  test('of a 2-cycle leave the fixed point at the flip', () => {
    const branches = traceBranches(over('w', -3, 0, { activation: 'tanh', b: 0 }));
    const cycle = branches.filter(({ kind }) => kind === 'cycle');
    expect(cycle.map(({ places }) => places.at(-1))).toEqual([
      { parameter: -1, x: 0 },
      { parameter: -1, x: 0 },
    ]);
    expect(cycle.map(({ places }) => Math.sign(places[0]?.x ?? 0))).toEqual([-1, 1]);
  });

  test('that go to infinity are not tied to what comes back from there', () => {
    const branches = traceBranches(over('w', -2, 3, { activation: 'linear', b: 1 }));
    for (const { places } of branches) {
      expect(new Set(places.map(({ x }) => Math.sign(x))).size).toBe(1);
    }
    const flat = traceBranches(over('w', 0, 3, { activation: 'relu', b: -1, start: -2 }));
    const statesOf = (isReached: boolean) =>
      flat.filter(({ reached }) => reached === isReached).flatMap(({ places }) => places);
    expect(statesOf(true).every(({ x }) => x === -1)).toBe(true);
    expect(statesOf(false).every(({ x }) => x > 0)).toBe(true);
    expect(statesOf(false).length).toBeGreaterThan(30);
  });

  test('of an axis of one value are single places', () => {
    const branches = traceBranches(computeDiagram({ ...paper, axis: axis('b', -2.5, -2.5, 1) }));
    expect(branches.map(({ places }) => places.length)).toEqual([1, 1, 1]);
  });

  test('hold a start that is one of a continuum of fixed points', () => {
    const branches = traceBranches(over('x0', 1, 3, { activation: 'linear', w: 1, b: 0 }));
    expect(branches.map(({ places }) => [places.at(0)?.x, places.at(-1)?.x])).toEqual([[1, 3]]);
  });
});

describe('the documents', () => {
  const read = (settings: DiagramSettings) =>
    JSON.parse([...diagramJson(computeDiagram(settings))].join(''));

  test('give as JSON what is fixed, what varies, and every value of the axis', () => {
    const document = read({ ...paper, axis: axis('b', -1, -4, 2501) });
    const { folds, points, ...rest } = document;
    expect(rest).toMatchObject({
      schema: 1,
      activation: 'sigmoid',
      parameter: { name: 'b', min: -1, max: -4, count: 2501 },
      w: 5,
      start: 0.5,
      flips: [],
      crossings: [{ x: 0.5, from: { kind: 'fixedPoint' } }],
    });
    expect(rest).not.toHaveProperty('b');
    expect(folds).toHaveLength(2);
    expect(points).toHaveLength(2501);
    expect([points[0].value, points[2500].value]).toEqual([-1, -4]);
    for (const index of [0, 999, 1000, 1001, 2500]) {
      expect(points[index]).toEqual(pointAt(paper, points[index].value));
    }
  });

  test('name in JSON only what stays fixed', () => {
    expect(Object.keys(read({ ...paper, b: 0, axis: axis('x0', 0, 1, 2) }))).not.toContain('start');
    expect(Object.keys(read({ ...paper, b: 0, axis: axis('w', 0, 1, 2) }))).not.toContain('w');
    const open = read({ ...paper, activation: 'tanh', b: 0, axis: axis('w', 0, 1, 2) });
    expect(open.twoAttractors).toEqual({ min: 1, max: 'Infinity' });
  });

  test('give as CSV one row per fixed point and per state of a cycle', () => {
    const csv = (settings: DiagramSettings) =>
      [...diagramCsv(computeDiagram(settings))].join('').trimEnd().split('\n');
    const [header, ...rows] = csv({ ...paper, axis: axis('b', -2.5, -2.5, 1) });
    expect(header).toBe('b,kind,x,multiplier,stable,reached');
    expect(rows.map((row) => row.replace(/(\.\d{3})\d+/g, '$1'))).toEqual([
      '-2.5,fixedPoint,-1.776,0.619,true,false',
      '-2.5,fixedPoint,0,1.25,false,false',
      '-2.5,fixedPoint,1.776,0.619,true,true',
    ]);
    const cycle = csv({ ...paper, activation: 'relu', w: -2, axis: axis('b', 1, 1, 1) });
    expect(cycle.slice(1)).toEqual([
      '1,fixedPoint,0.3333333333333333,-2,false,false',
      '1,cycle,-1,,true,true',
      '1,cycle,1,,true,true',
    ]);
    expect(csv({ ...paper, axis: axis('b', -4, -1, 2001) }).length).toBeGreaterThan(2002);
  });
});
