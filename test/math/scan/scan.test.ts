// The one-unit recurrence: what it computes, and that every implementation computes the same bits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availableKernels } from '../../../src/math/engine.ts';
import type { Precision } from '../../../src/math/kernels.ts';
import {
  chooseScanner,
  createScanner,
  passesScanTest,
  SCAN_TEST_HASH,
} from '../../../src/math/scan/choose.ts';
import {
  type Recurrence,
  SCAN_ACTIVATIONS,
  type ScanActivation,
} from '../../../src/math/scan/scan.ts';

const precisions: readonly Precision[] = ['f32', 'f64'];
const simd = availableKernels().filter((name) => name !== 'reference');

const plain: Readonly<Record<ScanActivation, (z: number) => number>> = {
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  relu: (z) => Math.max(z, 0),
  linear: (z) => z,
};

function plainCost({ activation, start, target, steps }: Recurrence, w: number, u: number): number {
  let h = start;
  for (let t = 0; t < steps; t++) h = plain[activation](w * h + u);
  return (h - target) ** 2;
}

/** The paper's toy: h_0 = σ(0.5). */
const paper: Recurrence = {
  activation: 'sigmoid',
  start: 0.6224593312018546,
  target: 0.7,
  steps: 50,
};

const at = (w: number, u: number) => {
  const { cost, dw, du } = createScanner('reference', 'f64', paper).gradient(
    Float64Array.of(w),
    Float64Array.of(u),
  );
  return { cost: cost[0]!, norm: Math.hypot(dw[0]!, du[0]!) };
};

const sameBits = (a: Float64Array, b: Float64Array) => {
  const canonical = (values: Float64Array) =>
    Array.from(values, (x) => (Number.isNaN(x) ? NaN : x));
  expect(canonical(a)).toEqual(canonical(b));
};

describe('the recurrence', () => {
  it("has the costs of the paper's toy", () => {
    expect(at(5, -2.613).cost).toBeCloseTo(0.341571, 6);
    expect(at(5, -2.612).cost).toBeCloseTo(0.008476, 6);
    expect(at(5, -2).cost).toBeCloseTo(0.05558549, 8);
    expect(at(5, -2).norm).toBeCloseTo(0.05549566, 8);
  });

  it.each([
    [4.6, -2.3642758, 315.72],
    [4.8, -2.48802303, 1396.3],
    [5.0, -2.61234136, 6773.1],
    [5.2, -2.73679736, 34242],
    [5.4, -2.86128213, 173670],
  ])('is as steep at w = %s, b = %s as the wall of the toy', (w, b, norm) => {
    expect(Number(at(w, b).norm.toPrecision(4))).toBe(Number(norm.toPrecision(4)));
  });

  it.each(SCAN_ACTIVATIONS)('of %s agrees with a plain loop', (activation) => {
    const recurrence: Recurrence = { activation, start: 0.3, target: -0.2, steps: 7 };
    const w = Float64Array.of(-2, -0.5, 0, 0.7, 1.5);
    const u = Float64Array.of(0.1, -0.4, 0.6, 0.2, -1);
    const costs = createScanner('128', 'f64', recurrence).cost(w, u);
    for (let i = 0; i < w.length; i++) {
      expect(costs[i]).toBeCloseTo(plainCost(recurrence, w[i]!, u[i]!), 11);
    }
  });

  it.each(SCAN_ACTIVATIONS)('of %s has the gradient that central differences see', (activation) => {
    const recurrence: Recurrence = { activation, start: 0.3, target: -0.2, steps: 9 };
    const scanner = createScanner('128', 'f64', recurrence);
    const points = Array.from({ length: 40 }, (_, i) => [
      ((i * 7) % 11) / 6 - 0.8,
      ((i * 5) % 13) / 6 - 0.9,
    ]);
    const w = Float64Array.from(points, ([x]) => x!);
    const u = Float64Array.from(points, ([, y]) => y!);
    const { dw, du } = scanner.gradient(w, u);
    const h = 1e-3;
    /** Fourth-order central difference. */
    const difference = (along: (by: number) => Float64Array) => {
      const [a, b, c, d] = [-2 * h, -h, h, 2 * h].map(along) as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      return a.map((value, i) => (value - 8 * b[i]! + 8 * c[i]! - d[i]!) / (12 * h));
    };
    const byW = difference((by) =>
      scanner.cost(
        w.map((x) => x + by),
        u,
      ),
    );
    const byU = difference((by) =>
      scanner.cost(
        w,
        u.map((x) => x + by),
      ),
    );
    const near = (x: number, y: number) => Math.abs(x - y) <= 1e-6 * Math.max(1, Math.abs(y));
    const agreeing = points.filter((_, i) => near(dw[i]!, byW[i]!) && near(du[i]!, byU[i]!)).length;
    // Relu has kinks that a difference may straddle.
    expect(agreeing).toBeGreaterThanOrEqual(activation === 'relu' ? 36 : 40);
  });

  it('of no step leaves the start', () => {
    const recurrence: Recurrence = { activation: 'tanh', start: 0.5, target: 0.25, steps: 0 };
    const result = createScanner('128', 'f64', recurrence).gradient(
      Float64Array.of(3),
      Float64Array.of(4),
    );
    expect([result.cost[0], result.dw[0], result.du[0]]).toEqual([0.0625, 0, 0]);
  });

  it('does not depend on where a point stands among others', () => {
    const scanner = createScanner('128', 'f64', paper);
    const w = Float64Array.from({ length: 5000 }, (_, i) => 4.5 + i / 5000);
    const u = Float64Array.from({ length: 5000 }, (_, i) => -2.9 + ((i * 37) % 5000) / 5000);
    const all = scanner.gradient(w, u);
    for (const i of [0, 63, 64, 4095, 4096, 4999]) {
      const one = scanner.gradient(w.slice(i, i + 1), u.slice(i, i + 1));
      expect([one.cost[0], one.dw[0], one.du[0]]).toEqual([all.cost[i], all.dw[i], all.du[i]]);
    }
  });
});

