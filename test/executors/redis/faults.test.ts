// What becomes of a queue whose workers die, sleep or are told to end, and whose Redis forgets all.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../../src/experiment/batch/manifest.ts';
import type { JobEvent } from '../../../src/experiment/executors/executor.ts';
import { toJson } from '../../../src/training/json.ts';
import { ENDLESS, hashOfResults, jobsOf, openJobs, resultPath, runHere, SLOW } from '../suite.ts';
import { type TestWorker, useCluster, type WorkerLine } from './cluster.ts';
import { canTry, useRedis } from './server.ts';
import { TIMINGS } from './timings.mjs';

const server = useRedis();
const cluster = useCluster(server);

const isStart = (line: WorkerLine) => line.type === 'started';
const countOf = (events: readonly JobEvent[], type: JobEvent['type']) =>
  events.filter((event) => event.type === type).length;

/** Expects every job finished once, with the bytes of a run alone. */
async function expectFinished(events: readonly JobEvent[], jobs: readonly Job[]): Promise<void> {
  const finished = events.flatMap((event) => (event.type === 'finished' ? [event.index] : []));
  expect(finished.sort((a, b) => a - b)).toEqual(jobs.map(({ index }) => index));
  expect(countOf(events, 'failed')).toBe(0);
  const reference = { ...cluster.context, out: cluster.space.path('reference') };
  await runHere(reference, jobs);
  expect(await hashOfResults(cluster.context, jobs)).toBe(await hashOfResults(reference, jobs));
}

/** The process that trains what a worker has started first. */
async function trainerOf(worker: TestWorker): Promise<number> {
  const line = await worker.line(isStart);
  return Number(/\d+$/.exec('worker' in line ? line.worker : '')?.[0]);
}

/** Waits until a run's directory is locked. */
async function lockOf(job: Job): Promise<void> {
  const directory = dirname(resultPath(cluster.context, job));
  const isLocked = async () =>
    (await readdir(directory).catch(() => [])).some((name) => name.startsWith('lock-'));
  while (!(await isLocked())) await sleep(20);
}

/** The first of some workers to start a run, then the others. */
async function firstAtWork(workers: readonly TestWorker[]) {
  const first = await Promise.race(workers.map(async (one) => (await one.line(isStart)) && one));
  return { first, others: workers.filter((one) => one !== first) };
}

