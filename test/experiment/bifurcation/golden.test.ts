// The analysis against the numbers of diagrams.py (mpmath).
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dynamics } from '../../../src/experiment/bifurcation/index.ts';
import { expectClose } from '../../helpers/close.ts';

interface Golden {
  readonly units: readonly {
    readonly activation: 'sigmoid' | 'tanh';
    readonly w: number;
    readonly b: number;
    readonly fixedPoints: readonly number[];
    readonly multipliers: readonly number[];
    readonly start?: number;
    readonly ends?: readonly number[];
  }[];
  readonly changes: readonly {
    readonly activation: 'sigmoid' | 'tanh';
    readonly multiplier: 1 | -1;
    readonly unknown: 'b' | 'w';
    readonly given: number;
    readonly x: number;
    readonly parameter: number;
  }[];
  readonly jumps: readonly {
    readonly activation: 'sigmoid' | 'tanh';
    readonly unknown: 'b' | 'w';
    readonly given: number;
    readonly start: number;
    readonly parameter: number;
  }[];
}

const path = new URL('./diagrams.json', import.meta.url);
const golden: Golden = JSON.parse(readFileSync(path, 'utf8'));

const unitOf = (unknown: 'b' | 'w', given: number) =>
  unknown === 'b' ? { w: given, b: Number.NaN } : { w: Number.NaN, b: given };

describe('the reference', () => {
  test('has units with one and with three fixed points, and 2-cycles', () => {
    const counts = golden.units.map(({ fixedPoints }) => fixedPoints.length);
    expect(counts.filter((count) => count === 1).length).toBeGreaterThan(40);
    expect(counts.filter((count) => count === 3).length).toBeGreaterThan(30);
    expect(golden.units.filter(({ ends }) => ends?.length === 2).length).toBeGreaterThan(10);
  });
});

test.each(golden.units)('finds the fixed points of $w $activation(x) + $b', (unit) => {
  const { activation, start, ends } = unit;
  const analysis = dynamics[activation];
  const found = analysis.fixedPoints(unit);
  // An error of F is one of x divided by the distance of the multiplier from 1.
  const bound = (index: number) =>
    1e-14 * (1 + Math.abs(unit.w)) * (1 + 1 / Math.abs(unit.multipliers[index]! - 1));
  expectClose(
    found.map(({ x }) => x),
    unit.fixedPoints,
    bound,
  );
  expectClose(
    found.map(({ multiplier }) => multiplier),
    unit.multipliers,
    (i) => 10 * bound(i),
  );
  expect(found.map(({ stable }) => stable)).toEqual(unit.multipliers.map((m) => Math.abs(m) < 1));
  if (start === undefined || ends === undefined) return;
  const { x } = analysis.attractor(unit, start, found);
  expectClose(typeof x === 'number' ? [x] : (x ?? []), ends, () => 1e-9);
});

test.each(golden.changes)(
  'finds the multiplier $multiplier of $activation over $unknown at $given',
  ({ activation, multiplier, unknown, given, x, parameter }) => {
    const found = dynamics[activation].bifurcations(unknown, unitOf(unknown, given));
    const kind = multiplier === 1 ? 'fold' : 'flip';
    const near = found.find((place) => Math.abs((place.x ?? Infinity) - x) < 1e-3);
    expect(near?.kind).toBe(kind);
    expectClose([near?.x ?? Number.NaN], [x], () => 2e-14 * (1 + Math.abs(x)));
    expectClose([near!.parameter], [parameter], () => 2e-14 * (1 + Math.abs(parameter)));
  },
);

test.each(golden.jumps)(
  'finds where the end of $start under $activation jumps over $unknown at $given',
  ({ activation, unknown, given, start, parameter }) => {
    const found = dynamics[activation].crossings(unknown, unitOf(unknown, given), start);
    expect(found).toHaveLength(1);
    // Iteration is slow to leave a vanished fold.
    const isFold = found[0]?.x !== start;
    expectClose([found[0]!.parameter], [parameter], () => (isFold ? 2e-5 : 1e-9));
  },
);
