// provenance.json: where, when and with what a run was computed. Never part of its result.
import { cpus, hostname, release, totalmem, type } from 'node:os';
import type { KernelName } from '../math/kernels.ts';
import { toJson } from '../training/json.ts';

/** Version of the file format. */
export const PROVENANCE_SCHEMA_VERSION = 1;

/** One try at a run. */
export interface Attempt {
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly durationMs: number;
  readonly kernels: KernelName;
}

/** Text of provenance.json. */
export function provenanceText(
  version: string,
  node: string,
  arch: string,
  attempt: Attempt,
): string {
  return `${toJson(
    {
      schema: PROVENANCE_SCHEMA_VERSION,
      version,
      host: {
        name: hostname(),
        system: `${type()} ${release()}`,
        arch,
        node,
        processor: cpus()[0]?.model ?? 'unknown',
        cores: cpus().length,
        memoryBytes: totalmem(),
      },
      attempts: [
        {
          startedAt: attempt.startedAt.toISOString(),
          endedAt: attempt.endedAt.toISOString(),
          durationMs: attempt.durationMs,
          kernels: attempt.kernels,
        },
      ],
    },
    2,
  )}\n`;
}