describe.skipIf(!canTry)('a queue', () => {
  test('gives the run of a killed worker to another once its lock has expired', async () => {
    const jobs = jobsOf(cluster.context, 1, { 0: SLOW });
    const workers = [cluster.startWorker(), cluster.startWorker()];
    const execution = cluster.execute(jobs);
    const { first, others } = await firstAtWork(workers);
    first.child.kill('SIGKILL');
    await expectFinished(await execution, jobs);
    expect(others[0]?.lines).toContainEqual(expect.objectContaining({ type: 'started' }));
  });

  test('runs nothing twice at a time when a worker sleeps beyond its lock', async () => {
    const jobs = jobsOf(cluster.context, 1, { 0: SLOW });
    const workers = [cluster.startWorker(), cluster.startWorker()];
    const execution = cluster.execute(jobs);
    const { first, others } = await firstAtWork(workers);
    const trainer = await trainerOf(first);
    await lockOf(jobs[0] as Job);
    first.child.kill('SIGSTOP');
    process.kill(trainer, 'SIGSTOP');
    await others[0]?.line((line) => line.type === 'returned' && /in use/.test(line.reason));
    process.kill(trainer, 'SIGCONT');
    first.child.kill('SIGCONT');
    await expectFinished(await execution, jobs);
  });

  test('takes a run back from a worker that is told to end, at its checkpoint', async () => {
    const jobs = jobsOf(cluster.context, 1, { 0: SLOW });
    const first = cluster.startWorker();
    const execution = cluster.execute(jobs, { attempts: 1 });
    await first.line(isStart);
    await sleep(300);
    first.child.kill('SIGTERM');
    expect(await first.ended()).toBe(0);
    expect(first.lines).toContainEqual(expect.objectContaining({ type: 'returned' }));
    expect(await openJobs(cluster.context, jobs)).toHaveLength(1);
    cluster.startWorker();
    await expectFinished(await execution, jobs);
  });

  test('loses no run and counts none twice when Redis is killed and comes back empty', async () => {
    const slow = Object.fromEntries([4, 5, 6, 7].map((index) => [index, SLOW]));
    const jobs = jobsOf(cluster.context, 12, slow);
    cluster.startWorker();
    cluster.startWorker();
    let isKilled = false;
    const events = await cluster.execute(jobs, {
      async onEvent({ type, index }) {
        if (isKilled || type !== 'started' || index !== 5) return;
        isKilled = true;
        await server.redis.kill();
        await sleep(1000);
        await server.redis.restart();
      },
    });
    expect(isKilled).toBe(true);
    await expectFinished(events, jobs);
    expect(cluster.warnings.join()).toMatch(/is away .*is back/);
  });

  test('serves two coordinators with the same runs', async () => {
    const jobs = jobsOf(cluster.context, 6, { 0: SLOW });
    cluster.startWorker();
    const executions = [cluster.execute(jobs), cluster.execute(jobs)];
    for (const events of await Promise.all(executions)) await expectFinished(events, jobs);
  });

  test('keeps nothing of what has been run', async () => {
    const jobs = jobsOf(cluster.context, 20);
    const worker = cluster.startWorker();
    await cluster.execute(jobs);
    worker.child.kill('SIGTERM');
    await worker.ended();
    const { host, port, password = '' } = server.address;
    const client = new Redis({ host, port, password });
    const keys = await client.keys('*');
    client.disconnect();
    for (const { runId } of jobs) expect(keys.join()).not.toContain(runId);
    expect(keys.length).toBeLessThan(10);
  });

  test('is not asked for runs that are finished', async () => {
    const jobs = jobsOf(cluster.context, 3);
    await runHere(cluster.context, jobs);
    const events = await cluster.execute(jobs); // nobody would take them
    expect(countOf(events, 'finished')).toBe(3);
  });

  test('tells that nobody listens, and gives the runs back when it is cancelled', async () => {
    const jobs = jobsOf(cluster.context, 3);
    const cancel = new AbortController();
    const execution = cluster.execute(jobs, { signal: cancel.signal });
    while (cluster.warnings.length === 0) await sleep(20);
    cancel.abort();
    expect(await execution).toEqual([]);
    expect(cluster.warnings).toEqual([expect.stringContaining('no worker listens')]);
  });

  test('ends when it is cancelled although Redis is gone', async () => {
    const jobs = jobsOf(cluster.context, 1);
    const cancel = new AbortController();
    const execution = cluster.execute(jobs, { signal: cancel.signal });
    execution.catch(() => {});
    while (cluster.warnings.length === 0) await sleep(20);
    await server.redis.kill();
    cancel.abort();
    await expect(execution).rejects.toThrow(/does not answer: workers may go on/);
    await server.redis.restart();
  });

  test('says that a worker writes to another store', async () => {
    const jobs = jobsOf(cluster.context, 1);
    cluster.startWorker({ out: cluster.space.path('elsewhere') });
    const events = await cluster.execute(jobs);
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      reason: expect.stringContaining('must be the same shared directory'),
    });
  });

  test('raises the alarm when a worker comes to another result than the files hold', async () => {
    const jobs = jobsOf(cluster.context, 1, { 0: SLOW });
    const [job] = jobs as [Job];
    const forger = { ...cluster.context, out: cluster.space.path('forger') };
    await runHere(forger, jobs);
    const { sha256: _, ...facts } = JSON.parse(await readFile(resultPath(forger, job), 'utf8'));
    const forged = { ...facts, loss: 0.5 };
    const sha256 = createHash('sha256').update(toJson(forged)).digest('hex');
    const worker = cluster.startWorker({ out: cluster.space.path('elsewhere') });
    const execution = cluster.execute(jobs);
    await worker.line(isStart);
    const path = resultPath(cluster.context, job);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, toJson({ ...forged, sha256 }, 2));
    expect((await execution).at(-1)).toMatchObject({
      type: 'failed',
      reason: expect.stringContaining('one of the machines computes wrongly'),
    });
  });

  test('survives what strangers put into it', async () => {
    const { host, port, password = '' } = server.address;
    const queue = new Queue('faults', { connection: { host, port, password }, prefix: 'rnn' });
    const worker = cluster.startWorker();
    const hostile = [null, [], 'x', { schema: 2 }, JSON.parse('{"__proto__":{"schema":1}}')];
    for (const data of hostile) await queue.add('x', data, { attempts: 3 });
    while ((await queue.getFailedCount()) < hostile.length) await sleep(20);
    const [newer] = (await queue.getFailed()).filter(({ data }) => data?.schema === 2);
    expect(newer?.failedReason).toContain('use the newer program');
    expect(newer?.attemptsMade).toBe(1);
    await queue.obliterate({ force: true });
    await queue.close();
    const jobs = jobsOf(cluster.context, 2);
    await expectFinished(await cluster.execute(jobs), jobs);
    expect(worker.child.exitCode).toBeNull();
  });

  test('is connected anew when jobs wait and none arrives', async () => {
    const { host, port, password = '' } = server.address;
    const client = new Redis({ host, port, password });
    const worker = cluster.startWorker({ timings: { watchdogMs: 400 } });
    const jobs = jobsOf(cluster.context, 1);
    const execution = cluster.execute(jobs);
    await execution;
    let isConnecting = false;
    const told = worker.line(
      (line) => line.type === 'warning' && /connecting anew/.test(line.message),
    );
    void told.then(() => {
      isConnecting = true;
    });
    // A worker that has not come to rest yet takes the first of them, as it would a job.
    while (!isConnecting) {
      await client.lpush('rnn:faults:wait', 'nothing-wakes-for-this');
      await sleep(1000);
    }
    await client.del('rnn:faults:wait', 'rnn:faults:active');
    client.disconnect();
    const more = jobsOf(cluster.context, 3);
    await expectFinished(await cluster.execute(more), more);
  });

  test('has its runs ended everywhere when it is cancelled', async () => {
    const jobs = jobsOf(cluster.context, 3, { 0: ENDLESS, 1: ENDLESS });
    const cancel = new AbortController();
    const workers = [cluster.startWorker(), cluster.startWorker()];
    const execution = cluster.execute(jobs, { signal: cancel.signal });
    await Promise.all(workers.map((one) => one.line(isStart)));
    cancel.abort();
    expect(countOf(await execution, 'failed')).toBe(0);
    await Promise.all(workers.map((one) => one.line(({ type }) => type === 'returned')));
    await sleep(2 * TIMINGS.pollMs);
    for (const { lines } of workers) expect(lines.filter(isStart)).toHaveLength(1);
  });
});
