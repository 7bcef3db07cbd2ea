// A suite from its manifest to its results: files decide what is done, whatever an executor says.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Job, JobContext, Manifest } from '../../../src/experiment/batch/manifest.ts';
import { type BatchOptions, runBatch } from '../../../src/experiment/batch/runBatch.ts';
import { failureName } from '../../../src/experiment/batch/suiteDirectory.ts';
import type { Executor, JobEvent } from '../../../src/experiment/executors/executor.ts';
import { contextOf, jobsOf, resultPath, runHere } from '../../executors/suite.ts';
import { useWorkspace } from '../../helpers/workspace.ts';

const space = useWorkspace();
const contextHere = () => contextOf(space.cwd, space.path('runs'));

function manifestOf(context: JobContext, count = 4): Manifest {
  const { out: _, ...shared } = context;
  const search = { type: 'none' } as const;
  return { ...shared, name: 'small', axes: ['seed'], search, jobs: jobsOf(context, count) };
}

/** Runs jobs here; those in `failing` fail, those in `lying` are said to be finished. */
function executorOf(
  { failing = [], lying = [] }: { failing?: readonly number[]; lying?: readonly number[] } = {},
  asked: number[] = [],
): Executor {
  return {
    name: 'here',
    async execute(jobs, { context, signal, onEvent }) {
      for (const job of jobs) {
        if (signal.aborted) return;
        const { index } = job;
        asked.push(index);
        if (failing.includes(index)) {
          onEvent({ type: 'failed', index, attempts: 2, reason: 'as planned' });
          continue;
        }
        if (!lying.includes(index)) await runHere(context, [job]);
        onEvent({ type: 'finished', index, outcome: 'completed', step: 5, durationMs: 1 });
      }
    },
  };
}

const start = (manifest: Manifest, options: Partial<BatchOptions> = {}) =>
  runBatch(manifest, {
    executor: executorOf(),
    out: space.path('runs'),
    pid: process.pid,
    attempts: 2,
    failFast: false,
    retryFailed: false,
    signal: new AbortController().signal,
    ...options,
  });

const statesOf = async (ending: ReturnType<typeof start>) =>
  (await ending).results.runs.map(({ state }) => state.type);
const failuresIn = () => space.list('runs/suites/small/failures');
const finished = (count: number) => Array(count).fill('finished');

