// Everything `rnn doctor` finds out, as data: machine, kernels, and what would make them faster.

import { readFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { availableKernels, chooseKernels, KERNEL_NAMES } from '../../math/engine.ts';
import type { KernelName, Precision } from '../../math/kernels.ts';
import { canBeWide } from '../../math/simd/compile.ts';
import { adviceFor } from './advice.ts';
import { examineKernels, type KernelReport } from './measure.ts';

/** Version of the JSON that `--json` prints. */
export const DOCTOR_SCHEMA_VERSION = 1;

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
export interface Survey {
  readonly schema: number;
  readonly machine: Machine;
  /** RNN_KERNELS, or null where it is not set. */
  readonly requested: string | null;
  readonly choices: readonly Choice[];
  /** Whether this Node can merge pairs of 128-bit operations. */
  readonly canBeWide: boolean;
  readonly kernels: readonly KernelReport[];
  /** What would make runs faster or possible, one sentence each. */
  readonly advice: readonly string[];
}

const PRECISIONS: readonly Precision[] = ['f32', 'f64'];

async function findAvx2(): Promise<boolean | null> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const flags = /^flags\s*:(.*)$/m.exec(text)?.[1];
  return flags === undefined ? null : /\bavx2\b/.test(flags);
}

async function lookAtMachine(version: string): Promise<Machine> {
  const processors = cpus();
  return {
    version,
    node: process.versions.node,
    v8: process.versions.v8,
    arch: process.arch,
    processor: processors[0]?.model.trim() || 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    load: loadavg()[0] ?? 0,
    hasAvx2: await findAvx2(),
  };
}

function choose(precision: Precision, requested: string | null): Choice {
  const known = KERNEL_NAMES.find((name) => name === requested);
  if (requested !== null && known === undefined) {
    const reason = `RNN_KERNELS: expected ${KERNEL_NAMES.join(', ')}, got ${JSON.stringify(requested)}`;
    return { precision, kernels: null, reason };
  }
  try {
    const { name, reason } = chooseKernels(precision, known);
    return {
      precision,
      kernels: name,
      reason: known === undefined ? reason : 'RNN_KERNELS is set',
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { precision, kernels: null, reason };
  }
}

/**
 * Looks at machine and kernels.
 * @param version - of this program
 * @param wish - RNN_KERNELS as the environment has it
 */
export async function takeSurvey(version: string, wish: string | undefined): Promise<Survey> {
  const requested = wish === undefined || wish === '' ? null : wish;
  const findings = {
    schema: DOCTOR_SCHEMA_VERSION,
    machine: await lookAtMachine(version),
    requested,
    choices: PRECISIONS.map((precision) => choose(precision, requested)),
    canBeWide: canBeWide(),
    kernels: PRECISIONS.flatMap((precision) =>
      availableKernels().map((name) => examineKernels(name, precision)),
    ),
  };
  return { ...findings, advice: adviceFor(findings) };
}
