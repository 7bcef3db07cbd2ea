// Losses and their gradients by the outputs: equal bits everywhere, and right by plain formulas.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Precision } from '../../../src/math/kernels.ts';
import {
  filling,
  matrix,
  round,
  size,
  unitMatrix,
  unitRoundoff,
  wholeNumbers,
} from '../../helpers/arbitraries.ts';
import { expectClose } from '../../helpers/close.ts';
import { precisions } from '../../helpers/kernels.ts';
import type { Palette } from '../../helpers/numbers.ts';
import { type Aftermath, type Content, runEverywhere } from '../../helpers/scene.ts';

interface LossCase {
  readonly rows: number;
  readonly columns: number;
  readonly scale: number;
  readonly fill: { readonly seed: number; readonly palette: Palette };
}

const cases: fc.Arbitrary<LossCase> = fc.record({
  rows: size(),
  columns: size(),
  scale: fc.constantFrom(1, 1 / 3, 1 / 2000),
  fill: filling,
});

const ordinary = cases.map(
  (one): LossCase => ({ ...one, fill: { seed: one.fill.seed, palette: 'ordinary' } }),
);

/** Of the Huber loss: not a number that f32 can hold. Errors here lie in [-3, 2]. */
const DELTA = 0.7;

type Result = Aftermath<'gradient' | 'z' | 'y'>;

function softmax(precision: Precision, one: LossCase): [Result, Content, number[]] {
  const { rows, columns, scale, fill } = one;
  const indices = wholeNumbers(rows, columns, fill.seed);
  const z = matrix(rows, columns, fill, precision, 1);
  const gradient = matrix(rows, columns, fill, precision, 2);
  const y = { rows: 1, columns: 1, values: [0] };
  const after = runEverywhere(
    precision,
    { matrices: { gradient, z, y }, indices, targets: ['gradient'] },
    (kernels, at, classes) =>
      kernels.softmaxCrossEntropy(
        at.gradient.address,
        at.z.address,
        at.z.row,
        classes,
        rows,
        columns,
        scale,
      ),
  );
  return [after, z, indices];
}

function elementwise(
  precision: Precision,
  name: keyof typeof naive,
  { rows, columns, scale, fill }: LossCase,
): [Result, Content, Content] {
  const z = matrix(rows, columns, fill, precision, 1);
  const y = unitMatrix(rows, columns, fill.seed, precision);
  const gradient = matrix(rows, columns, fill, precision, 2);
  const after = runEverywhere(
    precision,
    { matrices: { gradient, z, y }, targets: ['gradient'] },
    (kernels, at) =>
      kernels[name](
        at.gradient.address,
        at.z.address,
        at.y.address,
        at.z.row,
        rows,
        columns,
        scale,
        DELTA,
      ),
  );
  return [after, z, y];
}

function naiveSoftmax({ rows, columns, values }: Content, classes: readonly number[]) {
  let loss = 0;
  const gradient: number[] = [];
  for (let n = 0; n < rows; n++) {
    const exponentials = values.slice(n * columns, (n + 1) * columns).map(Math.exp);
    const sum = exponentials.reduce((a, b) => a + b);
    loss -= Math.log(exponentials[classes[n]!]! / sum);
    gradient.push(...exponentials.map((e, j) => e / sum - (j === classes[n] ? 1 : 0)));
  }
  return { loss, gradient };
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

const naive = {
  sigmoidCrossEntropy: {
    loss: (z: number, y: number) => -y * Math.log(sigmoid(z)) - (1 - y) * Math.log(sigmoid(-z)),
    derivative: (z: number, y: number) => sigmoid(z) - y,
  },
  squaredError: {
    loss: (z: number, y: number) => (z - y) ** 2,
    derivative: (z: number, y: number) => 2 * (z - y),
  },
  huber: {
    loss: (z: number, y: number) => {
      const e = Math.abs(z - y);
      return e <= DELTA ? e ** 2 / 2 : DELTA * (e - DELTA / 2);
    },
    derivative: (z: number, y: number) => Math.sign(z - y) * Math.min(Math.abs(z - y), DELTA),
  },
} as const;

const names = Object.keys(naive) as (keyof typeof naive)[];

describe.each(precisions)('loss kernels, %s', (precision) => {
  const unit = unitRoundoff[precision];

  it('compute softmax cross-entropy with the same bits', () => {
    fc.assert(
      fc.property(cases, (one) => {
        softmax(precision, one);
      }),
      { numRuns: 200 },
    );
  });

  it('compute softmax cross-entropy as the definition says', () => {
    fc.assert(
      fc.property(ordinary, (one) => {
        const [after, z, classes] = softmax(precision, one);
        const expected = naiveSoftmax(z, classes);
        const { columns, scale } = one;
        const bound = (columns + 30) * unit;
        expectClose([after.returned], [expected.loss], () => bound * (1 + expected.loss));
        const scaled = expected.gradient.map((g) => g * scale);
        expectClose(after.values('gradient'), scaled, () => bound * scale);
      }),
    );
  });

  it('keep softmax finite for outputs that would overflow', () => {
    const z = { rows: 1, columns: 3, values: [1e30, -1e30, 0].map(round[precision]) };
    const after = runEverywhere(
      precision,
      { matrices: { z, gradient: z }, indices: [0], targets: ['gradient'] },
      (kernels, at, classes) =>
        kernels.softmaxCrossEntropy(at.gradient.address, at.z.address, at.z.row, classes, 1, 3, 1),
    );
    expect(after.returned).toBe(0);
    expect(after.values('gradient')).toEqual([0, 0, 0]);
  });

  it.each(names)('compute %s with the same bits', (name) => {
    fc.assert(
      fc.property(cases, (one) => {
        elementwise(precision, name, one);
      }),
      { numRuns: 200 },
    );
  });

  it.each(names)('compute %s as the definition says', (name) => {
    const { loss, derivative } = naive[name];
    fc.assert(
      fc.property(ordinary, (one) => {
        const [after, z, y] = elementwise(precision, name, one);
        const { scale, rows, columns } = one;
        const total = z.values.reduce((sum, value, i) => sum + loss(value, y.values[i]!), 0);
        expectClose([after.returned], [total], () => 40 * unit * (rows * columns + total));
        const expected = z.values.map((value, i) => scale * derivative(value, y.values[i]!));
        expectClose(after.values('gradient'), expected, () => 20 * unit * scale);
      }),
    );
  });

  it('keep sigmoid cross-entropy finite for large outputs', () => {
    const z = { rows: 1, columns: 4, values: [1e30, -1e30, 1000, -1000].map(round[precision]) };
    const y = { rows: 1, columns: 4, values: [1, 0, 1, 0] };
    const after = runEverywhere(
      precision,
      { matrices: { z, y, gradient: z }, targets: ['gradient'] },
      (kernels, at) =>
        kernels.sigmoidCrossEntropy(
          at.gradient.address,
          at.z.address,
          at.y.address,
          at.z.row,
          1,
          4,
          1,
        ),
    );
    expect(after.returned).toBe(0);
    expectClose(after.values('gradient'), [0, 0, 0, 0]);
  });
});
