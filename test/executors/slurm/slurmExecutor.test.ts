// The coordinator of a Slurm suite against a cluster made of files: what it submits, adopts, submits
// again, gives up and cancels.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Job, JobContext } from '../../../src/experiment/batch/manifest.ts';
import { readManifestFile } from '../../../src/experiment/batch/manifestFile.ts';
import { runJob } from '../../../src/experiment/batch/runJob.ts';
import { specOfJob } from '../../../src/experiment/batch/specOfJob.ts';
import {
  failureName,
  failuresDirectory,
  manifestFile,
} from '../../../src/experiment/batch/suiteDirectory.ts';
import { runId } from '../../../src/experiment/canonical.ts';
import {
  type ExecuteOptions,
  ExecutorError,
  type JobEvent,
} from '../../../src/experiment/executors/executor.ts';
import { createSlurmExecutor } from '../../../src/experiment/executors/slurm/slurmExecutor.ts';
import type { SlurmOptions } from '../../../src/experiment/executors/slurm/slurmOptions.ts';
import { checkpointFile, runDirectoryOf } from '../../../src/experiment/runDirectory.ts';
import { host } from '../../helpers/host.ts';
import { useWorkspace } from '../../helpers/workspace.ts';
import { type FakeTask, useFakeCluster } from './fakeCluster.ts';

const space = useWorkspace();
const cluster = useFakeCluster(space);
let context: JobContext;
let suite = '';

beforeEach(async () => {
  suite = space.path('runs/suites/small');
  await mkdir(suite, { recursive: true });
  context = {
    out: space.path('runs'),
    base: {
      task: { type: 'addition', length: 10 },
      model: { layers: [{ type: 'elman', hiddenSize: 3 }] },
      training: { steps: 4, batchSize: 2 },
      evaluation: { every: 4, size: 4 },
    },
    dataDirectory: space.cwd,
    weightsDirectory: space.cwd,
  };
});

function jobsOf(count: number): Job[] {
  return Array.from({ length: count }, (_, index) => {
    const settings = { name: 'small', seed: index + 1 };
    const job = { index, runId: '', name: 'small', labels: {}, settings };
    return { ...job, runId: runId(specOfJob(context, job)) };
  });
}

/** A coordinator at work. */
interface Coordinator {
  readonly events: JobEvent[];
  readonly ended: Promise<void>;
  cancel(): void;
}

function start(
  jobs: readonly Job[],
  options: Partial<SlurmOptions> = {},
  surroundings: Partial<ExecuteOptions> = {},
): Coordinator {
  const events: JobEvent[] = [];
  const abort = new AbortController();
  const executor = createSlurmExecutor({
    request: {},
    program: ['/usr/bin/node', '/opt/rnn/bin/rnn.js'],
    pace: { lookMs: 5, askMs: 10, patienceMs: 200 },
    ...options,
  });
  const ended = executor.execute(jobs, {
    context,
    directory: suite,
    attempts: 3,
    ...surroundings,
    signal: abort.signal,
    onEvent: (event) => events.push(event),
  });
  ended.catch(() => {}); // a test awaits it later
  return { events, ended, cancel: () => abort.abort() };
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; !(await isTrue()); await sleep(5)) {
    if (Date.now() > end) throw new Error('what was waited for did not happen within 10 s');
  }
}

/** Run ids of a task, as its list has them. */
async function runsOf({ name, index }: FakeTask): Promise<string[]> {
  const directory = join(suite, 'slurm', name);
  const manifest = await readManifestFile(manifestFile(directory));
  const ids = (manifest?.jobs ?? []).map((job) => job.runId);
  const record = await readFile(join(directory, 'submission.json'), 'utf8');
  const { runsPerTask } = JSON.parse(record);
  return ids.slice(index * runsPerTask, (index + 1) * runsPerTask);
}

/** Plays a task to its end. */
async function work(task: FakeTask, jobs: readonly Job[]): Promise<void> {
  const signal = new AbortController().signal;
  for (const id of await runsOf(task)) {
    const job = jobs.find((one) => one.runId === id);
    if (job) await runJob(context, job, { host, signal });
  }
  await cluster.drop(task);
}

