// From a trained run back to its parameters, whole or not at all.
import { mkdirSync, readdirSync } from 'node:fs';
import { copyFile, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { build } from '../../src/experiment/build.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/experiment/checkpoint.ts';
import { executeRun, type RunOptions } from '../../src/experiment/executeRun.ts';
import { formatIssues } from '../../src/experiment/load/issue.ts';
import { loadConfigValue } from '../../src/experiment/load/loadConfig.ts';
import {
  type Checkpoint,
  readCheckpoints,
  readLastCheckpoint,
} from '../../src/experiment/readCheckpoints.ts';
import type { Spec } from '../../src/experiment/schema/spec.ts';
import { readStoredData, readStoredSpec } from '../../src/experiment/storedRun.ts';
import { availableKernels } from '../../src/math/engine.ts';
import { writeParameters } from '../../src/model/weights/parameters.ts';
import { evaluate } from '../../src/training/evaluate.ts';
import type { Evaluation, TrainEvent } from '../../src/training/events.ts';
import type { TrainSetup } from '../../src/training/trainSetup.ts';
import { host } from '../helpers/host.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();
const [kernels = 'reference'] = availableKernels();

const small = {
  model: { layers: [{ type: 'elman', hiddenSize: 7, initialState: 'trainable' }] },
  training: { steps: 25, batchSize: 3 },
  evaluation: { every: 10, size: 9 },
  checkpoint: { every: 10, keep: 2 },
};
const runs: Readonly<Record<string, object>> = {
  'temporal order in f32': { ...small, task: { type: 'temporalOrder', length: 10 } },
  'addition in f64, two layers': {
    ...small,
    precision: 'f64',
    task: { type: 'addition', length: 10 },
    model: {
      layers: [
        { type: 'elman', hiddenSize: 5 },
        { type: 'elman', hiddenSize: 3 },
      ],
    },
  },
  text: { ...small, task: { type: 'text', file: 'text.txt', length: 8 } },
  'the toy': { task: { type: 'toy' }, checkpoint: { every: 10, keep: 20 } },
  'a run that diverges': {
    ...small,
    task: { type: 'addition', length: 10 },
    training: { ...small.training, policy: [], optimizer: { learningRate: 1e9 } },
  },
};
const CONFIG = runs['temporal order in f32'] ?? {};

function specOf(config: object): Spec {
  const loaded = loadConfigValue(config, { file: 'test' });
  if (!loaded.ok) throw new Error(formatIssues(loaded.issues));
  return loaded.spec;
}

async function run(config: object, options: Partial<RunOptions> = {}) {
  const events: TrainEvent[] = [];
  const { directory, runId, step } = await executeRun(specOf(config), {
    out: space.path('runs'),
    baseDirectory: space.cwd,
    host,
    onEvent: (event) => events.push(event),
    ...options,
  });
  const evaluations = events.filter((event) => event.type === 'evaluation');
  return { directory, runId, step, evaluations };
}

beforeEach(() =>
  space.write('text.txt', 'the quick brown fox jumps over the lazy dog. '.repeat(50)),
);

/** Builds the network of a run anew and evaluates it with given parameters. */
async function evaluateAgain(
  directory: string,
  { step, parameters }: Checkpoint,
  split: Evaluation['split'],
): Promise<Evaluation | null> {
  const stored = await readStoredSpec(directory);
  const data = await readStoredData(stored, space.cwd);
  const { seed, evaluation, training } = stored.spec;
  const setup: TrainSetup = build(stored.spec, kernels, { data: data?.files });
  writeParameters(setup.arena, setup.network.parameters, parameters);
  const { size } = evaluation;
  const { batchSize } = training;
  const batches = evaluate(setup.network, setup.task, { split, step, seed, size, batchSize });
  let next = batches.next();
  while (!next.done) next = batches.next();
  return next.value;
}

describe.each(Object.entries(runs))('%s', (name, config) => {
  test('is read back with the loss it had, in bits, at every checkpoint', async () => {
    const { directory, runId, step: lastStep, evaluations } = await run(config);
    const checkpoints = await readCheckpoints(directory, runId);
    const every = 10;
    const expected = Array.from(
      { length: Math.floor(lastStep / every) },
      (_, i) => (i + 1) * every,
    );
    if (lastStep % every !== 0) expected.push(lastStep);
    const { keep } = specOf(config).checkpoint;
    expect(checkpoints.map(({ step }) => step)).toEqual(expected.slice(-keep));
    let compared = 0;
    for (const checkpoint of checkpoints) {
      for (const evaluation of evaluations.filter(({ step }) => step === checkpoint.step)) {
        const { type: _, step: __, ...numbers } = evaluation;
        const again = await evaluateAgain(directory, checkpoint, evaluation.split);
        expect(again).toEqual(numbers);
        compared++;
      }
    }
    if (name !== 'a run that diverges') expect(compared).toBeGreaterThanOrEqual(1);
    expect(await readLastCheckpoint(directory, runId)).toEqual(checkpoints.at(-1));
  });

  test('leaves the same bytes with other kernels, and when trained again', async () => {
    const texts = new Set<string>();
    for (const name of availableKernels()) {
      const { directory, step } = await run(config, { kernels: name, out: space.path(name) });
      texts.add(
        (await readFile(join(directory, `checkpoint-${step}.safetensors`))).toString('hex'),
      );
    }
    const { directory, step } = await run(config);
    await run(config, { fresh: true });
    texts.add((await readFile(join(directory, `checkpoint-${step}.safetensors`))).toString('hex'));
    expect(texts.size).toBe(1);
  });
});

describe('the checkpoints of a run', () => {
  const names = async () =>
    (await space.list(await space.runDirectory())).filter((file) => file.startsWith('checkpoint'));

  test('are as many as asked for; neither their number nor cadence changes the result', async () => {
    const { directory } = await run(CONFIG);
    const result = await readFile(join(directory, 'result.json'), 'utf8');
    expect(await names()).toEqual(['checkpoint-20.safetensors', 'checkpoint-25.safetensors']);
    await run({ ...CONFIG, checkpoint: { every: 5, keep: 4 } }, { fresh: true });
    expect(await names()).toEqual([10, 15, 20, 25].map((n) => `checkpoint-${n}.safetensors`));
    expect(await readFile(join(directory, 'result.json'), 'utf8')).toBe(result);
  });

  test('are one, the last, of a run shorter than the default cadence', async () => {
    await run({ task: { type: 'toy' } });
    expect(await names()).toEqual(['checkpoint-100.safetensors']);
  });

  test('of an older attempt go before a new one begins; other files stay', async () => {
    const { directory } = await run(CONFIG);
    const old = ['checkpoint-7.safetensors', 'checkpoint-99999.safetensors'];
    const others = ['checkpoint-07.safetensors', 'checkpoint-7.txt', 'a-checkpoint-7.safetensors'];
    for (const file of [...old, ...others]) await writeFile(join(directory, file), 'old');
    let seen: string[] = [];
    await run(CONFIG, {
      fresh: true,
      onEvent({ type }) {
        if (type === 'step' && seen.length === 0) seen = readdirSync(directory);
      },
    });
    expect(seen).toContain('metrics.jsonl');
    for (const file of old) expect(seen).not.toContain(file);
    const left = await space.list(await space.runDirectory());
    expect(left).toEqual(expect.arrayContaining(others));
    for (const file of old) expect(left).not.toContain(file);
  });

  test('are whole, without leftovers, where an error ends the run while one is written', async () => {
    const endless = { task: { type: 'toy', length: 3 }, training: { steps: 1e8 } };
    const { directory } = await run({ ...endless, training: { steps: 0 } });
    const onEvent = () => {
      const [own = ''] = readdirSync(space.path('runs')).filter(
        (name) => !directory.endsWith(name),
      );
      const files = readdirSync(space.path('runs', own));
      if (files.some((name) => name.startsWith('.checkpoint'))) throw new TypeError('listener');
    };
    const running = run({ ...endless, checkpoint: { every: 10 } }, { onEvent });
    await expect(running).rejects.toThrow(TypeError);
    await rm(directory, { recursive: true });
    const left = await space.list(await space.runDirectory());
    expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    const checkpoints = left.filter((name) => name.startsWith('checkpoint'));
    expect(checkpoints.length).toBeGreaterThanOrEqual(1);
    for (const name of checkpoints) {
      const bytes = await readFile(space.path(await space.runDirectory(), name));
      expect(`checkpoint-${decodeCheckpoint(bytes).step}.safetensors`).toBe(name);
    }
  });

  test('end the run with an error where the disk does not take them', async () => {
    const { directory } = await run(CONFIG);
    // A directory that appears while the run goes on cannot be replaced by a file.
    const onEvent = (event: TrainEvent) => {
      if (event.type !== 'step' || event.step > 1) return;
      mkdirSync(join(directory, 'checkpoint-25.safetensors', 'a'), { recursive: true });
    };
    await expect(run(CONFIG, { fresh: true, onEvent })).rejects.toMatchObject({
      name: 'FileError',
      message: expect.stringMatching(/^cannot write .*checkpoint-25\.safetensors \(\d+ bytes\): E/),
    });
    expect(await space.list(await space.runDirectory())).not.toContain('result.json');
  });
});

describe('a checkpoint that cannot be used', () => {
  const LAST = 'checkpoint-25.safetensors';

  async function readWarned(directory: string, runId: string) {
    const warnings: string[] = [];
    const checkpoints = await readCheckpoints(directory, runId, (line) => warnings.push(line));
    const last: string[] = [];
    await readLastCheckpoint(directory, runId, (line) => last.push(line));
    expect(last.reverse()).toEqual(warnings);
    return { steps: checkpoints.map(({ step }) => step), warnings };
  }

  test.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, -1), 'it is damaged ('],
    ['empty', () => Buffer.alloc(0), 'it is damaged (expected at least 8 bytes, got 0)'],
    [
      'changed',
      (bytes: Buffer) => bytes.fill(9, bytes.length - 5),
      'it is damaged (its hash differs)',
    ],
  ])('is left out with a warning where it is %s', async (_, change, message) => {
    const { directory, runId } = await run(CONFIG);
    const path = join(directory, LAST);
    await writeFile(path, change(await readFile(path)));
    const { steps, warnings } = await readWarned(directory, runId);
    expect(steps).toEqual([20]);
    expect(warnings).toEqual([expect.stringContaining(`${path} is left out: ${message}`)]);
  });

  test('is one of another step or another run', async () => {
    const { directory, runId } = await run(CONFIG);
    await copyFile(join(directory, LAST), join(directory, 'checkpoint-30.safetensors'));
    const other = await run({ ...CONFIG, seed: 2 }, { out: space.path('other') });
    await copyFile(join(other.directory, LAST), join(directory, LAST));
    const { steps, warnings } = await readWarned(directory, runId);
    expect(steps).toEqual([20]);
    expect(warnings).toEqual([
      expect.stringMatching(/checkpoint-25\.safetensors is left out: it is of another run$/),
      expect.stringMatching(/checkpoint-30\.safetensors is left out: it is of step 25$/),
    ]);
  });

  test('is a last one with other parameters than the result tells of', async () => {
    const { directory, runId } = await run(CONFIG);
    const [{ parameters } = { parameters: new Map() }] = await readCheckpoints(directory, runId);
    const tensors = [...parameters].map(([name, values]) => ({
      name,
      shape: [values.length],
      precision: 'f32' as const,
      values,
    }));
    await writeFile(
      join(directory, LAST),
      encodeCheckpoint({ runId, step: 25, tensors, training: null }),
    );
    const { steps, warnings } = await readWarned(directory, runId);
    expect(steps).toEqual([20]);
    expect(warnings).toEqual([
      expect.stringMatching(/is left out: its parameters are not those result\.json tells of$/),
    ]);
    await rm(join(directory, 'result.json'));
    expect((await readWarned(directory, runId)).steps).toEqual([20, 25]);
  });

  test('is an error where there is no other', async () => {
    const { directory, runId } = await run(CONFIG);
    for (const step of [20, 25]) {
      await writeFile(join(directory, `checkpoint-${step}.safetensors`), 'damaged');
    }
    const error = {
      name: 'StoredFileError',
      message: `${directory} holds no checkpoint that is whole; rnn train CONFIG --fresh trains the run again`,
    };
    await expect(readCheckpoints(directory, runId)).rejects.toMatchObject(error);
    await expect(readLastCheckpoint(directory, runId)).rejects.toMatchObject(error);
    for (const step of [20, 25]) await rm(join(directory, `checkpoint-${step}.safetensors`));
    await expect(readCheckpoints(directory, runId)).rejects.toMatchObject({
      name: 'StoredFileError',
      message: expect.stringContaining(
        `${directory} holds no checkpoint; rnn train CONFIG --fresh`,
      ),
    });
  });

  test('is a symbolic link, even to a good one', async () => {
    const { directory, runId } = await run(CONFIG);
    await symlink(join(directory, LAST), join(directory, 'checkpoint-30.safetensors'));
    await expect(readCheckpoints(directory, runId)).rejects.toMatchObject({
      name: 'RunDirectoryError',
      message: expect.stringContaining('checkpoint-30.safetensors is a symbolic link'),
    });
  });

  test('says nothing where result.json is damaged: that is an error', async () => {
    const { directory, runId } = await run(CONFIG);
    await writeFile(join(directory, 'result.json'), '{');
    await expect(readCheckpoints(directory, runId)).rejects.toMatchObject({
      name: 'StoredFileError',
      message: expect.stringContaining('result.json is damaged (not JSON)'),
    });
  });
});
