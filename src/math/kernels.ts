// The interface of the numeric kernels: what each computes, in which order, on which memory. It has
// two implementations with the same bits, `reference` (plain TypeScript) and `simd` (WebAssembly).
import type { ActivationOperations } from './operations/activations.ts';
import type { AdaptiveOptimizerOperations } from './operations/adaptiveOptimizers.ts';
import type { ColumnOperations } from './operations/columns.ts';
import type { GateOperations } from './operations/gates.ts';
import type { LossOperations } from './operations/losses.ts';
import type { MatrixOperations } from './operations/matrices.ts';
import type { NormalizationOperations } from './operations/normalization.ts';
import type { OptimizerOperations } from './operations/optimizers.ts';
import type { RegularizerOperations } from './operations/regularizers.ts';
import type { SequenceOperations } from './operations/sequences.ts';
import type { SignOptimizerOperations } from './operations/signOptimizers.ts';
import type { VectorOperations } from './operations/vectors.ts';

export type { Address } from './operations/address.ts';

/** Floating-point format of parameters, states and gradients. */
export type Precision = 'f32' | 'f64';

/** Bytes of one element. */
export const ELEMENT_BYTES: Readonly<Record<Precision, number>> = { f32: 4, f64: 8 };

/**
 * Padding unit of rows and tensors in bytes: one pair of 128-bit vectors. Elements between the end
 * of a row and the next multiple of it are zero at all times.
 */
export const ROW_ALIGNMENT = 32;

/** Which implementation runs: plain TypeScript, 128-bit SIMD, or SIMD merged to 256 bits by V8. */
export type KernelName = 'reference' | '128' | '256';

/** Every numeric operation; each group stands in a file of its own in `operations`. */
export interface KernelOperations
  extends MatrixOperations,
    ActivationOperations,
    ColumnOperations,
    GateOperations,
    SequenceOperations,
    NormalizationOperations,
    LossOperations,
    VectorOperations,
    OptimizerOperations,
    RegularizerOperations,
    AdaptiveOptimizerOperations,
    SignOptimizerOperations {}

/**
 * Numeric kernels for one precision over one memory. Matrices are row-major with padded rows;
 * addresses, row strides (`…Row`) and lengths are in bytes, counts (`m`, `n`, `k`, `rows`,
 * `columns`) in elements. Nothing is checked here: shapes are checked when a network is planned.
 * All arithmetic is in the kernels' precision unless said otherwise; nothing is fused.
 */
export interface Kernels extends KernelOperations {
  readonly name: KernelName;
  readonly precision: Precision;
}