async function workAll(jobs: readonly Job[]): Promise<void> {
  for (const task of await cluster.tasks()) await work(task, jobs);
}

async function begin(job: Job, checkpointStep?: number): Promise<void> {
  const directory = runDirectoryOf(context.out, job.name, job.runId);
  await mkdir(directory, { recursive: true });
  if (checkpointStep !== undefined) await writeFile(checkpointFile(directory, checkpointStep), '');
}

const of = (events: readonly JobEvent[], type: JobEvent['type']) =>
  events.filter((event) => event.type === type);
const submissions = async () =>
  (await cluster.calls()).filter((call) => call.startsWith('sbatch ')).length;
const hasSubmitted = (count: number) => async () => (await submissions()) === count;

describe('a suite', () => {
  test('of no runs asks nothing of the cluster', async () => {
    await cluster.remove('scontrol');
    await start([]).ended;
  });

  test('is submitted, watched and cleaned up after', async () => {
    const jobs = jobsOf(7);
    const { events, ended } = start(jobs, { runsPerTask: 3 });
    await until(hasSubmitted(1));
    const tasks = await cluster.tasks();
    expect(await Promise.all(tasks.map(runsOf))).toEqual([
      jobs.slice(0, 3).map((job) => job.runId),
      jobs.slice(3, 6).map((job) => job.runId),
      jobs.slice(6).map((job) => job.runId),
    ]);
    await workAll(jobs);
    await ended;
    const finished = of(events, 'finished');
    expect(finished).toHaveLength(7);
    expect(finished).toContainEqual(
      expect.objectContaining({ index: 6, outcome: 'completed', step: 4 }),
    );
    expect(await readdir(join(suite, 'slurm'))).toEqual([]);
  });

  test('tells sbatch by arguments what its environment could say otherwise', async () => {
    const { ended, cancel } = start(jobsOf(2));
    await until(hasSubmitted(1));
    const [call = ''] = await cluster.calls();
    expect(call).toMatch(
      /^sbatch --parsable --job-name=(rnn-small-[0-9a-f]{12}) --array=0-1 --export=NONE --output=\S+\/\1\/%a\.log \S+\/\1\/job\.sh$/,
    );
    cancel();
    await ended;
  });

  test.each([
    [true, / --retry-failed /],
    [false, /^(?!.* --retry-failed )/s],
  ])('tells its tasks whether to train damaged runs afresh: %j', async (repair, words) => {
    const { ended, cancel } = start(jobsOf(1), {}, { repair });
    await until(hasSubmitted(1));
    const [name = ''] = await readdir(join(suite, 'slurm'));
    expect(await readFile(join(suite, 'slurm', name, 'job.sh'), 'utf8')).toMatch(words);
    cancel();
    await ended.catch(() => {});
  });

  test('of more tasks than an array may have becomes several arrays', async () => {
    const jobs = jobsOf(23);
    const { events, ended } = start(jobs, { runsPerTask: 1 });
    await until(hasSubmitted(3));
    expect(await cluster.tasks()).toHaveLength(23);
    expect((await cluster.calls()).map((call) => /--array=\S+/.exec(call)?.[0])).toEqual([
      '--array=0-9',
      '--array=0-9',
      '--array=0-2',
    ]);
    await workAll(jobs);
    await ended;
    expect(of(events, 'finished')).toHaveLength(23);
  });

  test('submits only what is not finished', async () => {
    const jobs = jobsOf(3);
    const [, done] = jobs;
    if (done) await runJob(context, done, { host, signal: new AbortController().signal });
    const { events, ended } = start(jobs, { runsPerTask: 5 });
    await until(hasSubmitted(1));
    expect(of(events, 'finished')).toMatchObject([{ index: 1 }]);
    const [task] = await cluster.tasks();
    expect(task && (await runsOf(task))).toEqual([jobs[0]?.runId, jobs[2]?.runId]);
    await workAll(jobs);
    await ended;
  });

  test('tells of starts and checkpoints as far as they can be seen', async () => {
    const jobs = jobsOf(2);
    const { events, ended, cancel } = start(jobs, { runsPerTask: 2 });
    await until(hasSubmitted(1));
    const [first] = jobs;
    if (first) await begin(first, 2);
    await until(() => events.length >= 2);
    expect(of(events, 'started')).toEqual([
      { type: 'started', index: 0, worker: expect.stringMatching(/^rnn-small-[0-9a-f]{12}_0$/) },
    ]);
    expect(of(events, 'progress')).toEqual([{ type: 'progress', index: 0, step: 2 }]);
    await Promise.all((await cluster.tasks()).map(cluster.drop));
    await until(hasSubmitted(2));
    expect(of(events, 'retried')).toMatchObject([{ index: 0, attempt: 1 }]);
    cancel();
    await ended;
  });
});

