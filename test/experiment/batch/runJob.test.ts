// One attempt at a job: what comes of it as data, for every way it can end.
import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Job, JobContext } from '../../../src/experiment/batch/manifest.ts';
import { type RunJobOptions, runJob } from '../../../src/experiment/batch/runJob.ts';
import { specOfJob } from '../../../src/experiment/batch/specOfJob.ts';
import { runId } from '../../../src/experiment/canonical.ts';
import { runDirectoryOf, runFile } from '../../../src/experiment/runDirectory.ts';
import { host } from '../../helpers/host.ts';
import { useWorkspace } from '../../helpers/workspace.ts';

const space = useWorkspace();
const base = {
  task: { type: 'addition', length: 10 },
  model: { layers: [{ type: 'elman', hiddenSize: 5 }] },
  training: { steps: 20, batchSize: 2 },
  evaluation: { every: 20, size: 4 },
};

const contextOf = (config: object = base): JobContext => ({
  out: space.path('runs'),
  base: { ...config },
  dataDirectory: space.path(''),
  weightsDirectory: space.path(''),
});

function jobOf(context: JobContext, settings: object = {}): Job {
  const job = { index: 0, runId: '', name: 'a', labels: {}, settings: { name: 'a', ...settings } };
  return { ...job, runId: runId(specOfJob(context, job)) };
}

const start = (context: JobContext, job: Job, options: Partial<RunJobOptions> = {}) =>
  runJob(context, job, { host, signal: new AbortController().signal, ...options });

