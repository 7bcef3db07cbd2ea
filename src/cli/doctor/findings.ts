// The shape of what `rnn doctor` finds out. How it is found lies in survey.ts and measure.ts.

import type { KernelName, Precision } from '../../math/kernels.ts';
import type { KernelReport } from './measure.ts';

/** The machine and the program on it. */
export interface Machine {
  readonly version: string;
  readonly node: string;
  readonly v8: string;
  readonly arch: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** Processes that wanted a core in the last minute, on average; 0 on Windows. */
  readonly load: number;
  /** Whether the processor has 256-bit integer operations (AVX2); null where the system does not say. */
  readonly hasAvx2: boolean | null;
}

/** Which kernels a run of a precision would get. */
export interface Choice {
  readonly precision: Precision;
  /** Null where no run would start. */
  readonly kernels: KernelName | null;
  readonly reason: string;
}

/** What `rnn doctor` finds out. */
export interface Findings {
  readonly schema: number;
  readonly machine: Machine;
  /** RNN_KERNELS, or null where it is not set. */
  readonly requested: string | null;
  readonly choices: readonly Choice[];
  /** Whether this Node can merge pairs of 128-bit operations. */
  readonly canBeWide: boolean;
  readonly kernels: readonly KernelReport[];
}

/** Findings with what follows from them. */
export interface Survey extends Findings {
  /** What would make runs faster or possible, one sentence each. */
  readonly advice: readonly string[];
}
