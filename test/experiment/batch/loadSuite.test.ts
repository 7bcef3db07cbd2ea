import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { loadSuite } from '../../../src/experiment/batch/loadSuite.ts';
import type { Plan } from '../../../src/experiment/batch/plan.ts';
import { specOfJob } from '../../../src/experiment/batch/specOfJob.ts';
import { runId } from '../../../src/experiment/canonical.ts';
import { loadConfigFile } from '../../../src/experiment/load/loadConfigFile.ts';
import type { Spec } from '../../../src/experiment/schema/spec.ts';
import { useWorkspace } from '../../helpers/workspace.ts';
import { BASE, labelsOf, planOf, problemsOf } from './suites.ts';

const space = useWorkspace();
const plan = (text: string, options = {}) => planOf(space, `${BASE}\n${text}`, options);
const specs = ({ manifest }: Plan): Spec[] => manifest.jobs.map((job) => specOfJob(manifest, job));

describe('axes', () => {
  test('of values: lists, one value, and values that are lists or mappings', async () => {
    const { manifest } = await plan(
      'runs: { task.length: [50, { min: 20, max: 30 }], training.steps: 7, training.policy: [[], [{ type: noise }]] }',
    );
    expect(manifest.axes).toEqual(['task.length', 'training.steps', 'training.policy']);
    expect(manifest.jobs.map(({ labels }) => labels)).toEqual([
      { 'task.length': 50, 'training.steps': 7, 'training.policy': '[]' },
      { 'task.length': 50, 'training.steps': 7, 'training.policy': '[{type: noise}]' },
      { 'task.length': '{min: 20, max: 30}', 'training.steps': 7, 'training.policy': '[]' },
      {
        'task.length': '{min: 20, max: 30}',
        'training.steps': 7,
        'training.policy': '[{type: noise}]',
      },
    ]);
  });

  test('of ranges: the ends are exact, the values readable', async () => {
    const rates = await plan(
      'runs: { training.optimizer.learningRate: { log: [0.001, 0.1], count: 5 } }',
    );
    expect(labelsOf(rates)).toEqual(['0.001', '0.003162', '0.01', '0.03162', '0.1']);
    const lengths = await plan('runs: { task.length: { linear: [150, 50], count: 5 } }');
    expect(labelsOf(lengths)).toEqual(['150', '125', '100', '75', '50']);
  });

  test('of seeds: a number or a list', async () => {
    const counted = await plan('runs: { seeds: 3 }');
    expect(counted.manifest.axes).toEqual(['seed']);
    expect(specs(counted).map(({ seed }) => seed)).toEqual([1, 2, 3]);
    expect(specs(await plan('runs: { seeds: [7, 5] }')).map(({ seed }) => seed)).toEqual([7, 5]);
  });

  test('of seeds: every run is named as whoever runs it names it, wherever the seeds stand', async () => {
    const rates = '{ training.optimizer.learningRate: [0.1, 0.01] }';
    const seeds = '{ seeds: [3, 1, 9007199254740991] }';
    const wrongBase = BASE.replace(' }', ' }, seed: none');
    for (const runs of [`[${rates}, ${seeds}]`, `[${seeds}, ${rates}]`]) {
      const { manifest } = await planOf(space, `${wrongBase}\nruns: ${runs}`);
      const ids = manifest.jobs.map(({ runId: id }) => id);
      expect(new Set(ids).size).toBe(6);
      expect(manifest.jobs.map((job) => runId(specOfJob(manifest, job)))).toEqual(ids);
    }
  });

  test('of seeds: one that is none is refused beside those that are', async () => {
    const found = await problemsOf(space, `${BASE}\nruns: { seeds: [1, 2, -3, 4] }`);
    expect(found).toContain('expected an integer from 0');
    expect(found).toContain('-3');
  });

  test('of methods, and of bundles with another name', async () => {
    const found = await plan(`runs:
  - methods: { clip: { training.policy: [{ type: clipByNorm, maxNorm: 2 }] }, none: { training.policy: [] } }
  - named: { cell: { lstm: { model.layers.0.type: lstm }, plain: {} } }`);
    expect(found.manifest.axes).toEqual(['method', 'cell']);
    expect(labelsOf(found)).toEqual(['clip lstm', 'clip plain', 'none lstm', 'none plain']);
    expect(specs(found).map(({ model }) => model.layers[0]?.type)).toEqual([
      'lstm',
      'elman',
      'lstm',
      'elman',
    ]);
  });

  test('zipped, concatenated, multiplied and nested', async () => {
    const found = await plan(`runs:
  - concat:
      - zip: [{ task.length: [50, 100] }, { training.steps: [10, 20] }]
      - product: [{ task.length: [70, 80] }, { training.batchSize: [2, 3] }]
  - seeds: [4, 9]`);
    expect(found.manifest.axes).toEqual([
      'task.length',
      'training.steps',
      'training.batchSize',
      'seed',
    ]);
    expect(labelsOf(found)).toEqual([
      ...['50 10 4', '50 10 9', '100 20 4', '100 20 9'],
      ...['70 2 4', '70 2 9', '70 3 4', '70 3 9', '80 2 4', '80 2 9', '80 3 4', '80 3 9'],
    ]);
    expect(found.manifest.jobs[0]?.labels).not.toHaveProperty('training.batchSize');
  });

  test('drawn: reproducible, within bounds, and the first ones stay as more are drawn', async () => {
    const text = (count: number, more = '', seed = 1) => `runs:
  random:
    count: ${count}
    seed: ${seed}
    parameters:
      training.optimizer.learningRate: { log: [0.0001, 1] }
      training.optimizer.momentum: { linear: [0, 0.9] }
      model.layers.0.hiddenSize: { integer: [10, 12] }
      task.length: { choice: [20, { min: 20, max: 40 }] }${more}`;
    const found = specs(await plan(text(40)));
    expect(specs(await plan(text(40)))).toEqual(found);
    expect(specs(await plan(text(10)))).toEqual(found.slice(0, 10));
    expect(specs(await plan(text(40, '', 2)))).not.toEqual(found);
    const wider = specs(await plan(text(40, '\n      training.batchSize: { integer: [2, 9] }')));
    expect(wider.map(({ training }) => training.optimizer)).toEqual(
      found.map(({ training }) => training.optimizer),
    );
    const rates = found.map(({ training }) => training.optimizer.learningRate);
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(0.0001);
    expect(Math.max(...rates)).toBeLessThanOrEqual(1);
    // By ratio: a quarter of the draws lie in each of the four decades.
    for (const [from, to] of [
      [0.0001, 0.001],
      [0.001, 0.01],
      [0.01, 0.1],
      [0.1, 1],
    ] as const) {
      expect(rates.filter((rate) => rate >= from && rate <= to).length).toBeGreaterThan(3);
    }
    const sizes = new Set(found.map(({ model }) => model.layers[0]?.hiddenSize));
    expect([...sizes].sort()).toEqual([10, 11, 12]);
    expect(new Set(found.map(({ task }) => typeof task.length)).size).toBe(2);
  });
});