describe('a suite', () => {
  test('clears away what a coordinator left that was killed', async () => {
    const directory = space.path('runs/suites/small');
    await mkdir(directory, { recursive: true });
    await writeFile(`${directory}/.lock.83dfbfc1a275.tmp`, '');
    await start(manifestOf(contextHere(), 1));
    expect((await readdir(directory)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('runs what is not done, and nothing that is', async () => {
    const manifest = manifestOf(contextHere());
    await runHere(contextHere(), [manifest.jobs[2] as Job]);
    const asked: number[] = [];
    expect(await statesOf(start(manifest, { executor: executorOf({}, asked) }))).toEqual(
      finished(4),
    );
    expect(asked).toEqual([0, 1, 3]);
    asked.length = 0;
    await start(manifest, { executor: executorOf({}, asked) });
    expect(asked).toEqual([]);
  });

  test('tells what there is to do before the first run', async () => {
    const manifest = manifestOf(contextHere());
    await runHere(contextHere(), [manifest.jobs[1] as Job]);
    const told: unknown[] = [];
    await start(manifest, {
      onStart: (start) => told.push(start),
      onEvent: ({ type }) => told.push(type),
    });
    expect(told).toEqual([{ runCount: 4, finishedCount: 1, todoCount: 3 }, ...finished(3)]);
  });

  test('keeps a record of every run that failed and leaves it alone the next time', async () => {
    const manifest = manifestOf(contextHere());
    const asked: number[] = [];
    const states = await statesOf(start(manifest, { executor: executorOf({ failing: [1] }) }));
    expect(states).toEqual(['finished', 'failed', 'finished', 'finished']);
    const { runId } = manifest.jobs[1] as Job;
    const path = space.path('runs/suites/small/failures', failureName(runId));
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      schema: 1,
      runId,
      attempts: 2,
      reason: 'as planned',
    });
    const again = await start(manifest, { executor: executorOf({}, asked) });
    expect(asked).toEqual([]);
    expect(again.skippedCount).toBe(1);
  });

  test('runs again what failed where it is asked to, and removes the record then', async () => {
    const manifest = manifestOf(contextHere());
    await start(manifest, { executor: executorOf({ failing: [1, 2] }) });
    expect(await failuresIn()).toHaveLength(2);
    const options = { retryFailed: true, executor: executorOf({ failing: [2] }) };
    const states = await statesOf(start(manifest, options));
    expect(states).toEqual(['finished', 'finished', 'failed', 'finished']);
    expect(await failuresIn()).toEqual([failureName((manifest.jobs[2] as Job).runId)]);
  });

  test('does damaged runs only where failed ones are to be run again', async () => {
    const manifest = manifestOf(contextHere());
    await start(manifest);
    const [, damaged, newer] = manifest.jobs as [Job, Job, Job, Job];
    await writeFile(resultPath(contextHere(), damaged), '{}');
    await writeFile(resultPath(contextHere(), newer), '{ "schema": 999, "sha256": "" }');
    const told: unknown[] = [];
    const asked: number[] = [];
    const executor = executorOf({}, asked);
    const onStart = (start: unknown) => told.push(start);
    const left = await start(manifest, { executor, onStart });
    expect([asked, left.unrepairedCount]).toEqual([[], 1]);
    await rm(resultPath(contextHere(), damaged));
    await mkdir(space.path('runs/suites/small/failures'));
    await space.write(`runs/suites/small/failures/${failureName(damaged.runId)}`, '{}');
    const again = await start(manifest, { executor, onStart, retryFailed: true });
    expect([asked, again.unrepairedCount]).toEqual([[1], 0]);
    expect(again.results.runs.map(({ state }) => state.type)).toEqual([
      'finished',
      'finished',
      'damaged',
      'finished',
    ]);
    expect(await failuresIn()).toEqual([]);
    expect(told).toEqual([
      { runCount: 4, finishedCount: 2, todoCount: 0 },
      { runCount: 4, finishedCount: 2, todoCount: 1 },
    ]);
  });

  test('ends at the first run that failed where it is asked to', async () => {
    const executor = executorOf({ failing: [1] });
    const ending = await start(manifestOf(contextHere()), { executor, failFast: true });
    expect(ending.isFailedFast).toBe(true);
    expect(ending.results.runs.map(({ state }) => state.type)).toEqual([
      'finished',
      'failed',
      'open',
      'open',
    ]);
  });

  test('does not believe that a run has finished whose result is not there', async () => {
    const events: JobEvent[] = [];
    const executor = executorOf({ lying: [3] });
    const options = { executor, onEvent: (event: JobEvent) => void events.push(event) };
    const states = await statesOf(start(manifestOf(contextHere()), options));
    expect(states.at(-1)).toBe('failed');
    expect(events.at(-1)).toMatchObject({ type: 'failed', index: 3 });
  });

  test('ends where the record of a failure cannot be written, and says so', async () => {
    await mkdir(space.path('runs/suites/small'), { recursive: true });
    await writeFile(space.path('runs/suites/small/failures'), '');
    const executor = executorOf({ failing: [0] });
    await expect(start(manifestOf(contextHere()), { executor })).rejects.toThrow('failures');
  });

  test('is run by one process at a time', async () => {
    const manifest = manifestOf(contextHere());
    const second: string[] = [];
    await start(manifest, {
      executor: {
        name: 'waiting',
        execute: () =>
          start(manifest).then(
            () => void second.push('ran'),
            (error: Error) => void second.push(error.name),
          ),
      },
    });
    expect(second).toEqual(['BusyError']);
  });

  test('is written down again where its manifest is damaged', async () => {
    const manifest = manifestOf(contextHere());
    await mkdir(space.path('runs/suites/small'), { recursive: true });
    await space.write('runs/suites/small/manifest.jsonl', '{}');
    expect(await statesOf(start(manifest))).toEqual(finished(4));
    expect(await space.read('runs/suites/small/manifest.jsonl')).toContain('"name":"small"');
  });

  test('goes on with runs that were taken away', async () => {
    const manifest = manifestOf(contextHere());
    await start(manifest);
    const [first = ''] = (await readdir(space.path('runs'))).filter((name) => name !== 'suites');
    await rm(space.path('runs', first), { recursive: true });
    expect(await statesOf(start(manifest))).toEqual(finished(4));
  });

  test('runs the rungs of a search one after another, each only with the runs that go on', async () => {
    const context = contextHere();
    const { out: _, ...shared } = context;
    const width = 4;
    const rungs = [5, 10, 20].flatMap((steps) =>
      jobsOf(
        context,
        width,
        Object.fromEntries(
          Array.from({ length: width }, (_, place) => [place, { 'training.steps': steps }]),
        ),
      ),
    );
    const jobs = rungs.map((job, index) => {
      const shorter = rungs[index - width]?.runId;
      return { ...job, index, ...(shorter === undefined ? {} : { extends: shorter }) };
    });
    const search = { type: 'halving', factor: 2, measure: 'loss', steps: [5, 10, 20] } as const;
    const manifest: Manifest = { ...shared, name: 'small', axes: ['seed'], search, jobs };
    const asked: number[] = [];
    const told: unknown[] = [];
    const ending = await start(manifest, {
      executor: executorOf({}, asked),
      onStart: (start) => told.push(start),
    });
    expect(told).toEqual([{ runCount: 7, finishedCount: 0, todoCount: 7 }]);
    expect(asked.slice(0, width)).toEqual([0, 1, 2, 3]);
    expect(asked.map((index) => Math.floor(index / width))).toEqual([0, 0, 0, 0, 1, 1, 2]);
    expect(ending.results.runs.map(({ job }) => job.index)).toEqual(asked);
    const again: number[] = [];
    await start(manifest, { executor: executorOf({}, again) });
    expect(again).toEqual([]);
  });
});
