import { readdirSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../../src/experiment/batch/manifest.ts';
import { writeManifest } from '../../../src/experiment/batch/manifestFile.ts';
import type { Plan } from '../../../src/experiment/batch/plan.ts';
import { estimatePlan } from '../../../src/experiment/batch/planEstimate.ts';
import { planReport } from '../../../src/experiment/batch/planReport.ts';
import { planStatus } from '../../../src/experiment/batch/planStatus.ts';
import { readRuns } from '../../../src/experiment/batch/results.ts';
import { runDemand } from '../../../src/experiment/batch/runDemand.ts';
import { specOfJob } from '../../../src/experiment/batch/specOfJob.ts';
import { failureName } from '../../../src/experiment/batch/suiteDirectory.ts';
import { executeRun } from '../../../src/experiment/executeRun.ts';
import { runDirectoryOf } from '../../../src/experiment/runDirectory.ts';
import { resultOf, writeRunFile } from '../../helpers/suites.ts';
import { useWorkspace } from '../../helpers/workspace.ts';
import { BASE, planOf } from './suites.ts';

const space = useWorkspace();
const out = () => space.path('runs');

/** A plan of six runs: one finished, one interrupted, two failed (one of them begun), one damaged, one new. */
async function begunPlan(): Promise<Plan> {
  const plan = await planOf(space, `${BASE}\nset: { training.steps: 5 }\nruns: { seeds: 6 }`);
  const [finished, interrupted, failed, begun, damaged] = plan.manifest.jobs as [
    Job,
    Job,
    Job,
    Job,
    Job,
  ];
  await writeRunFile(out(), finished, 'result.json', resultOf(finished));
  await writeRunFile(out(), interrupted, 'checkpoint-3.safetensors', '');
  await writeRunFile(out(), begun, 'spec.json', '{}');
  await writeRunFile(out(), damaged, 'result.json', '{}');
  for (const job of [failed, begun]) await fail(job);
  return plan;
}

async function fail({ runId }: Job): Promise<void> {
  const record = { schema: 1, runId, attempts: 1, reason: '' };
  const directory = join(out(), 'suites', 'suite', 'failures');
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, failureName(runId)), JSON.stringify(record));
}

const statusOf = ({ manifest }: Plan, where = out()) => planStatus(readRuns(manifest, where));

describe('what is done of a suite', () => {
  test('is said by the files of its runs', async () => {
    const { states, counts, difference } = statusOf(await begunPlan());
    expect(states).toEqual(['finished', 'interrupted', 'failed', 'failed', 'damaged', 'new']);
    expect(counts).toEqual({ finished: 1, interrupted: 1, failed: 2, damaged: 1, new: 1 });
    expect(difference).toBeNull();
  });

  test('is nothing where there is no output directory', async () => {
    const plan = await planOf(space, `${BASE}\nruns: { seeds: 2 }`);
    expect(statusOf(plan, space.path('none')).states).toEqual(['new', 'new']);
  });

  test('a finished run is finished though it failed before', async () => {
    const plan = await begunPlan();
    await fail(plan.manifest.jobs[0] as Job);
    expect(statusOf(plan).states[0]).toBe('finished');
  });

  test('a directory in place of a result is damage that no training mends', async () => {
    const plan = await begunPlan();
    const { name, runId } = plan.manifest.jobs[1] as Job;
    await mkdir(join(runDirectoryOf(out(), name, runId), 'result.json'));
    expect(statusOf(plan).states[1]).toBe('damaged');
    expect(await planReport(plan, out(), { retryFailed: true })).toMatchObject({ todoCount: 4 });
  });

  test('what is left to do holds failed and damaged runs where they are to be done again', async () => {
    const plan = await begunPlan();
    expect(await planReport(plan, out())).toMatchObject({ todoCount: 2, damagedCount: 1 });
    expect(await planReport(plan, out(), { retryFailed: true })).toMatchObject({ todoCount: 5 });
  });
});

