// provenance.json: where, when and with what a run was computed. Never part of its result.
import { readFile } from 'node:fs/promises';
import { cpus, hostname, release, totalmem, type } from 'node:os';
import { z } from 'zod';
import type { KernelName } from '../math/kernels.ts';
import { toJson } from '../training/json.ts';

/** Version of the file format. */
export const PROVENANCE_SCHEMA_VERSION = 1;

/** The program that computes. */
export interface Host {
  /** Version of this package. */
  readonly version: string;
  /** Version of Node. */
  readonly node: string;
  /** Processor type, as Node names it. */
  readonly arch: string;
  /** Number of the process, for the lock of the run. */
  readonly pid: number;
}

/** One try at a run. */
export interface Attempt {
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly durationMs: number;
  readonly kernels: KernelName;
}

/** Text of provenance.json. */
export function provenanceText({ version, node, arch }: Host, attempt: Attempt): string {
  const document = {
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
  };
  return `${toJson(document, 2)}\n`;
}

const attemptsSchema = z.object({ attempts: z.array(z.object({ durationMs: z.number().min(0) })) });

/**
 * Reads how long the last attempt took.
 * @returns milliseconds, or null where the file does not say: nothing depends on it
 */
export async function readDurationMs(path: string): Promise<number | null> {
  try {
    const { attempts } = attemptsSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return attempts.at(-1)?.durationMs ?? null;
  } catch {
    return null;
  }
}
