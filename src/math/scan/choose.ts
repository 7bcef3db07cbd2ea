// Which scanner runs: the fastest this machine has that computes the built-in bits, or the one asked
// for. The training kernels are chosen elsewhere and are not loaded for this.
import { createHash } from 'node:crypto';
import { KernelError } from '../kernelError.ts';
import type { KernelName, Precision } from '../kernels.ts';
import { canBeWide } from '../simd/compile.ts';
import { createReferenceScanner } from './reference.ts';
import type { Recurrence, ScanActivation, Scanner } from './scan.ts';
import { BLOCK, createSimdScanner } from './simd.ts';

/**
 * SHA-256 of the self-test's numbers, first 16 hex digits; the same for every implementation. By
 * activation, so that a sweep compiles and tests what it will run, and nothing else.
 */
export const SCAN_TEST_HASH: Readonly<Record<Precision, Readonly<Record<ScanActivation, string>>>> =
  {
    f32: {
      sigmoid: 'ed51cc5ae9c1c032',
      tanh: '31cfa40a98063a06',
      relu: '49a98e4de0b84dbb',
      linear: 'ce9975856be381ab',
    },
    f64: {
      sigmoid: 'fb2ab99f2ae4bab0',
      tanh: '50f1758cdcd34a79',
      relu: '340c34d7249b95b7',
      linear: 'a13cc0514915816c',
    },
  };

/** Makes a scanner by the name of its kernels. */
export function createScanner(
  name: KernelName,
  precision: Precision,
  recurrence: Recurrence,
): Scanner {
  return name === 'reference'
    ? createReferenceScanner(precision, recurrence)
    : createSimdScanner(name, precision, recurrence);
}

/** Points of the self-test: two blocks, the second not a whole one. */
const TEST_POINTS = BLOCK + 6;
const TEST_STEPS = 12;

/** Runs an activation on fixed points, a block of small u and one of large; the hash of all numbers. */
export function scanTestHash(
  name: KernelName,
  precision: Precision,
  activation: ScanActivation,
): string {
  const spread = (scale: number, step: number, i: number) => (((i * step) % 41) / 20 - 1) * scale;
  const w = Float64Array.from({ length: TEST_POINTS }, (_, i) => spread(6, 7, i));
  const u = w.map((_, i) => spread(i < BLOCK ? 3 : 1500, 17, i));
  const recurrence = { activation, start: 0.5, target: 0.7, steps: TEST_STEPS };
  const scanner = createScanner(name, precision, recurrence);
  const { cost, dw, du } = scanner.gradient(w, u);
  const hash = createHash('sha256');
  for (const values of [cost, dw, du, scanner.cost(w, u)]) hash.update(values);
  return hash.digest('hex').slice(0, 16);
}

/** Whether the scanner of a name computes the built-in bits of an activation. */
export function passesScanTest(
  name: KernelName,
  precision: Precision,
  activation: ScanActivation,
): boolean {
  return scanTestHash(name, precision, activation) === SCAN_TEST_HASH[precision][activation];
}

/**
 * Chooses the scanner for a recurrence: the kernels asked for, else 256-bit ones where Node can merge,
 * their bits are right and a probe of this very recurrence finds them faster, else 128-bit ones.
 * @param requested what the user asked for (RNN_KERNELS), or undefined
 * @throws KernelError if the kernels to run compute other bits
 * @throws ConfigurationError if the kernels asked for cannot run here
 */
export function chooseScanner(
  precision: Precision,
  recurrence: Recurrence,
  requested?: KernelName,
): Scanner {
  const name = requested ?? (wideIsFaster(precision, recurrence) ? '256' : '128');
  if (!passesScanTest(name, precision, recurrence.activation)) {
    throw new KernelError(
      `the ${name} kernels fail their self-test on this machine (${precision}): results would ` +
        'differ from other machines; RNN_KERNELS=reference runs the plain ones',
    );
  }
  return createScanner(name, precision, recurrence);
}

const PROBE_POINTS = 2048;
const PROBE_STEPS = 20;
const PROBE_TRIES = 4;

function wideIsFaster(precision: Precision, recurrence: Recurrence): boolean {
  if (!canBeWide() || !passesScanTest('256', precision, recurrence.activation)) return false;
  return probe('256', precision, recurrence) < probe('128', precision, recurrence);
}

/** Least time of a few small scans with gradients, in ms. */
function probe(name: KernelName, precision: Precision, recurrence: Recurrence): number {
  const steps = Math.min(recurrence.steps, PROBE_STEPS);
  const scanner = createScanner(name, precision, { ...recurrence, steps });
  const w = Float64Array.from({ length: PROBE_POINTS }, (_, i) => i / PROBE_POINTS);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < PROBE_TRIES; i++) {
    const start = performance.now();
    scanner.gradient(w, w);
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
