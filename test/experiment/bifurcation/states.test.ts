// Fixed points and attractors: properties over random units, and limits.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Recurrence } from '../../../src/experiment/bifurcation/dynamics.ts';
import { dynamics } from '../../../src/experiment/bifurcation/index.ts';
import { elementary64 } from '../../../src/math/elementary/index.ts';

const FUNCTIONS = {
  sigmoid: elementary64.sigmoid,
  tanh: elementary64.tanh,
  relu: (x: number) => Math.max(0, x),
  linear: (x: number) => x,
};
const names = ['sigmoid', 'tanh', 'relu', 'linear'] as const;
const saturating = fc.constantFrom('sigmoid', 'tanh');
const number = (size: number) =>
  fc.double({ min: -size, max: size, noNaN: true }).map((x) => x + 0);
const thousandths = (size: number) =>
  fc.integer({ min: -1000 * size, max: 1000 * size }).map((n) => n / 1000);
const unit: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({ w: number(12), b: number(8) }),
  fc.record({ w: number(1e6), b: number(1e6) }),
  fc.record({ w: number(1e150), b: number(1e150) }),
  // Around the tongue of the sigmoid.
  fc.record({ w: fc.double({ min: 4, max: 9, noNaN: true }), d: number(1) }).map(({ w, d }) => ({
    w,
    b: d - w / 2,
  })),
);

/** F(x), and a bound on what rounding can do to it. */
function image(name: (typeof names)[number], { w, b }: Recurrence, x: number) {
  const product = w * FUNCTIONS[name](x);
  return {
    value: product + b,
    rounding: 2 ** -51 * (Math.abs(product) + Math.abs(b) + Math.abs(x)),
  };
}

describe('fixed points', () => {
  test('map to themselves up to rounding, for every activation', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), unit, (name, recurrence) => {
        for (const { x, multiplier } of dynamics[name].fixedPoints(recurrence)) {
          const { value, rounding } = image(name, recurrence, x);
          // Half an ulp of x itself is worth that much of F.
          const ofState =
            2 ** -53 * Math.abs(x * multiplier) + 2 ** -1070 * (1 + Math.abs(recurrence.w));
          expect(Math.abs(value - x)).toBeLessThanOrEqual(rounding + ofState);
        }
      }),
      { numRuns: 5000 },
    );
  });

  test('are one or three for what saturates, ascending, stable and unstable by turns', () => {
    fc.assert(
      fc.property(saturating, unit, (name, recurrence) => {
        const found = dynamics[name].fixedPoints(recurrence);
        // At a fold there are two, and within rounding of one there may be.
        fc.pre(found.every(({ multiplier }) => Math.abs(multiplier - 1) > 1e-7));
        expect([1, 3]).toContain(found.length);
        const xs = found.map(({ x }) => x + 0);
        expect(xs).toEqual([...new Set(xs)].sort((a, b) => a - b));
        if (found.length === 3) {
          expect(found.map(({ stable }) => stable)).toEqual([true, false, true]);
        }
      }),
      { numRuns: 5000 },
    );
  });

  test('have multipliers that say whether they are stable', () => {
    fc.assert(
      fc.property(saturating, fc.record({ w: number(20), b: number(20) }), (name, recurrence) => {
        for (const { multiplier, stable } of dynamics[name].fixedPoints(recurrence)) {
          fc.pre(Math.abs(Math.abs(multiplier) - 1) > 1e-9);
          expect(stable).toBe(Math.abs(multiplier) < 1);
        }
      }),
      { numRuns: 5000 },
    );
  });

  test('are mirrored by tanh when the bias changes sign', () => {
    fc.assert(
      fc.property(unit, ({ w, b }) => {
        const states = (bias: number) =>
          dynamics.tanh.fixedPoints({ w, b: bias }).map(({ x }) => x + 0);
        expect(
          states(-b)
            .map((x) => -x + 0)
            .reverse(),
        ).toEqual(states(b));
      }),
    );
  });

  test('have small multipliers in the tails, where 1 − σ has no digits left', () => {
    const [point] = dynamics.sigmoid.fixedPoints({ w: 40, b: 0.5 });
    const x = point?.x ?? Number.NaN;
    expect(x).toBeCloseTo(40.5, 10);
    expect(point?.multiplier).toBeCloseTo(40 * Math.exp(-x), 28);
  });
});

