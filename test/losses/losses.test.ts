// Losses against their formulas in plain f64 arithmetic, with gradients by central differences.
import { describe, expect, test } from 'vitest';
import { type LossName, lossOf } from '../../src/losses/index.ts';
import { ArenaPlan } from '../../src/math/arena.ts';
import { createKernels } from '../../src/math/engine.ts';
import { LOSS_OPTIONS } from '../helpers/losses.ts';

const ROWS = 3;
const COLUMNS = 5;
const SCALE = 0.25;
const CLASSES = [4, 0, 2];

type Rows = readonly (readonly number[])[];

const VALUES: Rows = [
  [0, 1, 0.25, 1, 0],
  [1, 1, 0, 0, 0.5],
  [0.75, 0, 0, 1, 1],
];

const OUTPUTS: Rows = [
  [0.3, -1.2, 2.5, 0.01, -0.7],
  [-3.1, 1.1, 0.4, 4.2, 0.9],
  [0, 5.5, -5.5, 1.5, 0.2],
];

/** Value and gradient by the kernels. */
function compute(loss: LossName, outputs: Rows): { value: number; gradient: number[] } {
  const plan = new ArenaPlan('f64');
  const z = plan.tensor('z', ROWS, COLUMNS);
  const dz = plan.tensor('dz', ROWS, COLUMNS);
  const values = plan.tensor('values', ROWS, COLUMNS);
  const classes = plan.indices(ROWS);
  const arena = plan.allocate();
  arena.write(z, outputs.flat());
  arena.write(values, VALUES.flat());
  arena.indexView(classes).set(CLASSES);
  const options = LOSS_OPTIONS[loss];
  const { targetKind } = lossOf(options);
  const kernels = createKernels('reference', arena.memory, 'f64');
  const value = lossOf(options).compute(kernels, options, {
    outputs: z.address,
    gradient: dz.address,
    targets: targetKind === 'class' ? classes.address : values.address,
    row: z.row,
    rows: ROWS,
    columns: COLUMNS,
    scale: SCALE,
  });
  return { value, gradient: arena.read(dz) };
}

const sum = (list: readonly number[]) => list.reduce((total, value) => total + value, 0);
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** The formulas as they stand in books, row by row. */
const formulas: Record<LossName, (z: readonly number[], row: number) => number> = {
  softmaxCrossEntropy: (z, row) =>
    -Math.log(Math.exp(z[CLASSES[row]!]!) / sum(z.map((one) => Math.exp(one)))),
  sigmoidCrossEntropy: (z, row) =>
    sum(
      z.map((one, j) => {
        const y = VALUES[row]![j]!;
        return -y * Math.log(sigmoid(one)) - (1 - y) * Math.log(1 - sigmoid(one));
      }),
    ),
  squaredError: (z, row) => sum(z.map((one, j) => (one - VALUES[row]![j]!) ** 2)),
  huber: (z, row) =>
    sum(
      z.map((one, j) => {
        const e = Math.abs(one - VALUES[row]![j]!);
        const { delta } = LOSS_OPTIONS.huber;
        return e <= delta ? e ** 2 / 2 : delta * (e - delta / 2);
      }),
    ),
};

const names = Object.keys(formulas) as LossName[];

describe.each(names)('%s', (name) => {
  test('sums its formula over rows', () => {
    expect(compute(name, OUTPUTS).value).toBeCloseTo(sum(OUTPUTS.map(formulas[name])), 12);
  });

  test('gives the gradient of that sum, scaled', () => {
    const step = 1e-5;
    const shifted = (at: number, by: number): Rows =>
      OUTPUTS.map((z, i) => z.map((one, j) => (i * COLUMNS + j === at ? one + by : one)));
    const { gradient } = compute(name, OUTPUTS);
    gradient.forEach((value, at) => {
      const above = sum(shifted(at, step).map(formulas[name]));
      const below = sum(shifted(at, -step).map(formulas[name]));
      expect(Math.abs(value - (SCALE * (above - below)) / (2 * step))).toBeLessThan(1e-9);
    });
  });

  test('stays finite where exponentials overflow', () => {
    const huge = OUTPUTS.map((z) => z.map((one) => 400 * one));
    const { value, gradient } = compute(name, huge);
    expect(Number.isFinite(value)).toBe(true);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });
});

test('softmax cross-entropy is unchanged by a shift of all outputs', () => {
  const shifted = OUTPUTS.map((z) => z.map((one) => one + 512));
  const { value, gradient } = compute('softmaxCrossEntropy', OUTPUTS);
  expect(compute('softmaxCrossEntropy', shifted).value).toBeCloseTo(value, 10);
  compute('softmaxCrossEntropy', shifted).gradient.forEach((one, at) => {
    expect(one).toBeCloseTo(gradient[at]!, 12);
  });
});

test('equal outputs cost ln of their number', () => {
  const zeros = OUTPUTS.map((z) => z.map(() => 0));
  expect(compute('softmaxCrossEntropy', zeros).value / ROWS).toBeCloseTo(Math.log(COLUMNS), 14);
  expect(compute('sigmoidCrossEntropy', zeros).value / ROWS).toBeCloseTo(5 * Math.log(2), 14);
});

describe('huber', () => {
  const { delta } = LOSS_OPTIONS.huber;
  const nearby = (by: number): Rows => VALUES.map((y) => y.map((one) => one + by));

  test('is half the squared error up to delta, delta included', () => {
    for (const by of [0.1, -0.5, delta, -delta]) {
      const squared = compute('squaredError', nearby(by)).value;
      expect(compute('huber', nearby(by)).value).toBeCloseTo(squared / 2, 14);
    }
  });

  test('grows by delta with every unit of error beyond', () => {
    const value = (by: number) => compute('huber', nearby(by)).value / (ROWS * COLUMNS);
    expect(value(4) - value(3)).toBeCloseTo(delta, 12);
    expect(value(-4) - value(-3)).toBeCloseTo(delta, 12);
  });

  test('holds the gradient of each output within ±delta', () => {
    expect(compute('huber', nearby(9)).gradient).toEqual(new Array(15).fill(SCALE * delta));
    expect(compute('huber', nearby(-9)).gradient).toEqual(new Array(15).fill(-SCALE * delta));
    for (const one of compute('huber', nearby(0.5)).gradient) expect(one).toBeCloseTo(0.125, 14);
  });
});
