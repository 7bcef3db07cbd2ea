// The Slurm executor on a real Slurm, where there is one to be tried: what every executor must do, and
// what only a cluster can do to it. node .ci/engines/slurm.mjs npx vitest run test/executors/slurm
import { spawnSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Job, JobContext } from '../../../src/experiment/batch/manifest.ts';
import type { Executor, JobEvent } from '../../../src/experiment/executors/executor.ts';
import { useWorkspace } from '../../helpers/workspace.ts';
import { describeExecutor } from '../conformance.ts';
import { contextOf, hashOfResults, jobsOf, runHere, SLOW } from '../suite.ts';

const conf = process.env.RNN_TEST_SLURM_CONF;
const module = new URL('slurmModule.mjs', import.meta.url);

/** Finds the process of a task, which may be about to start, by the words of its command line. */
function pidOf(worker: string): number {
  const [, name, index] = /^(.+)_(\d+)$/.exec(worker) ?? [];
  const words = `chunk .*/${name} .*--index ${index}$`;
  const find = `for i in $(seq 100); do pgrep --newest --full '${words}' && exit; sleep 0.05; done`;
  return Number(spawnSync('bash', ['-c', find], { encoding: 'utf8' }).stdout);
}

/** What the cluster calls a task of an array: the array's number, and the task's. */
function taskOf(name: string, index: number): string {
  const { stdout } = spawnSync(
    'squeue',
    ['--noheader', '--array', `--name=${name}`, '--format=%i'],
    {
      encoding: 'utf8',
    },
  );
  return String(stdout.split('\n').find((task) => task.endsWith(`_${index}`)));
}

function describeCluster(slurmConf: string): void {
  const space = useWorkspace();

  async function execute(
    context: JobContext,
    jobs: readonly Job[],
    onEvent: (event: JobEvent) => void = () => {},
  ): Promise<JobEvent[]> {
    const { makeExecutor } = await import(module.href);
    const executor: Executor = makeExecutor();
    const events: JobEvent[] = [];
    const directory = space.path('suite');
    await mkdir(directory, { recursive: true });
    await executor.execute(jobs, {
      context,
      directory,
      attempts: 3,
      signal: new AbortController().signal,
      onEvent(event) {
        events.push(event);
        onEvent(event);
      },
    });
    return events;
  }

  async function expectSameBytes(context: JobContext, jobs: readonly Job[]): Promise<void> {
    const reference = contextOf(space.cwd, space.path('reference'));
    await runHere(reference, jobs);
    expect(await hashOfResults(context, jobs)).toBe(await hashOfResults(reference, jobs));
  }

  const of = (events: readonly JobEvent[], type: JobEvent['type']) =>
    events.filter((event) => event.type === type);

  test('a run that the cluster warns of its time limit goes on in another task', async () => {
    const context = contextOf(space.cwd, space.path('runs'));
    const jobs = jobsOf(context, 2, {
      0: { ...SLOW, 'training.steps': 300_000, 'evaluation.every': 300_000 },
    });
    const names: string[] = [];
    let warned = 0;
    const events = await execute(context, jobs, (event) => {
      if (event.type === 'started') names.push(event.worker.replace(/_\d+$/, ''));
      // Not before a checkpoint, and none but the task that has one: an interruption that gained nothing
      // counts as an attempt, and a process that is still starting up is ended by the signal.
      if (event.type !== 'progress' || event.index !== 0 || names.length === 0 || warned++ > 0)
        return;
      spawnSync('scancel', ['--signal=USR2', '--batch', taskOf(String(names.at(-1)), event.index)]);
    });
    expect(warned).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(2);
    expect(of(events, 'failed')).toEqual([]);
    expect(of(events, 'retried')).toEqual([]);
    expect(of(events, 'finished')).toHaveLength(2);
    await expectSameBytes(context, jobs);
  });

  test('a task that is taken out of the queue by hand is submitted again', async () => {
    const context = contextOf(space.cwd, space.path('runs'));
    const jobs = jobsOf(context, 3, { 1: SLOW });
    let cancelled = 0;
    const events = await execute(context, jobs, (event) => {
      if (event.type !== 'started' || event.index !== 1 || cancelled++ > 0) return;
      spawnSync('scancel', [`--name=${event.worker.replace(/_\d+$/, '')}`]);
    });
    expect(cancelled).toBeGreaterThan(1);
    expect(of(events, 'failed')).toEqual([]);
    await expectSameBytes(context, jobs);
  });

  test('what a controller that was killed has lost is submitted again', async () => {
    const context = contextOf(space.cwd, space.path('runs'));
    const jobs = jobsOf(context, 60, { 0: SLOW, 20: SLOW, 40: SLOW });
    const ended = execute(context, jobs);
    await sleep(2000);
    const pid = Number(await readFile(join(dirname(slurmConf), 'slurmctld.pid'), 'utf8'));
    expect(pid).toBeGreaterThan(1);
    process.kill(pid, 'SIGKILL');
    const events = await ended;
    expect(of(events, 'failed')).toEqual([]);
    expect(of(events, 'finished')).toHaveLength(60);
    await expectSameBytes(context, jobs);
  });
}

if (conf === undefined) {
  const reason = 'Slurm was not tried: RNN_TEST_SLURM_CONF names no slurm.conf';
  process.stdout.write(`${reason}\n`);
  test.skip(reason);
} else {
  describeExecutor('slurm', { module, pidOf });
  describe('a cluster', () => describeCluster(conf));
}