describe('settings', () => {
  test('of all runs hold for all, beside those of the command line', async () => {
    const found = await plan('set: { training.steps: 50, task.length: 30 }\nruns: { seeds: 2 }', {
      set: ['training.batchSize=3', 'task.length=40'],
    });
    expect(specs(found)).toMatchObject([
      { seed: 1, task: { length: 40 }, training: { steps: 50, batchSize: 3 } },
      { seed: 2, task: { length: 40 }, training: { steps: 50, batchSize: 3 } },
    ]);
    expect(labelsOf(found)).toEqual(['1', '2']);
    const seeded = await plan('runs: { task.length: [20, 30] }', { seed: '9' });
    expect(specs(seeded).map(({ seed }) => seed)).toEqual([9, 9]);
  });

  test('of a part hold whatever stands first, the part or the type of its object', async () => {
    const types = 'training.optimizer.type: [sgd, adam]';
    const rates = 'training.optimizer.learningRate: [0.5]';
    for (const runs of [`[{ ${types} }, { ${rates} }]`, `[{ ${rates} }, { ${types} }]`]) {
      const found = specs(await plan(`runs: ${runs}`));
      expect(found.map(({ training: { optimizer } }) => optimizer)).toMatchObject([
        { type: 'sgd', learningRate: 0.5 },
        { type: 'adam', learningRate: 0.5 },
      ]);
    }
    const common = await plan(`set: { training.optimizer.learningRate: 0.5 }\nruns: { ${types} }`);
    expect(specs(common)[1]?.training.optimizer).toMatchObject({ type: 'adam', learningRate: 0.5 });
  });

  test('of one run do not leak into the next', async () => {
    const found = await plan(`runs:
  - methods: { a: { training.policy: [{ type: clipByNorm }] } }
  - training.policy.0.maxNorm: [3, 4]`);
    const norms = specs(found).map(({ training }) => training.policy[0]);
    expect(norms).toMatchObject([{ maxNorm: 3 }, { maxNorm: 4 }]);
    expect(found.manifest.jobs[0]?.settings['training.policy']).toEqual([{ type: 'clipByNorm' }]);
  });
});

