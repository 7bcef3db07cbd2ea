// Some runs of a suite, one after another: what is told, what is left on record, and where it ends.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Job, JobContext } from '../../../src/experiment/batch/manifest.ts';
import { readFailureRecord } from '../../../src/experiment/batch/readFailureRecord.ts';
import {
  type ChunkEvent,
  type ChunkOptions,
  runChunk,
} from '../../../src/experiment/batch/runChunk.ts';
import { failureName, failuresDirectory } from '../../../src/experiment/batch/suiteDirectory.ts';
import { acquireLock } from '../../../src/experiment/lock.ts';
import { identifyProcess } from '../../../src/experiment/processIdentity.ts';
import { runDirectoryOf } from '../../../src/experiment/runDirectory.ts';
import {
  contextOf,
  DIVERGING,
  ENDLESS,
  hashOfResults,
  jobsOf,
  resultPath,
  runHere,
  WITHOUT_DATA,
} from '../../executors/suite.ts';
import { host } from '../../helpers/host.ts';
import { useWorkspace } from '../../helpers/workspace.ts';

const space = useWorkspace();
let context: JobContext;
let suite = '';

beforeEach(() => {
  context = contextOf(space.cwd, space.path('runs'));
  suite = space.path('suite');
});

/** What a chunk told. */
interface Told {
  readonly failedCount: number;
  readonly events: readonly ChunkEvent[];
  readonly warnings: readonly string[];
}

async function run(jobs: readonly Job[], options: Partial<ChunkOptions> = {}): Promise<Told> {
  const events: ChunkEvent[] = [];
  const warnings: string[] = [];
  const failedCount = await runChunk(jobs, {
    context,
    directory: suite,
    attempts: 3,
    retryFailed: false,
    host,
    signal: new AbortController().signal,
    retryAfterMs: 1,
    busyAfterMs: 5,
    ...options,
    onEvent(event) {
      events.push(event);
      options.onEvent?.(event);
    },
    onWarning(job, message) {
      warnings.push(`${job.index} ${message}`);
      options.onWarning?.(job, message);
    },
  });
  return { failedCount, events, warnings };
}

const typesOf = ({ events }: Told) => events.map(({ job, type }) => `${job.index} ${type}`);

describe('a chunk', () => {
  test('runs its runs in order, to the bytes of each alone', async () => {
    const jobs = jobsOf(context, 3, { 1: DIVERGING });
    const told = await run(jobs);
    expect(typesOf(told)).toEqual(['0 finished', '1 finished', '2 finished']);
    expect(told.events[1]).toMatchObject({ outcome: 'diverged', isReused: false });
    const reference = contextOf(space.cwd, space.path('reference'));
    await runHere(reference, jobs);
    expect(await hashOfResults(context, jobs)).toBe(await hashOfResults(reference, jobs));
  });

  test('tells of finished runs without running them again', async () => {
    const jobs = jobsOf(context, 1);
    await run(jobs);
    expect((await run(jobs)).events).toMatchObject([{ type: 'finished', isReused: true }]);
  });

  test('leaves a record of what no attempt can do, and leaves it alone from then on', async () => {
    const jobs = jobsOf(context, 3, { 1: WITHOUT_DATA });
    const [, bad] = jobs;
    const told = await run(jobs);
    expect(typesOf(told)).toEqual(['0 finished', '1 failed', '2 finished']);
    expect(told.failedCount).toBe(1);
    const record = readFailureRecord(suite, bad?.runId ?? '');
    expect(record).toMatchObject({ attempts: 1, reason: expect.stringContaining('missing.txt') });
    await writeFile(space.path('missing.txt'), 'abc '.repeat(200));
    const again = await run(jobs);
    expect(again.failedCount).toBe(1);
    expect(again.events[1]).toMatchObject({
      type: 'failed',
      isKnown: true,
      reason: record?.reason,
    });
  });

  test('tries again what has failed before when it is asked to', async () => {
    const jobs = jobsOf(context, 1);
    const [job] = jobs;
    const record = { schema: 1, runId: job?.runId, attempts: 2, reason: 'no memory' };
    await mkdir(failuresDirectory(suite), { recursive: true });
    const file = join(failuresDirectory(suite), failureName(job?.runId ?? ''));
    await writeFile(file, JSON.stringify(record));
    expect(typesOf(await run(jobs))).toEqual(['0 failed']);
    expect(await run(jobs, { retryFailed: true })).toMatchObject({ failedCount: 0 });
    await expect(readFile(file)).rejects.toThrow('ENOENT');
  });

  test('trains damaged runs afresh when it is asked to, whatever their failure records hold', async () => {
    const jobs = jobsOf(context, 1);
    const [job] = jobs as [Job];
    await run(jobs);
    await writeFile(resultPath(context, job), '{}');
    const damaged = await run(jobs);
    expect(damaged.events).toMatchObject([
      { type: 'failed', reason: expect.stringContaining('--retry-failed trains the run afresh') },
    ]);
    await writeFile(join(failuresDirectory(suite), failureName(job.runId)), '{}');
    const mended = await run(jobs, { retryFailed: true });
    expect(mended.events).toMatchObject([{ type: 'finished', isReused: false }]);
    expect(mended.warnings).toEqual([expect.stringContaining('trains the run afresh')]);
    expect(readFailureRecord(suite, job.runId)).toBeNull();
  });

  test('tries a run that met an error of the machine again after the others', async () => {
    const jobs = jobsOf(context, 2);
    const [first] = jobs;
    // A file in place of the directory of runs: a directory cannot be made in it.
    await writeFile(context.out, '');
    const told = await run(jobs, {
      onWarning: async () => {
        await rm(context.out, { force: true, recursive: false }).catch(() => {});
      },
    });
    expect(told.warnings[0]).toMatch(/^0 attempt 1 failed: cannot .*ENOTDIR/);
    expect(typesOf(told).sort()).toEqual(['0 finished', '1 finished']);
    expect(readFailureRecord(suite, first?.runId ?? '')).toBeNull();
  });

  test('counts a run as failed after as many attempts as it has', async () => {
    await writeFile(context.out, '');
    const told = await run(jobsOf(context, 1), { attempts: 2 });
    expect(told.warnings).toHaveLength(1);
    expect(told.events).toMatchObject([{ type: 'failed', attempts: 2, isKnown: false }]);
  });

  test('waits for a run that another process works on, which is no failure', async () => {
    const jobs = jobsOf(context, 2);
    const [first] = jobs;
    const directory = runDirectoryOf(context.out, first?.name ?? '', first?.runId ?? '');
    await mkdir(directory, { recursive: true });
    const lock = await acquireLock(directory, await identifyProcess(process.pid));
    let warned = 0;
    const told = await run(jobs, {
      attempts: 1,
      async onWarning() {
        if (++warned === 1) await lock.release();
      },
    });
    expect(typesOf(told)).toEqual(['1 finished', '0 finished']);
    expect(told.warnings).toEqual([expect.stringMatching(/^0 .*in use by.*; tried again later$/)]);
  });

  test('ends after the step under way when it is told to, and starts nothing else', async () => {
    const jobs = jobsOf(context, 2, { 0: ENDLESS });
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 300);
    const told = await run(jobs, { signal: cancel.signal });
    expect(typesOf(told)).toEqual(['0 interrupted']);
    expect(told.failedCount).toBe(0);
  });
});