describe('what fails', () => {
  test('is told as the run recorded it', async () => {
    const jobs = jobsOf(2);
    const { events, ended } = start(jobs, { runsPerTask: 2 });
    await until(hasSubmitted(1));
    const [bad, good] = jobs;
    const record = { schema: 1, runId: bad?.runId, attempts: 2, reason: 'no such weights' };
    const [task] = await cluster.tasks();
    const failures = failuresDirectory(join(suite, 'slurm', task?.name ?? ''));
    await mkdir(failures, { recursive: true });
    await writeFile(join(failures, failureName(bad?.runId ?? '')), JSON.stringify(record));
    if (good) await runJob(context, good, { host, signal: new AbortController().signal });
    await Promise.all((await cluster.tasks()).map(cluster.drop));
    await ended;
    expect(of(events, 'failed')).toEqual([
      { type: 'failed', index: 0, attempts: 2, reason: 'no such weights' },
    ]);
    expect(of(events, 'finished')).toMatchObject([{ index: 1 }]);
  });

  test('by ending its task is tried again alone, then given up with the last words', async () => {
    const jobs = jobsOf(4);
    const [poison] = jobs;
    const { events, ended } = start(jobs, { runsPerTask: 4 });
    const companions: number[] = [];
    async function play(task: FakeTask): Promise<void> {
      const runs = await runsOf(task);
      if (!runs.includes(poison?.runId ?? '')) return work(task, jobs);
      companions.push(runs.length - 1);
      if (poison) await begin(poison);
      const log = join(suite, 'slurm', task.name, `${task.index}.log`);
      await writeFile(log, 'began\nslurmstepd: error: Detected 1 oom-kill event(s)\u001b[2J\n\n');
      await cluster.drop(task);
    }
    await until(async () => {
      for (const task of await cluster.tasks()) await play(task);
      return of(events, 'failed').length > 0 && of(events, 'finished').length === 3;
    });
    await ended;
    const said = 'slurmstepd: error: Detected 1 oom-kill event(s)·[2J';
    const reason = `its task ended without a result: ${said}`;
    expect(of(events, 'retried')).toEqual([
      { type: 'retried', index: 0, attempt: 1, reason },
      { type: 'retried', index: 0, attempt: 2, reason },
    ]);
    expect(of(events, 'failed')).toEqual([{ type: 'failed', index: 0, attempts: 3, reason }]);
    expect(companions).toEqual([3, 0, 0]);
    // The log that says why stays.
    const [kept = '', ...others] = await readdir(join(suite, 'slurm'));
    expect(others).toEqual([]);
    expect(await readdir(join(suite, 'slurm', kept))).toEqual([
      '0.log',
      'job.sh',
      'manifest.jsonl',
    ]);
  });

  test('because the cluster lost the job is submitted again', async () => {
    const jobs = jobsOf(2);
    const { events, ended } = start(jobs, { runsPerTask: 1 });
    await until(hasSubmitted(1));
    await Promise.all((await cluster.tasks()).map(cluster.drop));
    await until(hasSubmitted(2));
    await workAll(jobs);
    await ended;
    expect(of(events, 'finished')).toHaveLength(2);
    expect(of(events, 'failed')).toEqual([]);
  });

  test('is the queue: nothing is submitted again while it is silent', async () => {
    const jobs = jobsOf(1);
    const { ended } = start(jobs, { pace: { lookMs: 5, askMs: 10, patienceMs: 5000 } });
    await until(hasSubmitted(1));
    await cluster.fail('squeue', 'Unable to contact slurm controller');
    await sleep(200);
    expect(await submissions()).toBe(1);
    await cluster.fail('squeue', null);
    await workAll(jobs);
    await ended;
  });

  test('is the queue for good: the coordinator ends and says what to do', async () => {
    const { ended } = start(jobsOf(1));
    await until(hasSubmitted(1));
    await cluster.fail('squeue', 'Unable to contact slurm controller');
    await expect(ended).rejects.toThrow(ExecutorError);
    await expect(ended).rejects.toThrow(/Unable to contact.*the same command finds them again/);
  });

  test.each(['scontrol', 'sbatch', 'squeue'])('is a missing %s', async (program) => {
    await cluster.remove(program);
    const { ended } = start(jobsOf(1));
    await expect(ended).rejects.toThrow(ExecutorError);
    await expect(ended).rejects.toThrow(`there is no ${program} here: run this where`);
  });

  test('is a refusal of sbatch, which is passed on', async () => {
    await cluster.fail('sbatch', 'sbatch: error: invalid partition specified: fast');
    const { ended } = start(jobsOf(1), { request: { partition: 'fast' } });
    await expect(ended).rejects.toThrow(/invalid partition specified: fast/);
  });
});

