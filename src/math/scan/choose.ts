// Which scanner runs: the fastest this machine has that computes the built-in bits, or the one asked
// for. The training kernels are chosen elsewhere and are not loaded for this.
import { createHash } from 'node:crypto';
import { KernelError } from '../kernelError.ts';
import type { KernelName, Precision } from '../kernels.ts';
import { canBeWide } from '../simd/compile.ts';
import { createReferenceScanner } from './reference.ts';
import { type Recurrence, SCAN_ACTIVATIONS, type Scanner } from './scan.ts';
import { createSimdScanner } from './simd.ts';

/** SHA-256 of the self-test's numbers, first 16 hex digits; the same for every implementation. */
export const SCAN_TEST_HASH: Readonly<Record<Precision, string>> = {
  f32: 'aa0cf64634d45bad',
  f64: '7f865e3f06b12a6b',
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

/** Points of the self-test: more than a block, not a whole number of blocks. */
const TEST_POINTS = 70;
const TEST_STEPS = 12;

/** Runs every activation on fixed points and returns the hash of all numbers. */
export function scanTestHash(name: KernelName, precision: Precision): string {
  const spread = (scale: number, step: number) =>
    Float64Array.from({ length: TEST_POINTS }, (_, i) => (((i * step) % 41) / 20 - 1) * scale);
  const [w, u] = [spread(6, 7), spread(3, 17)];
  const hash = createHash('sha256');
  for (const activation of SCAN_ACTIVATIONS) {
    const recurrence = { activation, start: 0.5, target: 0.7, steps: TEST_STEPS };
    const scanner = createScanner(name, precision, recurrence);
    const { cost, dw, du } = scanner.gradient(w, u);
    for (const values of [cost, dw, du, scanner.cost(w, u)]) hash.update(values);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Whether the scanner of a name computes the built-in bits. */
export function passesScanTest(name: KernelName, precision: Precision): boolean {
  return scanTestHash(name, precision) === SCAN_TEST_HASH[precision];
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
  if (!passesScanTest(name, precision)) {
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
  if (!canBeWide() || !passesScanTest('256', precision)) return false;
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
