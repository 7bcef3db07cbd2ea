// provenance.json: where, when and with what a run was computed, attempt by attempt. Never part of its
// result; nothing depends on it, so a file that cannot be read counts as none.
import { readFile } from 'node:fs/promises';
import { cpus, hostname, release, totalmem, type } from 'node:os';
import { z } from 'zod';
import type { KernelName } from '../math/kernels.ts';
import { toJson } from '../training/json.ts';
import { writeAtomically } from './files.ts';

/** Version of the file format. */
export const PROVENANCE_SCHEMA_VERSION = 2;

/** Attempts that stay on record. */
const MOST_ATTEMPTS = 100;

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

const attemptSchema = z.object({
  startedAt: z.iso.datetime(),
  /** Null while it goes on, and for good where its process was killed. */
  endedAt: z.iso.datetime().nullable().default(null),
  durationMs: z.number().min(0).nullable().default(null),
  /** Updates done before. */
  startStep: z.int().min(0).default(0),
  kernels: z.string(),
  version: z.string().exactOptional(),
  node: z.string().exactOptional(),
  host: z.string().exactOptional(),
});

/** One try at a run. */
export type Attempt = Readonly<z.output<typeof attemptSchema>>;

/** Where the files that a config names were found, absolute. */
export interface InputDirectories {
  /** Where a relative `task.file` starts. */
  readonly data: string;
  /** Where a relative `model.initializer.path` starts. */
  readonly weights: string;
}

const provenanceSchema = z.object({
  attempts: z.array(attemptSchema),
  directories: z.object({ data: z.string(), weights: z.string() }).exactOptional(),
});

/** What provenance.json tells of a run. */
export interface Provenance {
  /** Oldest first. */
  readonly attempts: readonly Attempt[];
  /** Absent in files of older programs. */
  readonly directories?: InputDirectories;
}

/** Reads a provenance.json; without attempts where there is none that can be read. */
export async function readProvenance(path: string): Promise<Provenance> {
  try {
    return provenanceSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return { attempts: [] };
  }
}

/** The attempt under way. */
export interface AttemptStart {
  readonly host: Host;
  readonly kernels: KernelName;
  /** Updates done before. */
  readonly startStep: number;
  readonly directories: InputDirectories;
}

/**
 * Puts a new attempt on record.
 * @returns puts its end on record
 * @throws FileError if the file cannot be written
 */
export async function recordAttempt(
  path: string,
  { host, kernels, startStep, directories }: AttemptStart,
): Promise<(durationMs: number) => Promise<void>> {
  const earlier = (await readProvenance(path)).attempts.slice(1 - MOST_ATTEMPTS);
  const attempt: Attempt = {
    startedAt: new Date().toISOString(),
    endedAt: null,
    durationMs: null,
    startStep,
    kernels,
    version: host.version,
    node: host.node,
    host: hostname(),
  };
  const write = (latest: Attempt) =>
    writeAtomically(path, provenanceText(host, directories, [...earlier, latest]), {
      isDurable: false,
    });
  await write(attempt);
  return (durationMs) => write({ ...attempt, endedAt: new Date().toISOString(), durationMs });
}

function provenanceText(
  { version, node, arch }: Host,
  directories: InputDirectories,
  attempts: readonly Attempt[],
): string {
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
    directories,
    attempts,
  };
  return `${toJson(document, 2)}\n`;
}

/**
 * How long the attempts at a run took together, from the last one that began at its beginning.
 * @returns milliseconds, or null where that is not on record
 */
export function totalDurationMs({ attempts }: Provenance): number | null {
  const first = attempts.findLastIndex(({ startStep }) => startStep === 0);
  const durations = attempts
    .slice(Math.max(0, first))
    .flatMap(({ durationMs }) => durationMs ?? []);
  return durations.length === 0 ? null : durations.reduce((sum, one) => sum + one, 0);
}