describe('runs', () => {
  test('are those of the same configs loaded one by one', async () => {
    const found = await plan('runs: { task.length: [50, 60], seeds: 2 }');
    await space.write('config.yaml', 'task: { type: temporalOrder }');
    const set = ['task.length=60', 'seed=2'];
    const loaded = await loadConfigFile(space.path('config.yaml'), { file: 'config.yaml', set });
    expect(loaded).toEqual({ ok: true, spec: specs(found)[3] });
    expect(found.manifest.jobs[3]?.runId).toBe(runId(specs(found)[3] as Spec));
    expect(new Set(found.manifest.jobs.map((job) => job.runId)).size).toBe(4);
  });

  test('that are the same stand once', async () => {
    const found = await plan('runs: { methods: { a: {}, b: { seed: 1 }, c: { seed: 2 } } }');
    expect(labelsOf(found)).toEqual(['a', 'c']);
    expect(found.repeatedCount).toBe(1);
    expect(found.manifest.jobs.map(({ index }) => index)).toEqual([0, 1]);
  });

  test('can be left out by label or by several', async () => {
    const axes = 'runs: { task.length: [50, 60, 70], methods: { a: {}, b: { precision: f64 } } }';
    const one = await plan(`${axes}\nexclude: [{ task.length: 50, method: b }]`);
    expect(labelsOf(one)).toEqual(['50 a', '60 a', '60 b', '70 a', '70 b']);
    expect(one.excludedCount).toBe(1);
    const more = await plan(`${axes}\nexclude: [{ task.length: [50, 60] }, { method: a }]`);
    expect(labelsOf(more)).toEqual(['70 b']);
  });

  test('is one where a suite has no axes', async () => {
    const { manifest } = await plan('');
    expect(manifest).toMatchObject({ name: 'suite', axes: [], jobs: [{ labels: {}, index: 0 }] });
  });
});

describe('files', () => {
  test('a suite takes its name from itself, its file or the command line', async () => {
    expect((await plan('name: mine')).manifest.name).toBe('mine');
    expect((await plan('')).manifest.name).toBe('suite');
    expect((await plan('name: mine', { name: 'theirs' })).manifest.name).toBe('theirs');
  });

  test('a base of its own directory keeps its paths, those of the suite start at the suite', async () => {
    await mkdir(space.path('configs'));
    await space.write('configs/base.yaml', 'task: { type: text, file: a.txt, length: 5 }');
    await space.write('configs/a.txt', 'a'.repeat(1000));
    await space.write('b.txt', 'b'.repeat(1000));
    const found = await planOf(
      space,
      'base: configs/base.yaml\nruns: { methods: { a: {}, b: { task.file: b.txt } } }',
    );
    const { dataDirectory, jobs } = found.manifest;
    expect(dataDirectory).toBe(space.path('configs'));
    expect(specs(found).map(({ task }) => 'file' in task && task.file)).toEqual([
      'a.txt',
      '../b.txt',
    ]);
    const dataSha256 = createHash('sha256').update('b'.repeat(1000)).digest('hex');
    expect(jobs[1]?.runId).toBe(runId(specs(found)[1] as Spec, { dataSha256 }));
  });

  test('a file that runs name and that is missing is named', async () => {
    const text = 'base: { task: { type: text, file: missing.txt } }';
    await expect(planOf(space, text)).rejects.toThrow(/task\.file: cannot read .*missing\.txt/);
  });

  test('configs named one by one are a suite', async () => {
    await mkdir(space.path('sub'));
    await space.write('a.yaml', 'name: a\ntask: { type: addition }\ntraining: { steps: 5 }');
    await space.write('sub/b.json', '{"$schema": "x", "task": {"type": "text", "file": "t.txt"}}');
    await space.write('sub/t.txt', 'text '.repeat(2000));
    const result = await loadSuite(['a.yaml', 'sub/b.json'], {
      cwd: space.cwd,
      set: ['training.batchSize=4'],
      seed: '3',
    });
    if (!result.ok) throw new Error('expected a plan');
    const { manifest } = result.plan;
    expect(manifest).toMatchObject({ name: 'batch', axes: ['config'], dataDirectory: space.cwd });
    expect(labelsOf(result.plan)).toEqual(['a.yaml', 'sub/b.json']);
    expect(specs(result.plan)).toMatchObject([
      { name: 'a', seed: 3, task: { type: 'addition' }, training: { steps: 5, batchSize: 4 } },
      { name: 'text', seed: 3, task: { file: 'sub/t.txt' }, training: { batchSize: 4 } },
    ]);
    const alone = await loadConfigFile(space.path('a.yaml'), {
      file: 'a.yaml',
      set: ['training.batchSize=4', 'seed=3'],
    });
    expect(alone).toEqual({ ok: true, spec: specs(result.plan)[0] });
  });
});
