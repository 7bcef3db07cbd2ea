// Which kernels this machine can run, for tests that compare them; says why where one is missing.
import type { KernelName, Precision } from '../../src/math/kernels.ts';
import { canBeWide } from '../../src/math/simd/compile.ts';

/** SIMD kernels that can run here. */
export const simdKernels: readonly KernelName[] = canBeWide() ? ['128', '256'] : ['128'];

/** All kernels that can run here. */
export const allKernels: readonly KernelName[] = ['reference', ...simdKernels];

/** Both precisions. */
export const precisions: readonly Precision[] = ['f32', 'f64'];

if (!canBeWide()) {
  process.stdout.write(
    `256-bit kernels are left out: Node ${process.versions.node} on ${process.arch} cannot merge ` +
      'SIMD operations (Node 24 or newer on x64 can)\n',
  );
}
