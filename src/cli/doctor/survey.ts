// Everything `rnn doctor` finds out, as data: machine, kernels, and what would make them faster.

import { readFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { availableKernels, chooseKernels, KERNEL_NAMES } from '../../math/engine.ts';
import type { Precision } from '../../math/kernels.ts';
import { canBeWide } from '../../math/simd/compile.ts';
import { adviceFor } from './advice.ts';
import type { Choice, Machine, Survey } from './findings.ts';
import { examineKernels } from './measure.ts';

/** Version of the JSON that `--json` prints. */
export const DOCTOR_SCHEMA_VERSION = 1;

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
