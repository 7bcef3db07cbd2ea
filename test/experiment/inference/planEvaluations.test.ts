// Which evaluations are asked for: splits, lengths, and the files they read.
import { describe, expect, test } from 'vitest';
import { evaluateTrained } from '../../../src/experiment/inference/evaluateTrained.ts';
import { evaluationFiles } from '../../../src/experiment/inference/evaluationFiles.ts';
import { planEvaluations } from '../../../src/experiment/inference/planEvaluations.ts';
import type { TaskFile } from '../../../src/tasks/task.ts';
import { resultOf } from '../../helpers/generators.ts';
import { wholeFile } from '../../helpers/taskFiles.ts';
import { trainedOf } from '../../helpers/trained.ts';
import { useWorkspace } from '../../helpers/workspace.ts';

const space = useWorkspace();
const usual = { lengths: null, split: null, set: [], file: null, sequences: null };
const model = { layers: [{ type: 'elman', hiddenSize: 2 }] };

const drawn = trainedOf({
  task: { type: 'addition', length: { min: 10, max: 20 } },
  model,
  evaluation: { size: 70 },
});
const files = wholeFile('abc '.repeat(50));
const text = {
  ...trainedOf(
    { task: { type: 'text', file: 'x', length: 5 }, model, training: { batchSize: 2 } },
    files,
  ),
  data: { files, sha256: '' },
};

const planned = async (...given: Parameters<typeof planEvaluations>) =>
  (await planEvaluations(...given)).map(({ split, length, size }) => [split, length, size]);

describe('what is planned', () => {
  test('of a drawn task its test sequences, as long and as many as in training', async () => {
    expect(await planned(drawn, '128', usual)).toEqual([['test', { min: 10, max: 20 }, 70]]);
  });

  test('each length in the order given', async () => {
    const wishes = { ...usual, lengths: [30, 10], split: 'validation', sequences: 5 } as const;
    expect(await planned(drawn, '128', wishes)).toEqual([
      ['validation', 30, 5],
      ['validation', 10, 5],
    ]);
  });

  test('of data both splits, or the one asked for', async () => {
    const splits = async (split: 'test' | null) =>
      (await planned(text, '128', { ...usual, split })).map(([name, length]) => [name, length]);
    expect(await splits(null)).toEqual([
      ['validation', null],
      ['test', null],
    ]);
    expect(await splits('test')).toEqual([['test', null]]);
  });
});

describe('another file', () => {
  const named = (found: readonly TaskFile[] | undefined) =>
    found?.map(({ split, path, bytes }) => [split, path.split('/').at(-1), bytes.length]);

  test('takes the place of the split; what was learned from stays', async () => {
    await space.write('other.txt', 'abc');
    const options = text.network.spec.task;
    const found = await evaluationFiles(text, options, ['validation'], space.path('other.txt'));
    expect(named(found)).toEqual([
      ['whole', 'file', 200],
      ['validation', 'other.txt', 3],
    ]);
    const parts = (['training', 'validation', 'test'] as const).map((split) => ({
      split,
      path: `/data/${split}`,
      bytes: new Uint8Array(1),
    }));
    const own = { ...text, data: { files: parts, sha256: '' } };
    expect(named(await evaluationFiles(own, options, ['test'], space.path('other.txt')))).toEqual([
      ['training', 'training', 1],
      ['validation', 'validation', 1],
      ['test', 'other.txt', 3],
    ]);
  });

  const line = (symbol: number) => `{"input": [0, 1], "target": ${symbol}}\n`;
  test.each([
    ['text', { length: 5 }, 'abc '.repeat(50), 'ab'.repeat(4), 7],
    ['series', { length: 5 }, `a\n${'1\n2\n5\n'.repeat(60)}`, 'a\n1\n2\n3\n4\n', 3],
    [
      'sequences',
      {
        inputs: { symbols: 2 },
        targets: { type: 'classes', size: 2, steps: 'lastStep' },
      },
      [0, 1].map(line).join('').repeat(40),
      line(0).repeat(3),
      3,
    ],
  ] as const)('of %s is all that is evaluated', async (type, options, whole, other, count) => {
    await space.write('other', other);
    const own = wholeFile(whole);
    const task = { type, file: 'x', ...options };
    const trained = {
      ...trainedOf({ task, model, training: { batchSize: 1 } }, own),
      data: { files: own, sha256: '' },
    };
    const wishes = { ...usual, file: space.path('other') };
    const [request] = await planEvaluations(trained, '128', wishes);
    expect(request && resultOf(evaluateTrained(trained, request))?.count).toBe(count);
  });

  test('is named where it cannot be read, and not changed by --set', async () => {
    const options = text.network.spec.task;
    await expect(evaluationFiles(text, options, ['test'], space.path('none'))).rejects.toThrow(
      /^--file: cannot read .*none: there is no such file$/,
    );
    await expect(
      planEvaluations(text, '128', { ...usual, set: ['task.file=other.txt'] }),
    ).rejects.toThrow('--set: task.file stays that of the run; --file names another');
  });
});
