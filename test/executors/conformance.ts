// What every executor must do, whatever it runs jobs with. Faults come in through jobs, files and signals
// to the processes that its events name, so that it may work through other processes and daemons.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Job, JobContext } from '../../src/experiment/batch/manifest.ts';
import type {
  ExecuteOptions,
  Executor,
  JobEvent,
} from '../../src/experiment/executors/executor.ts';
import { useWorkspace } from '../helpers/workspace.ts';
import {
  contextOf,
  DIVERGING,
  ENDLESS,
  hashOfResults,
  jobsOf,
  openJobs,
  runHere,
  SLOW,
  WITHOUT_DATA,
} from './suite.ts';

/** How an executor is tested. */
export interface Conformance {
  /**
   * An ES module that exports `makeExecutor(): Executor | Promise<Executor>`; it is also loaded into the
   * process of a coordinator that is killed, so it imports from `dist`.
   */
  readonly module: URL;
  /** The process that a `started` event names; by default the number at the end of its worker. */
  readonly pidOf?: (worker: string) => number;
}

type Failed = Extract<JobEvent, { type: 'failed' }>;

const numberAtEnd = (worker: string) => Number(/\d+$/.exec(worker)?.[0]);

/** Kills a process that may have ended by itself. */
function kill(pid: number): void {
  if (!(pid > 1)) throw new Error(`expected the process id of a worker, got ${pid}`);
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was faster.
  }
}

