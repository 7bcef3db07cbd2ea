// What one set of kernels does on this machine: whether its bits are right, and how fast it is.

import { ArenaPlan } from '../../math/arena.ts';
import { createKernels, measureProducts, passesSelfTest } from '../../math/engine.ts';
import type { KernelName, Precision } from '../../math/kernels.ts';

/** Kernels of one name and precision, looked at. */
export interface KernelReport {
  readonly name: KernelName;
  readonly precision: Precision;
  /** Width of an operand in bits: the number itself for plain kernels, a vector for others. */
  readonly operandBits: number;
  readonly passesSelfTest: boolean;
  /** Operations per second in products of 64 × 64 × 64, two per multiplication and addition. */
  readonly product64PerSecond: number;
  /** The same for 256 × 256 × 256. */
  readonly product256PerSecond: number;
  /** Hyperbolic tangents per second. */
  readonly tanhPerSecond: number;
}

const SMALL = { size: 64, mostTries: 100 };
const LARGE = { size: 256, mostTries: 5 };
/** Time for the products of one size, in s: plain kernels take a hundred times as long as others. */
const BUDGET_S = 0.02;
const TANH_ROWS = 64;
const TANH_COLUMNS = 64;
const TANH_TRIES = 100;

/** @param expected - about how many operations per second there will be */
function product(
  { size, mostTries }: typeof SMALL,
  name: KernelName,
  precision: Precision,
  expected: number,
): number {
  const affordable = Math.floor((BUDGET_S * expected) / (2 * size ** 3));
  const tries = Math.min(mostTries, Math.max(1, affordable));
  return 1e9 * measureProducts(name, precision, size, size, size, tries);
}

function tanh(name: KernelName, precision: Precision): number {
  const plan = new ArenaPlan(precision);
  const tensor = plan.tensor('h', TANH_ROWS, TANH_COLUMNS);
  const arena = plan.allocate();
  const kernels = createKernels(name, arena.memory, precision);
  const values = Array.from({ length: TANH_ROWS * TANH_COLUMNS }, (_, i) => (i % 400) / 100 - 2);
  let leastMs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TANH_TRIES; i++) {
    arena.write(tensor, values);
    const startMs = performance.now();
    kernels.tanhForward(tensor.address, tensor.row, TANH_ROWS, TANH_COLUMNS);
    leastMs = Math.min(leastMs, performance.now() - startMs);
  }
  return (1000 * values.length) / leastMs;
}

const OPERAND_BITS: Readonly<Record<KernelName, (precision: Precision) => number>> = {
  reference: (precision) => (precision === 'f32' ? 32 : 64),
  '128': () => 128,
  '256': () => 256,
};

/** Looks at kernels this Node can run; takes well under half a second. */
export function examineKernels(name: KernelName, precision: Precision): KernelReport {
  const product64PerSecond = product(SMALL, name, precision, 1e9);
  return {
    name,
    precision,
    operandBits: OPERAND_BITS[name](precision),
    passesSelfTest: passesSelfTest(name, precision),
    product64PerSecond,
    product256PerSecond: product(LARGE, name, precision, product64PerSecond),
    tanhPerSecond: tanh(name, precision),
  };
}
