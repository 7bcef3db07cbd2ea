import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ConfigurationError,
  createRun,
  DataError,
  InvalidConfigError,
  type KernelName,
  type SpecInput,
  type TrainEvent,
  train,
} from '../../src/index.ts';
import { copyLast, meanOfInputs } from './tasks.ts';

const small: SpecInput = {
  task: { type: 'temporalOrder', length: 20 },
  model: { layers: [{ type: 'elman', hiddenSize: 8 }] },
  training: { steps: 12, batchSize: 5 },
  evaluation: { every: 5, size: 20 },
};

describe('train', () => {
  test('takes what a config file holds and gives what it came to', async () => {
    const trained = await train(small);
    expect(trained).toMatchObject({
      outcome: 'completed',
      step: 12,
      divergence: null,
      validation: { split: 'validation', count: 20 },
      test: { split: 'test', count: 20 },
      gradient: { nonFiniteCount: 0 },
    });
    expect(trained.loss).toBeGreaterThan(0);
  });

  test('gives the trained parameters by name, row by row', async () => {
    const { parameters } = await train(small);
    const shapes = Object.entries(parameters).map(([name, rows]) => [
      name,
      rows.length,
      rows[0]?.length,
    ]);
    expect(shapes).toEqual([
      ['layers.0.Wxh', 6, 8],
      ['layers.0.Whh', 8, 8],
      ['layers.0.bh', 1, 8],
      ['readout.W', 8, 4],
      ['readout.b', 1, 4],
    ]);
  });

  test('tells every event, in order', async () => {
    const events: TrainEvent[] = [];
    const { loss } = await train(small, { onEvent: (event) => events.push(event) });
    const steps = events.filter((event) => event.type === 'step');
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(steps.at(-1)?.loss).toBe(loss);
    expect(events.at(-1)?.type).toBe('end');
  });

  test.each<KernelName>(['reference', '128'])(
    'gives the same numbers with %s kernels',
    async (kernels) => {
      expect(await train(small, { kernels })).toEqual(await train(small));
    },
  );

  test('is ended by a signal or by its time, after the step under way', async () => {
    const aborted = AbortSignal.abort();
    expect(await train(small, { signal: aborted })).toMatchObject({
      outcome: 'interrupted',
      step: 0,
    });
    const endless = { ...small, training: { ...small.training, steps: 1_000_000_000 } };
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1);
    expect((await train(endless, { signal: controller.signal })).outcome).toBe('interrupted');
    expect((await train(endless, { maxTimeMs: 10 })).outcome).toBe('interrupted');
  });
});

describe('a config', () => {
  test('with problems is refused with all of them', async () => {
    const config = {
      task: { type: 'temporalOrdr' },
      training: { steps: -1 },
    } as unknown as SpecInput;
    const error: unknown = await train(config).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InvalidConfigError);
    const { issues, message } = error as InvalidConfigError;
    expect(issues.map(({ path }) => path)).toEqual(['task.type', 'training.steps']);
    expect(message).toContain('did you mean "temporalOrder"?');
    expect(message).toContain('config training.steps: expected an integer from 0');
  });

  test('whose parts do not fit together is refused', async () => {
    const model = { initializer: { type: 'values', values: { nowhere: 1 } } } as const;
    await expect(train({ ...small, model })).rejects.toThrow(ConfigurationError);
  });

  test('is left as it was', async () => {
    const before = structuredClone(small);
    await train(small);
    expect(small).toEqual(before);
  });
});

describe('a text', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'rnn-library-'));
    writeFileSync(join(directory, 'ab.txt'), 'abracadabra '.repeat(50));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const textOf = (file: string): SpecInput => ({
    task: { type: 'text', file, length: 10 },
    training: { steps: 3, batchSize: 2 },
  });

  test('is read from where the program says', async () => {
    const { test: result } = await train(textOf('ab.txt'), { baseDirectory: directory });
    expect(result?.bitsPerCharacter).toBeGreaterThan(0);
  });

  test('that is not there is named', async () => {
    const trained = train(textOf('none.txt'), { baseDirectory: directory });
    await expect(trained).rejects.toThrow(DataError);
    await expect(train(textOf('none.txt'), { baseDirectory: directory })).rejects.toThrow(
      'none.txt',
    );
  });
});

describe('a task of one’s own', () => {
  const training = { steps: 400, optimizer: { type: 'adam', learningRate: 0.01 } } as const;

  test('over classes is trained with softmax cross-entropy and learnt', async () => {
    const run = await createRun({ training }, { task: copyLast });
    expect(run.spec.loss.type).toBe('softmaxCrossEntropy');
    expect(run.spec.name).toBe('run');
    const { test: result, loss } = await train({ training }, { task: copyLast });
    expect(result?.error).toBe(0);
    expect(loss).toBeLessThan(0.1);
  });

  test('over values is trained with the squared error', async () => {
    const run = await createRun({ training }, { task: meanOfInputs });
    expect(run.spec.loss.type).toBe('squaredError');
    const { test: result } = await train({ training }, { task: meanOfInputs });
    expect(result?.error).toBeNull();
    expect(result?.loss).toBeLessThan(0.01);
  });

  test('takes another loss where the config names one that fits', async () => {
    const loss = { type: 'squaredError' } as const;
    expect((await createRun({ loss }, { task: copyLast })).spec.loss).toEqual(loss);
    const unfit = createRun({ loss: { type: 'softmaxCrossEntropy' } }, { task: meanOfInputs });
    await expect(unfit).rejects.toThrow('compares with classes');
  });

  test('stands instead of the task in the config, not beside it', async () => {
    await expect(createRun(small as object, { task: copyLast })).rejects.toThrow('config task');
  });

  test('that writes a symbol out of range is stopped before it does harm', async () => {
    const task: typeof copyLast = {
      ...copyLast,
      training: (stream) => {
        const source = copyLast.training(stream);
        return {
          ...source,
          next(batch) {
            source.next(batch);
            batch.symbols[3] = 7;
            return true;
          },
        };
      },
    };
    await expect(train({ training }, { task })).rejects.toThrow(
      'task: expected symbol in row 3 to be a whole number from 0 to 2, got 7',
    );
  });
});

describe('createRun', () => {
  test('gives the resolved config and the kernels that run', async () => {
    const { spec, kernels } = await createRun(small, { kernels: 'reference' });
    expect(kernels).toBe('reference');
    expect(spec.training.optimizer).toEqual({
      type: 'sgd',
      learningRate: 0.01,
      momentum: 0,
      momentumSchedule: { type: 'constant' },
      nesterov: false,
      weightDecay: 0,
    });
  });

  test('lets a program look between two updates, and stop', async () => {
    const run = await createRun({ task: { type: 'toy' } });
    const seen: number[] = [];
    for (const event of run.events()) {
      if (event.type === 'step') seen.push(run.parameters['layers.0.Whh']![0]![0]!);
      if (event.step === 3) run.control.interrupted = true;
      if (event.type === 'end') expect(event.outcome).toBe('interrupted');
    }
    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(3);
  });
});