describe('a coordinator that comes after a killed one', () => {
  test('waits for what waits already instead of submitting it twice', async () => {
    const jobs = jobsOf(3);
    const first = start(jobs, { runsPerTask: 2 });
    await until(hasSubmitted(1));
    const second = start(jobs, { runsPerTask: 2 });
    await sleep(100);
    expect(await submissions()).toBe(1);
    await workAll(jobs);
    await Promise.all([first.ended, second.ended]);
    expect(of(second.events, 'finished')).toHaveLength(3);
  });

  test('submits what the queue does not know any more', async () => {
    const jobs = jobsOf(2);
    const first = start(jobs, { runsPerTask: 1, pace: { lookMs: 5, askMs: 60_000 } });
    await until(hasSubmitted(1));
    const [lost] = await cluster.tasks();
    if (lost) await cluster.drop(lost);
    const lostRuns = lost ? await runsOf(lost) : [];
    const second = start(jobs, { runsPerTask: 1 });
    await until(hasSubmitted(2));
    const again = (await cluster.tasks()).filter(({ name }) => name !== lost?.name);
    expect(await Promise.all(again.map(runsOf))).toEqual([lostRuns]);
    expect(of(second.events, 'retried')).toEqual([]);
    await workAll(jobs);
    await Promise.all([first.ended, second.ended]);
  });

  test('does not take a record for more than it is', async () => {
    const directory = join(suite, 'slurm', 'rnn-small-000000000000');
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'submission.json'), '{"schema":1,"clus');
    await mkdir(join(suite, 'slurm', '-rf'));
    const jobs = jobsOf(1);
    const { ended } = start(jobs);
    await until(hasSubmitted(1));
    await workAll(jobs);
    await ended;
  });
});

describe('cancelling', () => {
  test('takes its own jobs out of the queue, by name, and nothing is left of them', async () => {
    const jobs = jobsOf(12);
    const { ended, cancel, events } = start(jobs, { runsPerTask: 1 });
    await until(hasSubmitted(2));
    const names = new Set((await cluster.tasks()).map(({ name }) => name));
    cancel();
    await ended;
    expect(await cluster.tasks()).toEqual([]);
    const scancel = (await cluster.calls()).filter((call) => call.startsWith('scancel'));
    expect(scancel).toEqual([expect.stringMatching(/^scancel --quiet --name=[^ ]+$/)]);
    for (const name of names) expect(scancel[0]).toContain(name);
    expect(of(events, 'failed')).toEqual([]);
  });

  test('before anything is submitted submits nothing', async () => {
    const { ended, cancel } = start(jobsOf(1));
    cancel();
    await ended;
    expect(await submissions()).toBe(0);
  });
});
