// What a worker lets in: a payload becomes a job only if it is whole, its config is one, and it reads no
// file outside the directory that the worker was given. Where results go is the worker's own affair.
import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Job, JobContext } from '../../batch/manifest.ts';
import { specOfJob } from '../../batch/specOfJob.ts';
import { visibleText } from '../../load/issue.ts';
import type { Spec } from '../../schema/spec.ts';
import { StoredFileError } from '../../storedFileError.ts';
import { filesOf } from '../../taskFiles.ts';
import { readPayload } from './payload.ts';

/** Where a worker works; nothing in a payload changes it. */
export interface WorkerPlace {
  /** Directory of run directories, absolute. */
  readonly out: string;
  /** Holds every file that a config may name, absolute; relative paths start there. */
  readonly dataDirectory: string;
}

/** A job that was let in, or why it was not. */
export type Admission =
  | {
      readonly ok: true;
      readonly job: Job;
      readonly context: JobContext;
      readonly timeLimitMs: number | undefined;
      /** Whether to train the run afresh where a file of it is damaged. */
      readonly repair: boolean;
    }
  | { readonly ok: false; readonly reason: string };

function pathsOf({ task, model: { initializer } }: Spec): readonly (readonly [string, string])[] {
  return [
    ...filesOf(task).map(({ key, path }) => [key, path] as const),
    ...('path' in initializer ? [['model.initializer.path', initializer.path] as const] : []),
  ];
}

function isInside(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Where a path leads once links are followed; the path itself where nothing is there. */
const realPath = (path: string): Promise<string> => realpath(path).catch(() => path);

/** Finds a file of a config that lies elsewhere, as an error's reason. */
async function strayFile(spec: Spec, directory: string): Promise<string | null> {
  for (const [key, file] of pathsOf(spec)) {
    const path = resolve(directory, file);
    const isFine =
      isInside(directory, path) && isInside(await realPath(directory), await realPath(path));
    if (!isFine) {
      return visibleText(
        `${key}: expected a file in the worker's --data, got ${JSON.stringify(file)}`,
      );
    }
  }
  return null;
}

/**
 * Decides whether a payload is let in.
 * @param runId under which it was delivered
 */
export async function admit(
  data: unknown,
  runId: string,
  { out, dataDirectory }: WorkerPlace,
): Promise<Admission> {
  const read = readPayload(data);
  if (!read.ok) return read;
  const { payload } = read;
  if (payload.runId !== runId) {
    return { ok: false, reason: `expected the payload of run ${runId}, got that of another` };
  }
  const { schema: _, base, timeLimitMs, repair = false, ...facts } = payload;
  const { name } = facts;
  const job: Job = { index: 0, ...facts };
  const directories = { dataDirectory, weightsDirectory: dataDirectory };
  const context: JobContext = { out, base, ...directories };
  try {
    const spec = specOfJob(context, job);
    if (spec.name !== name) {
      return { ok: false, reason: `expected a run of the name ${name}, got ${spec.name}` };
    }
    const stray = await strayFile(spec, dataDirectory);
    if (stray !== null) return { ok: false, reason: stray };
    return { ok: true, job, context, timeLimitMs, repair };
  } catch (error) {
    if (!(error instanceof StoredFileError)) throw error;
    return { ok: false, reason: error.message };
  }
}
