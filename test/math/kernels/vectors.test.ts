// Norm, inner product, scaling, sums, clipping and the first optimizers' updates: equal bits everywhere, and right by plain formulas.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Precision } from '../../../src/math/kernels.ts';
import { filling, matrix, round, size, unitRoundoff } from '../../helpers/arbitraries.ts';
import { expectClose } from '../../helpers/close.ts';
import { precisions } from '../../helpers/kernels.ts';
import type { Palette } from '../../helpers/numbers.ts';
import { runEverywhere } from '../../helpers/scene.ts';

interface Fill {
  readonly seed: number;
  readonly palette: Palette;
}

const shapes: fc.Arbitrary<readonly [number, number, Fill]> = fc.tuple(size(12), size(), filling);

/** Parameters, gradient and two states of one shape; the second state is never negative. */
function vectors(precision: Precision, [rows, columns, fill]: readonly [number, number, Fill]) {
  const square = matrix(rows, columns, fill, precision, 4);
  return {
    p: matrix(rows, columns, fill, precision, 1),
    g: matrix(rows, columns, fill, precision, 2),
    m: matrix(rows, columns, fill, precision, 3),
    v: { ...square, values: square.values.map(Math.abs) },
  };
}

describe.each(precisions)('vector kernels, %s', (precision) => {
  const unit = unitRoundoff[precision];

  it('sum squares in f64', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { g } = vectors(precision, shape);
        const { returned } = runEverywhere(
          precision,
          { matrices: { g }, targets: [] },
          (kernels, at) => kernels.sumSquares(at.g.address, at.g.byteLength),
        );
        if (shape[2].palette !== 'ordinary') return;
        const expected = g.values.reduce((sum, x) => sum + x * x, 0);
        expectClose([returned], [expected], () => 1e-13 * expected);
      }),
      { numRuns: 200 },
    );
  });

  it('multiply inwards in f64', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { p, g } = vectors(precision, shape);
        const { returned } = runEverywhere(
          precision,
          { matrices: { p, g }, targets: [] },
          (kernels, at) => kernels.dot(at.p.address, at.g.address, at.g.byteLength),
        );
        if (shape[2].palette !== 'ordinary') return;
        const expected = p.values.reduce((sum, x, i) => sum + x * g.values[i]!, 0);
        const size = p.values.reduce((sum, x, i) => sum + Math.abs(x * g.values[i]!), 0);
        expectClose([returned], [expected], () => 1e-13 * size);
      }),
      { numRuns: 200 },
    );
  });

  it('multiply a vector by itself as they sum its squares', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { g } = vectors(precision, shape);
        const { returned } = runEverywhere(
          precision,
          { matrices: { g }, targets: [] },
          (kernels, { g: { address, byteLength } }) =>
            Object.is(
              kernels.dot(address, address, byteLength),
              kernels.sumSquares(address, byteLength),
            )
              ? 1
              : 0,
        );
        expect(returned).toBe(1);
      }),
    );
  });

  it('scale', () => {
    const factors = fc.constantFrom(0, 1, 0.1, -3.7, 1e-30, 1e20);
    fc.assert(
      fc.property(shapes, factors, (shape, factor) => {
        const { g } = vectors(precision, shape);
        const after = runEverywhere(precision, { matrices: { g }, targets: ['g'] }, (kernels, at) =>
          kernels.scale(at.g.address, at.g.byteLength, factor),
        );
        const rounded = round[precision](factor);
        expectClose(
          after.values('g'),
          g.values.map((x) => round[precision](x * rounded)),
        );
      }),
    );
  });

  it('add a multiple of another vector, or of the same', () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom(0.1, -1e-5, 1e20), (shape, factor) => {
        const { p, g } = vectors(precision, shape);
        const rounded = round[precision](factor);
        for (const name of ['g', 'p'] as const) {
          const after = runEverywhere(
            precision,
            { matrices: { p, g }, targets: ['p'] },
            (kernels, at) =>
              kernels.addScaled(at.p.address, at[name].address, at.p.byteLength, factor),
          );
          const b = { p, g }[name].values;
          const sum = (x: number, i: number) =>
            round[precision](x + round[precision](rounded * b[i]!));
          expectClose(after.values('p'), p.values.map(sum));
        }
      }),
    );
  });

  it('move towards another vector', () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom(1, 0.001, 0.5), (shape, share) => {
        const { p, g } = vectors(precision, shape);
        const after = runEverywhere(
          precision,
          { matrices: { p, g }, targets: ['p'] },
          (kernels, at) => kernels.moveTowards(at.p.address, at.g.address, at.p.byteLength, share),
        );
        if (shape[2].palette !== 'ordinary') return;
        const expected = p.values.map((x, i) => (1 - share) * x + share * g.values[i]!);
        expectClose(after.values('p'), expected, () => 8 * unit);
      }),
    );
  });

  it('clip values and count those outside, leaving NaN', () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom(1e-40, 0.1, 1, 1.5, 1e38), (shape, most) => {
        const { g } = vectors(precision, shape);
        const after = runEverywhere(precision, { matrices: { g }, targets: ['g'] }, (kernels, at) =>
          kernels.clipValue(at.g.address, at.g.byteLength, most),
        );
        const bound = round[precision](most);
        const outside = g.values.filter((x) => Math.abs(x) > bound);
        expect(after.returned).toBe(outside.length);
        expectClose(
          after.values('g'),
          g.values.map((x) => (Math.abs(x) > bound ? Math.sign(x) * bound : x)),
        );
      }),
    );
  });

  it('descend', () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom(0.01, 1, 1e-12), (shape, rate) => {
        const { p, g } = vectors(precision, shape);
        const after = runEverywhere(
          precision,
          { matrices: { p, g }, targets: ['p'] },
          (kernels, at) => kernels.sgd(at.p.address, at.g.address, at.p.byteLength, rate),
        );
        if (shape[2].palette !== 'ordinary') return;
        const expected = p.values.map((x, i) => x - rate * g.values[i]!);
        expectClose(after.values('p'), expected, () => 8 * unit);
      }),
      { numRuns: 200 },
    );
  });

  it.each([0, 1])('descend with momentum, nesterov %i', (nesterov) => {
    fc.assert(
      fc.property(
        shapes,
        fc.constantFrom(0.01, 0.5),
        fc.constantFrom(0.5, 0.995),
        (shape, rate, decay) => {
          const { p, g, m } = vectors(precision, shape);
          const after = runEverywhere(
            precision,
            { matrices: { p, g, m }, targets: ['p', 'm'] },
            (kernels, at) =>
              kernels.momentum(
                at.p.address,
                at.g.address,
                at.m.address,
                at.p.byteLength,
                rate,
                decay,
                nesterov,
              ),
          );
          if (shape[2].palette !== 'ordinary') return;
          const velocity = m.values.map((x, i) => decay * x + g.values[i]!);
          const direction = velocity.map((x, i) => (nesterov ? g.values[i]! + decay * x : x));
          expectClose(after.values('m'), velocity, () => 16 * unit);
          const expected = p.values.map((x, i) => x - rate * direction[i]!);
          expectClose(after.values('p'), expected, () => 16 * unit);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('update as Adam', () => {
    const [rate, beta1, beta2, epsilon] = [0.01, 0.9, 0.999, 1e-8];
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 50 }), (shape, steps) => {
        const { p, g, m, v } = vectors(precision, shape);
        const [c1, c2] = [1 / (1 - beta1 ** steps), 1 / (1 - beta2 ** steps)];
        const after = runEverywhere(
          precision,
          { matrices: { p, g, m, v }, targets: ['p', 'm', 'v'] },
          (kernels, at) =>
            kernels.adam(
              at.p.address,
              at.g.address,
              at.m.address,
              at.v.address,
              at.p.byteLength,
              rate,
              beta1,
              beta2,
              epsilon,
              c1,
              c2,
            ),
        );
        if (shape[2].palette !== 'ordinary') return;
        const mean = m.values.map((x, i) => beta1 * x + (1 - beta1) * g.values[i]!);
        const square = v.values.map((x, i) => beta2 * x + (1 - beta2) * g.values[i]! ** 2);
        expectClose(after.values('m'), mean, () => 16 * unit);
        expectClose(after.values('v'), square, () => 16 * unit);
        const change = mean.map((x, i) => (rate * x * c1) / (Math.sqrt(square[i]! * c2) + epsilon));
        expectClose(
          after.values('p'),
          p.values.map((x, i) => x - change[i]!),
          (i) => 16 * unit * (1 + 10 * Math.abs(change[i]!)),
        );
      }),
      { numRuns: 200 },
    );
  });
});