describe('the report of a plan', () => {
  test('counts runs, tells the difference to the suite run before, and estimates', async () => {
    const before = await planOf(space, `${BASE}\nruns: { seeds: [1, 2, 3] }`);
    await writeManifest(out(), before.manifest);
    const plan = await planOf(space, `${BASE}\nruns: { seeds: [2, 3, 4, 5] }`);
    const report = await planReport(plan, out(), { kernels: '128' });
    expect(report).toMatchObject({
      schema: 1,
      name: 'suite',
      axes: ['seed'],
      search: { type: 'none' },
      runCount: 4,
      finishedCount: 0,
      todoCount: 4,
      difference: { addedCount: 2, removedCount: 1 },
    });
    expect(report.runs[3]).toMatchObject({ index: 3, labels: { seed: 5 }, state: 'new' });
    expect(report.durationMs).toBeGreaterThan(0);
    expect(report.diskBytes).toBeGreaterThan(0);
  });

  test('counts of a search only what its rungs can come to, and less as they are done', async () => {
    const plan = await planOf(
      space,
      `${BASE}\nset: { training.steps: 40, evaluation.every: 10 }\nruns: { seeds: 9 }
search: { type: halving, factor: 3, minimumSteps: 10 }`,
    );
    const todo = async () => (await planReport(plan, out(), { kernels: '128' })).todoCount;
    expect([plan.manifest.jobs.length, await todo()]).toEqual([27, 9 + 3 + 1]);
    const runJobs = async (from: number, to: number) => {
      for (const job of plan.manifest.jobs.slice(from, to)) {
        await executeRun(specOfJob(plan.manifest, job), {
          out: out(),
          baseDirectory: space.cwd,
          kernels: '128',
          host: { version: '0', node: '0', arch: 'x', pid: process.pid },
        });
      }
    };
    await runJobs(0, 8);
    expect(await todo()).toBe(1 + 3 + 1);
    await runJobs(8, 9);
    expect(await todo()).toBe(3 + 1);
    // All of the second rung, so those too that go on.
    await runJobs(9, 18);
    expect(await todo()).toBe(1);
    await runJobs(18, 27);
    expect(await planReport(plan, out(), { kernels: '128' })).toMatchObject({
      todoCount: 0,
      diskBytes: 0,
    });
  });

  test('takes no time for what is finished or has failed', async () => {
    const plan = await planOf(space, `${BASE}\nruns: { seeds: 2 }`);
    expect(await estimatePlan(plan, [], '128')).toEqual({
      durationMs: null,
      diskBytes: 0,
    });
    const one = await estimatePlan(plan, [1], '128');
    const both = await estimatePlan(plan, [0, 1], '128');
    expect(both.diskBytes).toBe(2 * one.diskBytes);
  });

  test('counts twice the operations for twice the steps, and the sizes of the network', async () => {
    const { demands } = await planOf(
      space,
      `${BASE}\nset: { evaluation.every: 1000000 }\nruns: { training.steps: [1000, 2000], model.layers.0.hiddenSize: [10, 100] }`,
    );
    const [small, large, twice] = demands;
    expect(large?.updateOperations).toBeGreaterThan(10 * (small?.updateOperations ?? 0));
    expect(twice?.updateOperations).toBe(small?.updateOperations);
    expect((twice?.operations ?? 0) - (small?.operations ?? 0)).toBe(
      1000 * (small?.updateOperations ?? 0),
    );
  });

  test.each([
    ['seed: 1'],
    ['model.layers.0.type: lstm, model.layers.0.hiddenSize: 64, training.optimizer.type: adam'],
    ['checkpoint.every: 3, evaluation.every: 2, training.regularizer.type: omega'],
    [
      'model.layers.0.bidirectional: true, training.policy: [{ type: clipByHistory }, { type: noise }]',
    ],
  ])('expects at least the disk that a run takes: %s', async (settings) => {
    const { manifest } = await planOf(
      space,
      `${BASE}\nset: { training.steps: 12, evaluation.size: 20, ${settings} }`,
    );
    const spec = specOfJob(manifest, manifest.jobs[0] ?? { index: 0, settings: {} });
    const { directory } = await executeRun(spec, {
      out: out(),
      baseDirectory: space.cwd,
      kernels: '128',
      host: { version: '0', node: '0', arch: 'x', pid: 1 },
    });
    const bytes = readdirSync(directory).map((name) => statSync(join(directory, name)).size);
    const taken = bytes.reduce((sum, size) => sum + size, 0);
    expect(runDemand(spec).diskBytes).toBeGreaterThanOrEqual(taken);
    expect(runDemand(spec).diskBytes).toBeLessThan(12 * taken);
  });
});
