// A check at start that the kernels compute what they computed when they were released: every
// operation once, on fixed numbers, hashed and compared with a built-in value.
import { createHash } from 'node:crypto';
import { ArenaPlan } from '../arena.ts';
import type { Precision } from '../kernels.ts';
import { foundation } from './foundation.ts';
import { gates } from './gates.ts';
import { huber } from './huber.ts';
import { innerProduct } from './innerProduct.ts';
import { normalization } from './normalization.ts';
import { optimizers } from './optimizers.ts';
import { regularizers } from './regularizers.ts';
import type { MakeKernels, Scene } from './scene.ts';

/** SHA-256 over the self-test's memory, first 16 hex digits; the same for every implementation. */
export const SELF_TEST_HASH: Readonly<Record<Precision, string>> = {
  f32: '4aef50644aa39de0',
  f64: '2920460a54858c80',
};

const scenes: readonly Scene[] = [
  foundation,
  gates,
  normalization,
  huber,
  regularizers,
  innerProduct,
  optimizers,
];

/** Runs every operation on fixed numbers and returns the hash of all that memory then holds. */
export function selfTestHash(make: MakeKernels, precision: Precision): string {
  const hash = createHash('sha256');
  for (const scene of scenes) {
    const plan = new ArenaPlan(precision);
    const run = scene.prepare(plan);
    const arena = plan.allocate();
    const kernels = make(arena.memory, precision);
    const results = run({ arena, kernels, next: openNumbers() });
    hash
      .update(new Uint8Array(arena.memory.buffer, 0, plan.byteLength))
      .update(new Uint8Array(Float64Array.from(results).buffer));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Numbers in [-4, 4), the same every time. */
function openNumbers(): () => number {
  let seed = 12345;
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed / 2_147_483_648 - 1) * 4;
  };
}
