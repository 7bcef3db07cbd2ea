// A run from spec to files: same bits everywhere, events in order, the end as asked for.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { executeRun, type RunOptions, type RunStart } from '../../src/experiment/executeRun.ts';
import { loadConfigValue } from '../../src/experiment/load/loadConfig.ts';
import type { Spec } from '../../src/experiment/schema/spec.ts';
import { availableKernels } from '../../src/math/engine.ts';
import type { TrainEvent } from '../../src/training/events.ts';
import { host } from '../helpers/host.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();
function specOf(config: object): Spec {
  const loaded = loadConfigValue(config, { file: 'test' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  return loaded.spec;
}

const small = {
  model: { layers: [{ type: 'elman', hiddenSize: 7 }] },
  training: { steps: 30, batchSize: 3, optimizer: { type: 'sgd', momentum: 0.9 } },
  evaluation: { every: 10, size: 9 },
};

const runs: Readonly<Record<string, object>> = {
  'temporal order': { ...small, task: { type: 'temporalOrder', length: { min: 10, max: 14 } } },
  'addition in f64 with adam': {
    ...small,
    precision: 'f64',
    task: { type: 'addition', length: 10 },
    training: { ...small.training, optimizer: { type: 'adam' } },
  },
  text: { ...small, task: { type: 'text', file: 'text.txt', length: 8 } },
  'a toy that jumps': {
    task: { type: 'toy' },
    training: { steps: 120, policy: [], optimizer: { learningRate: 0.1 } },
  },
  'a chain of policies': {
    ...small,
    task: { type: 'addition', length: 10 },
    training: {
      ...small.training,
      policy: [
        { type: 'nonFinite', action: 'shrinkRecurrent' },
        { type: 'clipByNorm', scope: 'tensor', maxNorm: 0.1 },
        { type: 'noise' },
      ],
    },
  },
  'a run that diverges': {
    ...small,
    task: { type: 'addition', length: 10 },
    training: { ...small.training, policy: [], optimizer: { learningRate: 1e9 } },
  },
};

async function run(config: object, options: Partial<RunOptions> = {}) {
  await space.write('text.txt', 'the quick brown fox jumps over the lazy dog. '.repeat(50));
  const events: TrainEvent[] = [];
  const starts: RunStart[] = [];
  const summary = await executeRun(specOf(config), {
    out: space.path('runs'),
    baseDirectory: space.cwd,
    host,
    onStart: (start) => starts.push(start),
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { summary, events, starts };
}

describe.each(Object.entries(runs))('%s', (_, config) => {
  test('has the same result bytes with every kernel, and when trained again', async () => {
    const texts = new Map<string, string>();
    for (const kernels of availableKernels()) {
      const { summary } = await run(config, { kernels, out: space.path(kernels) });
      const directory = `${kernels}/${summary.name}-${summary.runId.slice(0, 16)}`;
      texts.set(kernels, await space.read(`${directory}/result.json`));
      const { attempts } = JSON.parse(await space.read(`${directory}/provenance.json`));
      expect(attempts).toMatchObject([{ kernels }]);
    }
    expect(texts.size).toBeGreaterThan(1);
    const { summary } = await run(config);
    const again = await space.read(`${await space.runDirectory()}/result.json`);
    expect(new Set([...texts.values(), again]).size).toBe(1);
    expect(JSON.parse(again).sha256).toBe(summary.resultSha256);
  });

  test('is told again as it was: events recorded, summary the same', async () => {
    const first = await run(config);
    const second = await run(config);
    expect(first.starts).toMatchObject([{ reused: false }]);
    expect(second.starts).toMatchObject([{ reused: true, runId: first.summary.runId }]);
    expect(second.summary).toEqual(first.summary);
    expect(second.events).toEqual(first.events.filter(({ type }) => type !== 'evaluationProgress'));
  });
});

test('a result of a program that said nothing of policies is told as it was', async () => {
  const config = runs['temporal order'] ?? {};
  const first = await run(config);
  const path = `${await space.runDirectory()}/result.json`;
  const { sha256: _, ...facts } = JSON.parse(await space.read(path));
  delete facts.gradient.policies;
  const sha256 = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  await space.write(path, JSON.stringify({ ...facts, sha256 }));
  const { policies, ...gradient } = first.summary.gradient;
  expect(policies).toHaveLength(1);
  const second = await run(config);
  expect(second.summary).toEqual({ ...first.summary, gradient, resultSha256: sha256 });
});

const endless = { task: { type: 'toy', length: 3 }, training: { steps: 1e8 } };

describe('the files of a run', () => {
  const config = runs['temporal order'] ?? {};

  test('hold the spec with every default, and the ids', async () => {
    const { summary } = await run(config);
    const stored = JSON.parse(await space.read(`${await space.runDirectory()}/spec.json`));
    expect(stored).toMatchObject({ schema: 1, runId: summary.runId, spec: specOf(config) });
    expect(stored.trajectoryId).toMatch(/^[0-9a-f]{64}$/);
    const again = loadConfigValue(stored.spec, { file: 'spec.json' });
    expect(again).toEqual({ ok: true, spec: specOf(config) });
  });

  test('keep host and times out of the result', async () => {
    await run(config);
    const directory = await space.runDirectory();
    expect(JSON.parse(await space.read(`${directory}/provenance.json`))).toMatchObject({
      schema: 2,
      version: '1.2.3',
      host: { node: host.node, arch: host.arch },
      attempts: [
        { startedAt: expect.stringMatching(/^\d{4}-.*Z$/), durationMs: expect.any(Number) },
      ],
    });
    const result = await space.read(`${directory}/result.json`);
    expect(result).not.toMatch(/durationMs|startedAt|kernels|1\.2\.3/);
  });

  test('do not depend on how often metrics are written', async () => {
    await run({ ...config, metrics: { every: 1 } }, { out: space.path('a') });
    await run({ ...config, metrics: { every: 7 } }, { out: space.path('b') });
    const [name = ''] = await space.list('a');
    expect(await space.list('b')).toEqual([name]);
    const [a, b] = await Promise.all(
      ['a', 'b'].map((out) => space.read(`${out}/${name}/result.json`)),
    );
    expect(a).toBe(b);
  });

  test('are removed by nobody but the next attempt where a run was interrupted', async () => {
    const abort = new AbortController();
    const { summary, events } = await run(endless, {
      signal: abort.signal,
      onEvent: (event) => {
        if (event.type === 'step' && event.step === 1000) abort.abort();
      },
    });
    expect(events).toEqual([]);
    expect(summary).toMatchObject({ outcome: 'interrupted', resultSha256: null });
    const lines = (await space.read(`${await space.runDirectory()}/metrics.jsonl`))
      .trim()
      .split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'end', outcome: 'interrupted' });
  });
});

describe('ending a run', () => {
  test('does no step at all where it was asked to end before it began', async () => {
    const { summary } = await run(endless, { signal: AbortSignal.abort() });
    expect(summary).toMatchObject({ outcome: 'interrupted', step: 0, loss: null });
  });

  test('lets timers and signals have their turn', async () => {
    const abort = new AbortController();
    let turns = 0;
    const timer = setInterval(() => {
      if (++turns === 5) abort.abort();
    }, 1);
    const { summary } = await run(endless, { signal: abort.signal });
    clearInterval(timer);
    expect(summary.outcome).toBe('interrupted');
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  test('happens after the given time', async () => {
    const { summary } = await run(endless, { maxTimeMs: 200 });
    expect(summary.outcome).toBe('interrupted');
    expect(summary.durationMs).toBeGreaterThan(190);
    expect(summary.durationMs).toBeLessThan(3000);
  });

  test('passes on what a listener throws, and closes the metrics', async () => {
    const onEvent = (event: TrainEvent) => {
      if (event.type === 'step' && event.step === 3) throw new TypeError('listener');
    };
    await expect(run({ ...endless, metrics: { every: 1 } }, { onEvent })).rejects.toThrow(
      TypeError,
    );
    const text = await space.read(`${await space.runDirectory()}/metrics.jsonl`);
    expect(text.match(/"type":"step"/g)).toHaveLength(3);
  });
});

test('the average of the parameters counts as optimizer state in the result, and only there', async () => {
  const hashesOf = async (decay: number) => {
    const training = { ...small.training, averaging: { type: 'exponential', decay } };
    const task = { type: 'addition', length: 10 };
    const { summary } = await run({ ...small, task, training });
    const result = JSON.parse(await readFile(join(summary.directory, 'result.json'), 'utf8'));
    const { parametersSha256, optimizerStateSha256, trajectorySha256 } = result;
    return { parametersSha256, optimizerStateSha256, trajectorySha256 };
  };
  const [short, long] = [await hashesOf(0.5), await hashesOf(0.9)];
  expect(long.optimizerStateSha256).not.toBe(short.optimizerStateSha256);
  expect({ ...long, optimizerStateSha256: '' }).toEqual({ ...short, optimizerStateSha256: '' });
});