describe.each(availableKernels())('%s scanners', (name) => {
  it('put results into arrays of the caller', () => {
    const scanner = createScanner(name, 'f64', paper);
    const [w, u] = [Float64Array.of(5, 4), Float64Array.of(-2, 1)];
    const [cost, dw, du] = [2, 2, 2].map((n) => new Float64Array(n).fill(9)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    expect(scanner.cost(w, u, cost)).toBe(cost);
    expect(cost).toEqual(scanner.cost(w, u));
    const into = { cost, dw, du };
    expect(scanner.gradient(w, u, into)).toBe(into);
    expect(into).toEqual(scanner.gradient(w, u));
  });
});

describe.each(simd)('%s-bit scanners', (name) => {
  it.each(precisions)('give the bits of the reference in %s', (precision) => {
    const number = fc.oneof(
      fc.double({ min: -8, max: 8, noNaN: true }),
      fc.double({ min: -2000, max: 2000, noNaN: true }),
      fc.constantFrom(0, -0, 1e30, -1e30, 1e-300, Infinity, Number.NaN),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...SCAN_ACTIVATIONS),
        fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 150 }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.integer({ min: 0, max: 60 }),
        (activation, points, start, steps) => {
          const recurrence: Recurrence = { activation, start, target: 0.7, steps };
          const w = Float64Array.from(points, ([x]) => x);
          const u = Float64Array.from(points, ([, y]) => y);
          const expected = createScanner('reference', precision, recurrence).gradient(w, u);
          const scanner = createScanner(name, precision, recurrence);
          const actual = scanner.gradient(w, u);
          sameBits(actual.cost, expected.cost);
          sameBits(actual.dw, expected.dw);
          sameBits(actual.du, expected.du);
          sameBits(scanner.cost(w, u), expected.cost);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(precisions)(
    'give the bits of the reference where all points are small in %s',
    (precision) => {
      const small = fc.double({ min: -6, max: 6, noNaN: true });
      // About the bound of |w|·max(|h_0|, 1) + |u| where the way of a block changes.
      const atBound = fc.constantFrom(19.999999999999996, 20, 20.000000000000004, -20, 40, -40);
      fc.assert(
        fc.property(
          fc.array(fc.tuple(small, small), { minLength: 64, maxLength: 64 }),
          fc.array(fc.tuple(fc.oneof(small, atBound), fc.oneof(small, atBound)), { maxLength: 2 }),
          fc.constantFrom(0, 0.5, -1, 1, 1.0000000000000002, 3, 400, -400),
          (points, edges, start) => {
            const recurrence: Recurrence = { activation: 'sigmoid', start, target: 0.7, steps: 30 };
            const w = Float64Array.from([...points, ...edges], ([x]) => x);
            const u = Float64Array.from([...points, ...edges], ([, y]) => y);
            const expected = createScanner('reference', precision, recurrence).gradient(w, u);
            const scanner = createScanner(name, precision, recurrence);
            expect(scanner.gradient(w, u)).toEqual(expected);
            expect(scanner.cost(w, u)).toEqual(expected.cost);
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  it.each(precisions)(
    'go on while the state moves, though no sensitivity does, in %s',
    (precision) => {
      // h = 1, 0, 1: the first step leaves both sensitivities at 0.
      const recurrence: Recurrence = { activation: 'relu', start: 1, target: 0.5, steps: 2 };
      const scanner = createScanner(name, precision, recurrence);
      const { cost, dw, du } = scanner.gradient(Float64Array.of(-2), Float64Array.of(1));
      expect([cost[0], dw[0], du[0]]).toEqual([0.25, 0, 1]);
    },
  );

  it.each(precisions)('pass the self-test in %s', (precision) => {
    for (const activation of SCAN_ACTIVATIONS) {
      expect(passesScanTest(name, precision, activation)).toBe(true);
    }
  });
});

describe('choosing a scanner', () => {
  it.each(precisions)('takes the kernels asked for in %s', (precision) => {
    for (const name of availableKernels()) {
      expect(chooseScanner(precision, paper, name).kernels).toBe(name);
    }
  });

  it('takes SIMD kernels where nothing is asked for', () => {
    expect(simd).toContain(chooseScanner('f64', paper).kernels);
  });

  it('refuses kernels that compute other bits', () => {
    const hashes = SCAN_TEST_HASH.f64 as Record<ScanActivation, string>;
    const right = hashes.sigmoid;
    hashes.sigmoid = 'wrong';
    try {
      expect(() => chooseScanner('f64', paper)).toThrow(/fail their self-test/);
    } finally {
      hashes.sigmoid = right;
    }
  });
});