/** Describes what an executor must do. */
export function describeExecutor(name: string, { module, pidOf = numberAtEnd }: Conformance): void {
  const space = useWorkspace();
  const COORDINATOR = fileURLToPath(new URL('coordinator.mjs', import.meta.url));

  const executor = async (): Promise<Executor> => (await import(module.href)).makeExecutor();
  const contextIn = (out: string) => contextOf(space.cwd, space.path(out));

  async function optionsOf(context: JobContext): Promise<Omit<ExecuteOptions, 'onEvent'>> {
    const directory = space.path('suite');
    await mkdir(directory, { recursive: true });
    return { context, directory, attempts: 3, signal: new AbortController().signal };
  }

  /** Runs jobs to the end of the execution; gives all its events. */
  async function execute(
    context: JobContext,
    jobs: readonly Job[],
    options: Partial<ExecuteOptions> = {},
  ): Promise<JobEvent[]> {
    const events: JobEvent[] = [];
    await (await executor()).execute(jobs, {
      ...(await optionsOf(context)),
      ...options,
      onEvent(event) {
        events.push(event);
        options.onEvent?.(event);
      },
    });
    return events;
  }

  const indicesOf = (events: readonly JobEvent[], type: JobEvent['type']) =>
    [...new Set(events.filter((event) => event.type === type).map(({ index }) => index))].sort(
      (a, b) => a - b,
    );
  const failures = (events: readonly JobEvent[]) =>
    events.filter((event): event is Failed => event.type === 'failed');

  /** Expects the bytes of results computed here, one run after another. */
  async function expectSameBytes(context: JobContext, jobs: readonly Job[]): Promise<void> {
    const reference = contextIn('reference');
    await runHere(reference, jobs);
    expect(await hashOfResults(context, jobs)).toBe(await hashOfResults(reference, jobs));
  }

  describe(`the executor ${name}`, () => {
    test('does nothing for a suite without runs', async () => {
      expect(await execute(contextIn('runs'), [])).toEqual([]);
    });

    test('runs one run', async () => {
      const context = contextIn('runs');
      const jobs = jobsOf(context, 1);
      const events = await execute(context, jobs);
      expect(events.at(-1)).toMatchObject({ type: 'finished', outcome: 'completed', step: 5 });
      await expectSameBytes(context, jobs);
    });

    test('runs 200 short runs, each once, to the bytes of a run alone', async () => {
      const context = contextIn('runs');
      const jobs = jobsOf(context, 200);
      const events = await execute(context, jobs);
      const finished = events.filter(({ type }) => type === 'finished');
      expect(finished).toHaveLength(200);
      expect(indicesOf(finished, 'finished')).toEqual(jobs.map(({ index }) => index));
      expect(await openJobs(context, jobs)).toEqual([]);
      await expectSameBytes(
        context,
        jobs.filter(({ index }) => index % 10 === 0),
      );
    });

    test('tells of a run that cannot be run, once, and runs the others', async () => {
      const context = contextIn('runs');
      const jobs = jobsOf(context, 4, { 1: WITHOUT_DATA });
      const events = await execute(context, jobs);
      expect(failures(events)).toEqual([
        { type: 'failed', index: 1, attempts: 1, reason: expect.stringContaining('missing.txt') },
      ]);
      expect(indicesOf(events, 'finished')).toEqual([0, 2, 3]);
    });

    test('runs a run again whose worker was killed, and the others once', async () => {
      const context = contextIn('runs');
      const jobs = jobsOf(context, 4, { 1: SLOW });
      let killed = 0;
      const events = await execute(context, jobs, {
        onEvent(event) {
          if (event.type !== 'started' || event.index !== 1 || killed++ > 0) return;
          kill(pidOf(event.worker));
        },
      });
      expect(indicesOf(events, 'retried')).toEqual([1]);
      expect(failures(events)).toEqual([]);
      expect(await openJobs(context, jobs)).toEqual([]);
      await expectSameBytes(context, jobs);
    });

    test('gives up a run that kills its workers, and runs the others', async () => {
      const context = contextIn('runs');
      const jobs = jobsOf(context, 4, { 2: ENDLESS });
      const events = await execute(context, jobs, {
        attempts: 2,
        onEvent(event) {
          if (event.type === 'started' && event.index === 2) kill(pidOf(event.worker));
        },
      });
      expect(failures(events)).toMatchObject([{ index: 2, attempts: 2 }]);
      expect(failures(events)[0]?.reason).not.toBe('');
      expect(indicesOf(events, 'finished')).toEqual([0, 1, 3]);
    });

    test('leaves what another coordinator can finish when it is killed', async () => {
      const context = contextIn('runs');
      const jobs = jobsOf(context, 8, { 3: SLOW, 4: SLOW, 5: SLOW });
      const { signal: _, ...options } = await optionsOf(context);
      await writeFile(space.path('request.json'), JSON.stringify({ jobs, ...options }));
      const child = spawn(
        process.execPath,
        [COORDINATOR, module.href, space.path('request.json')],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      await firstEvent(child, (event) => event.type === 'started' && event.index === 4);
      child.kill('SIGKILL');
      const open = await openJobs(context, jobs);
      expect(open.length).toBeGreaterThan(0);
      const events = await execute(context, open);
      expect(failures(events)).toEqual([]);
      await expectSameBytes(context, jobs);
    });

    test('runs a run once or to the same bytes when it is delivered twice', async () => {
      const context = contextIn('runs');
      const jobs = jobsOf(context, 2, { 0: SLOW });
      const events = await execute(context, [...jobs, ...jobs]);
      expect(failures(events)).toEqual([]);
      expect(indicesOf(events, 'finished')).toEqual([0, 1]);
      await expectSameBytes(context, jobs);
    });

    test('ends what is running when it is cancelled, and starts nothing else', async () => {
      const context = contextIn('runs');
      const jobs = jobsOf(context, 6, { 0: ENDLESS, 1: ENDLESS, 2: ENDLESS, 3: ENDLESS });
      const cancel = new AbortController();
      const workers: string[] = [];
      const events = await execute(context, jobs, {
        signal: cancel.signal,
        onEvent(event) {
          if (event.type === 'started') workers.push(event.worker);
          cancel.abort();
        },
      });
      expect(indicesOf(events, 'finished')).toEqual([]);
      expect(failures(events)).toEqual([]);
      expect(await openJobs(context, jobs)).toHaveLength(6);
      expect(workers.length).toBeLessThan(6);
    });

    test('goes on with a cancelled run to the bytes of an undisturbed one', async () => {
      const context = contextIn('runs');
      const jobs = jobsOf(context, 1, { 0: SLOW });
      const cancel = new AbortController();
      await execute(context, jobs, {
        signal: cancel.signal,
        onEvent: (event) => event.type === 'progress' && cancel.abort(),
      });
      expect(failures(await execute(context, jobs))).toEqual([]);
      await expectSameBytes(context, jobs);
    });

    test('ends a run that takes longer than allowed', async () => {
      const context = contextIn('runs');
      const jobs = jobsOf(context, 2, { 0: ENDLESS });
      const events = await execute(context, jobs, { timeLimitMs: 1500 });
      expect(failures(events)).toEqual([
        { type: 'failed', index: 0, attempts: 1, reason: expect.stringContaining('took longer') },
      ]);
      expect(indicesOf(events, 'finished')).toEqual([1]);
    });

    test('refuses a run that it would compute otherwise than planned', async () => {
      const context = contextIn('runs');
      const [first, second] = jobsOf(context, 2);
      const other = { ...first, runId: 'f'.repeat(64) } as Job;
      const events = await execute(context, [other, second as Job]);
      expect(failures(events)).toMatchObject([
        { index: 0, attempts: 1, reason: expect.stringContaining('expected run ffffffffffffffff') },
      ]);
      expect(indicesOf(events, 'finished')).toEqual([1]);
    });

    test('tells of a store that cannot be written', async () => {
      await space.write('file', '');
      const context = contextOf(space.cwd, space.path('file', 'runs'));
      const events = await execute(context, jobsOf(context, 2), { attempts: 1 });
      expect(
        failures(events)
          .map(({ index }) => index)
          .sort(),
      ).toEqual([0, 1]);
    });

    test('counts a run that diverges as finished', async () => {
      const context = contextIn('runs');
      const jobs = jobsOf(context, 2, { 0: DIVERGING });
      const events = await execute(context, jobs);
      expect(events).toContainEqual(
        expect.objectContaining({ type: 'finished', index: 0, outcome: 'diverged' }),
      );
      await expectSameBytes(context, jobs);
    });
  });
}

/** Waits for an event among the lines of a coordinator. */
async function firstEvent(child: ChildProcess, isIt: (event: JobEvent) => boolean): Promise<void> {
  if (!child.stdout) throw new Error('expected a coordinator whose output can be read');
  for await (const line of createInterface({ input: child.stdout })) {
    if (isIt(JSON.parse(line))) return;
  }
  throw new Error('the coordinator ended before it came to the run');
}
