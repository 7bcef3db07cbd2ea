// Evaluations of stored runs: the numbers on record, the same in pieces as in one, and what does not fit.
import { describe, expect, test } from 'vitest';
import { createTask } from '../../../src/experiment/build.ts';
import {
  evaluateTrained,
  type TrainedEvaluation,
  type TrainedEvaluationRequest,
} from '../../../src/experiment/inference/evaluateTrained.ts';
import { taskOfLength, taskWith } from '../../../src/experiment/inference/fittingTask.ts';
import { openTrained, type Trained } from '../../../src/experiment/inference/openTrained.ts';
import { invoke } from '../../cli/invoke.ts';
import { resultOf } from '../../helpers/generators.ts';
import { trainedOf } from '../../helpers/trained.ts';
import { useWorkspace } from '../../helpers/workspace.ts';

const space = useWorkspace();

function evaluateOn(
  trained: Trained,
  request: Partial<TrainedEvaluationRequest> = {},
): TrainedEvaluation | null {
  const usual = {
    split: 'test',
    task: trained.task,
    length: null,
    size: 50,
    kernels: '128',
  } as const;
  return resultOf(evaluateTrained(trained, { ...usual, ...request }));
}

const MODEL = { layers: [{ type: 'gru', hiddenSize: 4 }] };

describe('the numbers on record', () => {
  const shared = {
    model: MODEL,
    training: { steps: 20, batchSize: 4, optimizer: { type: 'adam' } },
    evaluation: { every: 10, size: 30 },
  };
  const averaging = { type: 'exponential', decay: 0.9 };
  const truncation = { type: 'window', window: 6, stride: 4 };
  const configs: readonly (readonly [string, object])[] = [
    ['a task at its last step', { ...shared, task: { type: 'temporalOrder', length: 10 } }],
    ['random lengths', { ...shared, task: { type: 'addition', length: { min: 10, max: 20 } } }],
    [
      'averaged parameters',
      { ...shared, task: { type: 'addition' }, training: { ...shared.training, averaging } },
    ],
    [
      'windows',
      { ...shared, task: { type: 'addition' }, training: { ...shared.training, truncation } },
    ],
    ['a text', { ...shared, task: { type: 'text', file: 'text.txt', length: 15 } }],
    [
      'a text in windows',
      {
        ...shared,
        task: { type: 'text', file: 'text.txt', length: 15 },
        training: { ...shared.training, truncation },
      },
    ],
  ];

  test.each(configs)('%s', async (_, config) => {
    await space.write('text.txt', 'what is on record comes again, letter by letter. '.repeat(40));
    await space.write('c.json', JSON.stringify(config));
    await invoke(['train', 'c.json', '--quiet', '--progress', 'none'], { cwd: space.cwd });
    const run = await space.runDirectory();
    const result = JSON.parse(await space.read(`${run}/result.json`));
    const inputs = { data: space.cwd, weights: space.cwd };
    const trained = await openTrained(space.path(run), 'last', { inputs });
    for (const split of ['validation', 'test'] as const) {
      const found = evaluateOn(trained, { split, size: 30 });
      expect(found).toMatchObject(result[split]);
    }
  });

  test('of each length, where a run looks at several, and those are looked at by default', async () => {
    const lengths = [10, 17];
    const config = {
      ...shared,
      task: { type: 'addition', length: { min: 10, max: 20 } },
      evaluation: { ...shared.evaluation, lengths },
    };
    await space.write('c.json', JSON.stringify(config));
    await invoke(['train', 'c.json', '--quiet', '--progress', 'none'], { cwd: space.cwd });
    const run = await space.runDirectory();
    const { test: recorded } = JSON.parse(await space.read(`${run}/result.json`));
    const { stdout } = await invoke(['evaluate', run, '--json'], { cwd: space.cwd });
    const { evaluations } = JSON.parse(stdout);
    expect(recorded.lengths).toHaveLength(2);
    for (const [i, length] of lengths.entries()) {
      expect(evaluations[i]).toMatchObject({ split: 'test', ...recorded.lengths[i], length });
    }
  });
});

describe('longer sequences', () => {
  const trained = trainedOf({
    task: { type: 'addition', length: 10 },
    model: MODEL,
    training: { batchSize: 8 },
  });
  const long = createTask(taskOfLength(trained.network.spec.task, 300));

  test('in pieces have loss and error of whole passes', () => {
    const pieces = evaluateOn(trained, { task: long, length: 300 });
    const whole = evaluateOn({ ...trained, task: long }, { task: long, length: 300 });
    expect(pieces).toEqual(whole);
    expect(pieces?.count).toBe(50);
  });

  test('go through a bidirectional network in one piece', () => {
    const layers = [{ type: 'elman', hiddenSize: 3, bidirectional: true }];
    const both = trainedOf({ task: { type: 'addition', length: 10 }, model: { layers } });
    expect(evaluateOn(both, { task: long, length: 300 })?.count).toBe(50);
  });

  test('tell how far the error can be trusted', () => {
    const { error, interval } = evaluateOn(trained, { task: long }) ?? {};
    expect(interval?.low).toBeLessThan(error ?? 0);
    expect(interval?.high).toBeGreaterThan((error ?? 1) - 1e-9);
  });
});

describe('floors', () => {
  test('are those of the split and length, in the unit of the loss', () => {
    const trained = trainedOf({ task: { type: 'addition', length: 10 }, model: MODEL });
    const asked: unknown[] = [];
    const task = {
      ...trained.task,
      floors: (...given: unknown[]) => {
        asked.push(given);
        return [
          { name: 'guess', losses: { squaredError: 0.25, huber: 1 }, error: 0.9 },
          { name: 'other', losses: { huber: 1 }, error: null },
        ];
      },
    };
    expect(evaluateOn(trained, { task, length: 10 })?.floors).toEqual([
      { name: 'guess', loss: 0.25, error: 0.9 },
      { name: 'other', loss: null, error: null },
    ]);
    evaluateOn(trained, { task, length: { min: 10, max: 12 } });
    expect(asked).toEqual([
      ['test', 10],
      ['test', undefined],
    ]);
  });
});

describe('what does not fit', () => {
  const trained = trainedOf({ task: { type: 'addition', length: 10 }, model: MODEL });
  const own = trained.network.spec.task;

  test('a task with other inputs or outputs', () => {
    const task = createTask(taskWith(own, ['task.type=temporalOrder']));
    expect(() => evaluateOn(trained, { task })).toThrow(
      'expected 2 numbers a step, as it was trained on, got one of 6 symbols a step',
    );
  });

  test.each([
    [['task.tolerance=0.1', 'model.layers=[]'], '--set #2: expected task.KEY=VALUE'],
    [['seed=2'], '--set #1: expected task.KEY=VALUE'],
    [['task.tolerances=0.1'], '--set #1 task.tolerances: expected one of the keys'],
    [['task.length=3'], '--set #1 task.length: expected an integer'],
  ])('--set %j', (set, message) => {
    expect(() => taskWith(own, set)).toThrow(message);
  });

  test('a length that the task cannot have, or does not decide', () => {
    expect(() => taskOfLength(own, 5)).toThrow(
      '--length 5 task.length: expected an integer from 10',
    );
    expect(() =>
      taskOfLength(
        {
          type: 'text',
          file: 'x',
          length: 5,
          carryState: true,
          split: { validation: 0.1, test: 0.1 },
        } as never,
        5,
      ),
    ).toThrow('--length: expected a task whose sequences are drawn, got text');
  });
});