describe('the attractor of a start', () => {
  /** The state after many steps. */
  function iterate(name: (typeof names)[number], recurrence: Recurrence, start: number): number {
    let x = start;
    for (let step = 0; step < 3000; step++) x = image(name, recurrence, x).value;
    return x;
  }

  test('is what iteration comes to, for every activation', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.record({ w: thousandths(9), b: thousandths(6) }),
        thousandths(8),
        (name, recurrence, start) => {
          const analysis = dynamics[name];
          const points = analysis.fixedPoints(recurrence);
          // Slow to approach or to leave: iteration is no judge.
          const isStraight = name === 'relu' || name === 'linear';
          fc.pre(!isStraight || Math.abs(Math.abs(recurrence.w) - 1) > 0.03);
          fc.pre(points.every(({ multiplier }) => Math.abs(Math.abs(multiplier) - 1) > 0.03));
          fc.pre(points.every(({ x }) => Math.abs(x - start) > 1e-6));
          const attractor = analysis.attractor(recurrence, start, points);
          const end = iterate(name, recurrence, start);
          if (attractor.kind === 'diverges') expect(Math.abs(end)).toBeGreaterThan(1e30);
          else {
            const [low, high] =
              attractor.kind === 'cycle' ? attractor.x : [attractor.x, attractor.x];
            const next = image(name, recurrence, end).value;
            expect(Math.min(end, next)).toBeCloseTo(low, 6);
            expect(Math.max(end, next)).toBeCloseTo(high, 6);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('is a fixed point that it starts on, an unstable one too', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), unit, (name, recurrence) => {
        const points = dynamics[name].fixedPoints(recurrence);
        for (const { x } of points) {
          const attractor = dynamics[name].attractor(recurrence, x, points);
          expect([attractor.kind, attractor.x]).toEqual(['fixedPoint', x]);
        }
      }),
    );
  });

  test.each([1e-12, 1e-9, 1e-6])('is found at once %d beyond a fold', (distance) => {
    const [, fold] = dynamics.sigmoid.bifurcations('b', { w: 5, b: 0 });
    const recurrence = { w: 5, b: (fold?.parameter ?? Number.NaN) + distance };
    const points = dynamics.sigmoid.fixedPoints(recurrence);
    expect(dynamics.sigmoid.attractor(recurrence, -3, points).x).toBeCloseTo(2.1195589, 4);
  });

  test('is a 2-cycle whose states map to each other', () => {
    fc.assert(
      fc.property(saturating, number(60), number(30), number(40), (name, w, b, start) => {
        const recurrence = { w, b };
        const points = dynamics[name].fixedPoints(recurrence);
        fc.pre(points.length === 1 && (points[0]?.multiplier ?? 0) < -1.001);
        const attractor = dynamics[name].attractor(recurrence, start, points);
        expect(attractor.kind).toBe(start === points[0]?.x ? 'fixedPoint' : 'cycle');
        if (attractor.kind !== 'cycle') return;
        const [low, high] = attractor.x;
        expect(low).toBeLessThan(points[0]!.x);
        expect(high).toBeGreaterThan(points[0]!.x);
        const back = image(name, recurrence, low);
        const slope = 1 + Math.abs(w);
        expect(Math.abs(back.value - high)).toBeLessThanOrEqual(slope * back.rounding);
        expect(image(name, recurrence, high).value).toBe(low);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['relu', { w: 2, b: -1 }, 1.5, { kind: 'diverges', x: null }],
    ['relu', { w: 2, b: -1 }, 0.5, { kind: 'fixedPoint', x: -1 }],
    ['relu', { w: 2, b: -1 }, 1, { kind: 'fixedPoint', x: 1 }],
    ['relu', { w: 1, b: 0 }, 3, { kind: 'fixedPoint', x: 3 }],
    ['relu', { w: 1, b: 0 }, -3, { kind: 'fixedPoint', x: 0 }],
    ['relu', { w: 1, b: -1 }, 3, { kind: 'fixedPoint', x: -1 }],
    ['relu', { w: 1, b: 1 }, 3, { kind: 'diverges', x: null }],
    ['relu', { w: -1, b: 1 }, 0.25, { kind: 'cycle', x: [0.25, 0.75] }],
    ['relu', { w: -1, b: 1 }, 0.5, { kind: 'fixedPoint', x: 0.5 }],
    ['relu', { w: -1, b: 1 }, 7, { kind: 'cycle', x: [0, 1] }],
    ['relu', { w: -3, b: 1 }, 0.3, { kind: 'cycle', x: [-2, 1] }],
    ['relu', { w: 3, b: 0 }, 0.1, { kind: 'diverges', x: null }],
    ['relu', { w: 3, b: 0 }, -0.1, { kind: 'fixedPoint', x: 0 }],
    ['linear', { w: 1, b: 0 }, 3, { kind: 'fixedPoint', x: 3 }],
    ['linear', { w: 1, b: 1 }, 3, { kind: 'diverges', x: null }],
    ['linear', { w: -1, b: 1 }, 3, { kind: 'cycle', x: [-2, 3] }],
    ['linear', { w: -1, b: 1 }, 0.5, { kind: 'fixedPoint', x: 0.5 }],
    ['linear', { w: -2, b: 1 }, 3, { kind: 'diverges', x: null }],
    ['linear', { w: 3, b: 0 }, 0, { kind: 'fixedPoint', x: 0 }],
    ['sigmoid', { w: 0, b: 2 }, 9, { kind: 'fixedPoint', x: 2 }],
    ['tanh', { w: 5, b: 0 }, 0, { kind: 'fixedPoint', x: 0 }],
  ] as const)('%s of %j from %d', (name, recurrence, start, attractor) => {
    const analysis = dynamics[name];
    expect(analysis.attractor(recurrence, start, analysis.fixedPoints(recurrence))).toEqual(
      attractor,
    );
  });
});
