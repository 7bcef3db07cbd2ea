// Worker processes of the local executor: they end with their coordinator, are ended when they hang, and
// keep what they print to themselves.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { JobEvent } from '../../src/experiment/executors/executor.ts';
import { createLocalExecutor } from '../../src/experiment/executors/local/localExecutor.ts';
import { runDirectoryOf } from '../../src/experiment/runDirectory.ts';
import { host } from '../helpers/host.ts';
import { useWorkspace } from '../helpers/workspace.ts';
import { contextOf, ENDLESS, jobsOf } from './suite.ts';

const space = useWorkspace();
const COORDINATOR = fileURLToPath(new URL('coordinator.mjs', import.meta.url));
const MODULE = new URL('localExecutor.mjs', import.meta.url).href;

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function endOf(pid: number, withinMs: number): Promise<void> {
  const deadlineMs = performance.now() + withinMs;
  while (isRunning(pid)) {
    if (performance.now() > deadlineMs) throw new Error(`worker ${pid} still runs`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a local worker', () => {
  test('ends with a checkpoint when its coordinator is killed', async () => {
    const context = contextOf(space.cwd, space.path('runs'));
    const jobs = jobsOf(context, 2, { 0: ENDLESS, 1: ENDLESS });
    await mkdir(space.path('suite'));
    const request = { jobs, context, directory: space.path('suite'), attempts: 1 };
    await writeFile(space.path('request.json'), JSON.stringify(request));
    const child = spawn(process.execPath, [COORDINATOR, MODULE, space.path('request.json')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(child);
    const workers = new Map<number, number>();
    const underWay = new Set<number>();
    for await (const line of createInterface({ input: child.stdout })) {
      const event: JobEvent = JSON.parse(line);
      if (event.type === 'started') workers.set(event.index, Number(event.worker));
      if (event.type === 'progress') underWay.add(event.index);
      if (underWay.size === 2) break;
    }
    child.kill('SIGKILL');
    for (const pid of workers.values()) await endOf(pid, 5000);
    for (const job of jobs) {
      const names = await readdir(runDirectoryOf(context.out, job.name, job.runId));
      expect(names.filter((name) => name.startsWith('checkpoint-'))).not.toEqual([]);
      expect(names.filter((name) => name.startsWith('lock-'))).toEqual([]);
    }
  });

  test('is killed when it does not answer after the time limit, and its run has failed', async () => {
    const context = contextOf(space.cwd, space.path('runs'));
    const jobs = jobsOf(context, 2, { 0: ENDLESS });
    const events: JobEvent[] = [];
    const executor = createLocalExecutor({ workers: 1, host, graceMs: 100 });
    await executor.execute(jobs, {
      context,
      directory: space.path('suite'),
      attempts: 3,
      timeLimitMs: 3000, // enough for the other run in a new process of a busy machine
      signal: new AbortController().signal,
      onEvent(event) {
        events.push(event);
        // A stopped process hangs as much as one that computes for ever.
        if (event.type === 'started' && event.index === 0)
          process.kill(Number(event.worker), 'SIGSTOP');
      },
    });
    expect(events.filter(({ type }) => type === 'failed')).toMatchObject([
      { index: 0, attempts: 1, reason: 'took longer than 3 s and did not answer' },
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'finished', index: 1 });
  });

  test('is used for run after run', async () => {
    const context = contextOf(space.cwd, space.path('runs'));
    const workers = new Set<string>();
    await createLocalExecutor({ workers: 1, host }).execute(jobsOf(context, 5), {
      context,
      directory: space.path('suite'),
      attempts: 1,
      signal: new AbortController().signal,
      onEvent: (event) => event.type === 'started' && workers.add(event.worker),
    });
    expect(workers.size).toBe(1);
    for (const pid of workers) await endOf(Number(pid), 5000);
  });

  test('that is told to end does so with a checkpoint, and its run goes on elsewhere', async () => {
    const context = contextOf(space.cwd, space.path('runs'));
    const jobs = jobsOf(context, 1, { 0: ENDLESS });
    const cancel = new AbortController();
    const workers: string[] = [];
    const reasons: string[] = [];
    await createLocalExecutor({ workers: 1, host }).execute(jobs, {
      context,
      directory: space.path('suite'),
      attempts: 2,
      signal: cancel.signal,
      onEvent(event) {
        if (event.type === 'started') workers.push(event.worker);
        if (event.type === 'retried') reasons.push(event.reason);
        if (event.type !== 'progress') return;
        if (workers.length === 1) process.kill(Number(workers[0]), 'SIGTERM');
        else cancel.abort();
      },
    });
    expect(reasons).toEqual(['the worker process was told to end']);
    expect(new Set(workers).size).toBe(2);
  });
});
