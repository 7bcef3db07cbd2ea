// Which kernels run: the fastest this machine has that pass the self-test, or the ones asked for.
import { ArenaPlan } from './arena.ts';
import { KernelError } from './kernelError.ts';
import type { KernelName, Kernels, Precision } from './kernels.ts';
import { createReferenceKernels } from './reference/reference.ts';
import type { MakeKernels } from './selfTest/scene.ts';
import { SELF_TEST_HASH, selfTestHash } from './selfTest/selfTest.ts';
import { canBeWide } from './simd/compile.ts';
import { createSimdKernels } from './simd/simd.ts';

/** Names a user can ask for. */
export const KERNEL_NAMES: readonly KernelName[] = ['reference', '128', '256'];

/** Lists the kernels this Node can run, in the order of their names. */
export function availableKernels(): readonly KernelName[] {
  return KERNEL_NAMES.filter((name) => name !== '256' || canBeWide());
}

/** Which kernels run, and why. */
export interface KernelChoice {
  readonly name: KernelName;
  /** One sentence for `rnn doctor`. */
  readonly reason: string;
}

/** Makes kernels of a name over a memory that never grows. */
export function createKernels(
  name: KernelName,
  memory: WebAssembly.Memory,
  precision: Precision,
): Kernels {
  return name === 'reference'
    ? createReferenceKernels(memory, precision)
    : createSimdKernels(memory, precision, name);
}

/**
 * Chooses kernels: those asked for, else 256-bit where Node can merge, the self-test passes and a
 * probe finds them faster, else 128-bit.
 * @param requested what the user asked for (RNN_KERNELS), or undefined
 * @throws KernelError if the kernels to run fail the self-test
 * @throws ConfigurationError if the kernels asked for cannot run here
 */
export function chooseKernels(precision: Precision, requested?: KernelName): KernelChoice {
  const choice = requested ? { name: requested, reason: 'asked for' } : fastest(precision);
  if (!passesSelfTest(choice.name, precision)) {
    throw new KernelError(
      `the ${choice.name} kernels fail their self-test on this machine (${precision}): results ` +
        'would differ from other machines; RNN_KERNELS=reference runs the plain ones',
    );
  }
  return choice;
}

/** Whether the kernels compute the built-in bits. */
export function passesSelfTest(name: KernelName, precision: Precision): boolean {
  const make: MakeKernels = (memory, format) => createKernels(name, memory, format);
  return selfTestHash(make, precision) === SELF_TEST_HASH[precision];
}

function fastest(precision: Precision): KernelChoice {
  if (!canBeWide()) {
    return {
      name: '128',
      reason: 'this Node or processor type cannot merge SIMD operations to 256 bits',
    };
  }
  if (!passesSelfTest('256', precision)) {
    return { name: '128', reason: 'the 256-bit kernels fail their self-test here' };
  }
  const [narrow, wide] = [probe('128', precision), probe('256', precision)];
  const ratio = (narrow / wide).toFixed(2);
  return wide < narrow
    ? { name: '256', reason: `256-bit products are ${ratio} times as fast in a probe` }
    : { name: '128', reason: `256-bit products are only ${ratio} times as fast in a probe` };
}

const PROBE_SIZE = 64;
const PROBE_TRIES = 5;

/** Least time of a few products of 64 × 64 × 64, in ms. */
function probe(name: KernelName, precision: Precision): number {
  const rate = measureProducts(name, precision, PROBE_SIZE, PROBE_SIZE, PROBE_SIZE, PROBE_TRIES);
  return 1 / rate;
}

/**
 * Measures the rate of C = A·B for an [m, k] by a [k, n] product.
 * @param tries how many products to time; the fastest counts
 * @returns operations (2·m·n·k each) per second, in 1e9
 */
export function measureProducts(
  name: KernelName,
  precision: Precision,
  m: number,
  n: number,
  k: number,
  tries: number,
): number {
  const plan = new ArenaPlan(precision);
  const a = plan.tensor('a', m, k);
  const b = plan.tensor('b', k, n);
  const c = plan.tensor('c', m, n);
  const arena = plan.allocate();
  const kernels = createKernels(name, arena.memory, precision);
  const element = arena.elements.BYTES_PER_ELEMENT;
  const run = (): void =>
    kernels.matmul(c.address, c.row, a.address, a.row, element, b.address, b.row, m, n, k, 0);
  run();
  let least = Infinity;
  for (let i = 0; i < tries; i++) {
    const start = performance.now();
    run();
    least = Math.min(least, performance.now() - start);
  }
  return (2 * m * n * k) / least / 1e6;
}
