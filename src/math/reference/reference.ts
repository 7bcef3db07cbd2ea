// The reference implementation of the kernels: plain TypeScript, slow, readable, the oracle.
import type { Kernels, Precision } from '../kernels.ts';
import { activationKernels } from './activations.ts';
import { adaptiveOptimizerKernels } from './adaptiveOptimizers.ts';
import { columnKernels } from './columns.ts';
import { gateKernels } from './gates.ts';
import { lossKernels } from './losses.ts';
import { matrixKernels } from './matrices.ts';
import { normalizationKernels } from './normalization.ts';
import { optimizerKernels } from './optimizers.ts';
import { regularizerKernels } from './regularizers.ts';
import { createScope } from './scope.ts';
import { sequenceKernels } from './sequences.ts';
import { signOptimizerKernels } from './signOptimizers.ts';
import { vectorKernels } from './vectors.ts';

/** Makes the reference kernels of one precision over a memory that never grows. */
export function createReferenceKernels(memory: WebAssembly.Memory, precision: Precision): Kernels {
  const scope = createScope(memory, precision);
  return {
    name: 'reference',
    precision,
    ...matrixKernels(scope),
    ...activationKernels(scope),
    ...columnKernels(scope),
    ...gateKernels(scope),
    ...sequenceKernels(scope),
    ...normalizationKernels(scope),
    ...lossKernels(scope),
    ...vectorKernels(scope),
    ...optimizerKernels(scope),
    ...regularizerKernels(scope),
    ...adaptiveOptimizerKernels(scope),
    ...signOptimizerKernels(scope),
  };
}