describe('a job', () => {
  test('becomes a run with its settings, under its name', async () => {
    const context = contextOf();
    const job = jobOf(context, { seed: 7, 'training.steps': 3 });
    const steps: number[] = [];
    const result = await start(context, job, { onStep: (step) => steps.push(step) });
    expect(result).toMatchObject({ type: 'finished', outcome: 'completed', step: 3 });
    expect(steps).toEqual([1, 2, 3]);
    const directory = runDirectoryOf(context.out, 'a', job.runId);
    const stored = JSON.parse(await readFile(runFile(directory, 'result'), 'utf8'));
    expect(result).toMatchObject({ isReused: false, resultSha256: stored.sha256 });
    const { spec } = JSON.parse(await readFile(runFile(directory, 'spec'), 'utf8'));
    expect(spec).toMatchObject({ seed: 7, name: 'a' });
  });

  test('that is finished is told, not trained again', async () => {
    const context = contextOf();
    const job = jobOf(context);
    const first = await start(context, job);
    const steps: number[] = [];
    const second = await start(context, job, { onStep: (step) => steps.push(step) });
    expect(second).toEqual({ ...first, isReused: true });
    expect(steps).toEqual([]);
  });

  test('of another run id fails for good and writes nothing', async () => {
    const context = contextOf();
    const job = { ...jobOf(context), runId: 'f'.repeat(64) };
    const result = await start(context, job);
    expect(result).toMatchObject({ type: 'failed', isFinal: true });
    expect(result).toHaveProperty(
      'reason',
      expect.stringContaining('expected run ffffffffffffffff'),
    );
    await expect(readdir(context.out)).rejects.toThrow('ENOENT');
  });

  test('with a wrong config fails for good and says where', async () => {
    const context = contextOf();
    const wrong = { ...jobOf(context), settings: { name: 'a', 'training.steps': -1 } };
    expect(await start(context, wrong)).toMatchObject({
      type: 'failed',
      isFinal: true,
      reason: expect.stringContaining('training.steps'),
    });
  });

  test('without its data file fails for good', async () => {
    const context = contextOf({ ...base, task: { type: 'text', file: 'missing.txt', length: 8 } });
    const result = await start(context, jobOf(context));
    expect(result).toMatchObject({ type: 'failed', isFinal: true });
    expect(result).toHaveProperty('reason', expect.stringContaining('missing.txt'));
  });

  test('whose result is damaged fails for good', async () => {
    const context = contextOf();
    const job = jobOf(context);
    const path = runFile(runDirectoryOf(context.out, 'a', job.runId), 'result');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, '{}');
    expect(await start(context, job)).toMatchObject({
      type: 'failed',
      isFinal: true,
      reason: expect.stringMatching(
        /damaged \(.*\); rnn batch --retry-failed trains the run afresh$/,
      ),
    });
  });

  test('whose result is damaged is trained afresh where that is asked for, to the same bits', async () => {
    const context = contextOf();
    const job = jobOf(context);
    const first = await start(context, job);
    const path = runFile(runDirectoryOf(context.out, 'a', job.runId), 'result');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"step": 20', '"step": 21'));
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    const second = await start(context, job, { repair: true, onWarning });
    expect(second).toMatchObject({ ...first, isReused: false, durationMs: expect.any(Number) });
    expect(warnings).toEqual([
      expect.stringMatching(/result\.json is damaged \(its hash differs\); trains the run afresh$/),
    ]);
  });

  test('all of whose checkpoints are damaged is trained afresh where that is asked for', async () => {
    const context = contextOf();
    const job = jobOf(context, { 'training.steps': 20_000 });
    const cancel = new AbortController();
    await start(context, job, { signal: cancel.signal, onStep: () => cancel.abort() });
    const directory = runDirectoryOf(context.out, 'a', job.runId);
    for (const name of await readdir(directory)) {
      if (name.startsWith('checkpoint-')) await truncate(join(directory, name), 100);
    }
    expect(await start(context, job)).toMatchObject({ type: 'failed', isFinal: true });
    expect(await start(context, job, { repair: true })).toMatchObject({
      type: 'finished',
      step: 20_000,
    });
  });

  test('whose result a newer program wrote is never trained afresh', async () => {
    const context = contextOf();
    const job = jobOf(context);
    const path = runFile(runDirectoryOf(context.out, 'a', job.runId), 'result');
    await mkdir(dirname(path), { recursive: true });
    const newer = JSON.stringify({ schema: 999, sha256: '' });
    await writeFile(path, newer);
    expect(await start(context, job, { repair: true })).toMatchObject({ type: 'failed' });
    expect(await readFile(path, 'utf8')).toBe(newer);
  });

  test('whose directory cannot be made may succeed later', async () => {
    await writeFile(space.path('file'), '');
    const context = { ...contextOf(), out: join(space.path('file'), 'runs') };
    expect(await start(context, jobOf(context))).toMatchObject({ type: 'failed', isFinal: false });
  });

  test('goes on from a shorter run that another suite has left, to the bits it would have had', async () => {
    const context = contextOf();
    const shorter = await start(context, jobOf(context, { 'training.steps': 8 }));
    expect(shorter).toMatchObject({ type: 'finished', step: 8 });
    const longer = jobOf(context, { 'training.steps': 20 });
    const steps: number[] = [];
    const went = await start(context, longer, { onStep: (step) => steps.push(step) });
    expect(steps).toEqual(Array.from({ length: 12 }, (_, place) => 9 + place));
    const undisturbed = await start({ ...context, out: space.path('undisturbed') }, longer);
    expect(went).toHaveProperty('resultSha256', Reflect.get(undisturbed, 'resultSha256'));
  });

  test('trains from the beginning where shorter runs are of another name or trajectory', async () => {
    const context = contextOf();
    await start(context, jobOf(context, { 'training.steps': 8, name: 'b' }));
    await start(context, jobOf(context, { 'training.steps': 8, seed: 2 }));
    const steps: number[] = [];
    await start(context, jobOf(context), { onStep: (step) => steps.push(step) });
    expect(steps[0]).toBe(1);
  });

  test('that diverges is finished', async () => {
    const context = contextOf();
    const job = jobOf(context, { 'training.optimizer.learningRate': 1e9, 'training.policy': [] });
    expect(await start(context, job)).toMatchObject({ type: 'finished', outcome: 'diverged' });
  });

  test('that is cancelled is interrupted, and goes on to the bits of an undisturbed run', async () => {
    const context = contextOf();
    const job = jobOf(context, { 'training.steps': 2000 });
    const other = { ...context, out: space.path('undisturbed') };
    const cancel = new AbortController();
    const onStep = (step: number) => {
      if (step !== 3) return;
      cancel.abort();
      // Longer than the turn of the event loop, so that the signal is seen however fast the machine is.
      const until = performance.now() + 60;
      while (performance.now() < until);
    };
    const first = await start(context, job, { signal: cancel.signal, onStep });
    expect(first).toMatchObject({ type: 'interrupted' });
    const undisturbed = await start(other, job);
    const resumed = await start(context, job);
    expect(resumed).toHaveProperty('resultSha256', Reflect.get(undisturbed, 'resultSha256'));
  });

  test('that takes longer than its time limit fails for good with a checkpoint', async () => {
    const context = contextOf();
    const job = jobOf(context, { 'training.steps': 100_000_000 });
    const result = await start(context, job, { timeLimitMs: 300 });
    expect(result).toMatchObject({ type: 'failed', isFinal: true });
    const reason = String(Reflect.get(result, 'reason'));
    expect(reason).toContain('took longer than 0.3 s');
    // On a busy machine the time may be over before the first step.
    const step = /a checkpoint of step (\d+) stands/.exec(reason)?.[1];
    const names = await readdir(runDirectoryOf(context.out, 'a', job.runId));
    const checkpoint = `checkpoint-${step}.safetensors`;
    expect(names.includes(checkpoint)).toBe(!reason.includes('before its first step'));
  });
});
