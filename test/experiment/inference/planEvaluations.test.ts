// Which evaluations are asked for: splits, lengths, and the files they read.
import { describe, expect, test } from 'vitest';
import { evaluateTrained } from '../../../src/experiment/inference/evaluateTrained.ts';
import { evaluationFiles } from '../../../src/experiment/inference/evaluationFiles.ts';
import type { StoredTrained } from '../../../src/experiment/inference/openTrained.ts';
import {
  type EvaluationWishes,
  planEvaluations,
} from '../../../src/experiment/inference/planEvaluations.ts';
import type { TaskFile } from '../../../src/tasks/task.ts';
import { TaskFileError } from '../../../src/tasks/taskFileError.ts';
import { resultOf } from '../../helpers/generators.ts';
import { pianoRollToMidi } from '../../helpers/midiWriter.ts';
import { wholeFile } from '../../helpers/taskFiles.ts';
import { trainedOf } from '../../helpers/trained.ts';
import { useWorkspace } from '../../helpers/workspace.ts';

const space = useWorkspace();
const usual = { lengths: null, split: null, set: [], file: null, sequences: null };
const model = { layers: [{ type: 'elman', hiddenSize: 2 }] };

const storedOf = (config: object, files?: readonly TaskFile[]): StoredTrained => ({
  network: trainedOf({ model, training: { batchSize: 1 }, ...config }, files).network,
  files,
});
const drawn = storedOf({
  task: { type: 'addition', length: { min: 10, max: 20 } },
  evaluation: { size: 70 },
});
const text = storedOf(
  { task: { type: 'text', file: 'x', length: 5 } },
  wholeFile('abc '.repeat(50)),
);
const tunes = (...steps: readonly number[]) =>
  steps.map((count) => Array.from({ length: count }, (_, t) => [60 + (t % 2)]));
const music = storedOf(
  { task: { type: 'pianoRoll', file: 'x', length: 5 } },
  wholeFile(JSON.stringify({ training: tunes(9), valid: tunes(4), test: tunes(6) }), '/data/own'),
);

const planned = async (...given: Parameters<typeof planEvaluations>) =>
  (await planEvaluations(...given)).requests.map(({ split, length, size }) => [
    split,
    length,
    size,
  ]);

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

  test.each([
    ['text', text],
    ['music', music],
  ])('of %s both splits, or the one asked for', async (_, trained) => {
    const splits = async (split: 'test' | null) =>
      (await planned(trained, '128', { ...usual, split })).map(([name, length]) => [name, length]);
    expect(await splits(null)).toEqual([
      ['validation', null],
      ['test', null],
    ]);
    expect(await splits('test')).toEqual([['test', null]]);
  });
});

describe('what only drawn tasks have is refused', () => {
  test.each([
    ['text', text],
    ['pianoRoll', music],
  ])('of %s', async (type, trained) => {
    await expect(planEvaluations(trained, '128', { ...usual, lengths: [50] })).rejects.toThrow(
      `--length: expected a task whose sequences are drawn, got ${type}`,
    );
    await expect(planEvaluations(trained, '128', { ...usual, sequences: 9 })).rejects.toThrow(
      `--sequences: expected a task whose sequences are drawn, got ${type}`,
    );
  });
});

describe('another file', () => {
  const named = (found: readonly TaskFile[] | undefined) =>
    found?.map(({ split, path, bytes }) => [split, path.split('/').at(-1), bytes.length]);

  test('takes the place of the split; what was learned from stays', async () => {
    await space.write('other.txt', 'abc');
    const options = text.network.spec.task;
    const found = await evaluationFiles(text, options, 'validation', space.path('other.txt'));
    expect(named(found)).toEqual([
      ['whole', 'file', 200],
      ['validation', 'other.txt', 3],
    ]);
    const parts = (['training', 'validation', 'test'] as const).map((split) => ({
      split,
      path: `/data/${split}`,
      bytes: new Uint8Array(1),
    }));
    const own = { ...text, files: parts };
    expect(named(await evaluationFiles(own, options, 'test', space.path('other.txt')))).toEqual([
      ['training', 'training', 1],
      ['validation', 'validation', 1],
      ['test', 'other.txt', 3],
    ]);
  });

  /** Targets of the only evaluation. */
  const countOf = async (trained: StoredTrained, wishes: Partial<EvaluationWishes>) => {
    const asked = { ...usual, ...wishes };
    const { evaluated, requests } = await planEvaluations(trained, '128', asked);
    expect(requests).toHaveLength(1);
    const [request] = requests;
    return request && resultOf(evaluateTrained(evaluated, request))?.count;
  };

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
    const trained = storedOf({ task: { type, file: 'x', ...options } }, wholeFile(whole));
    expect(await countOf(trained, { file: space.path('other') })).toBe(count);
  });

  test('is named where it cannot be read, and not changed by --set', async () => {
    const options = text.network.spec.task;
    await expect(evaluationFiles(text, options, 'test', space.path('none'))).rejects.toThrow(
      /^--file: cannot read .*none: there is no such file$/,
    );
    await expect(
      planEvaluations(text, '128', { ...usual, set: ['task.file=other.txt'] }),
    ).rejects.toThrow('--set: task.file stays that of the run; --file names another');
  });

  describe('of music', () => {
    const parts = (['training', 'validation', 'test'] as const).map((split) => ({
      split,
      path: `/data/${split}`,
      bytes: new TextEncoder().encode(JSON.stringify(tunes(5))),
    }));
    const runs = [
      ['one file', music],
      ['files of parts', { ...music, files: parts }],
    ] as const;
    const whole = JSON.stringify({ training: tunes(99), validation: tunes(3), test: tunes(8, 7) });

    test.each(runs)('gives its own part to a run of %s', async (_, trained) => {
      await space.write('other', ` ${whole}`);
      const file = space.path('other');
      expect(await countOf(trained, { file })).toBe(13);
      expect(await countOf(trained, { file, split: 'validation' })).toBe(2);
    });

    test.each(runs)('of MIDI or a list is taken whole by a run of %s', async (_, trained) => {
      await space.write('list', JSON.stringify(tunes(4, 2)));
      expect(await countOf(trained, { file: space.path('list') })).toBe(4);
      const notes = { quartersPerMinute: 120, velocity: 64, lowestPitch: 21, keyCount: 88 };
      const keys = new Uint8Array(88 * 5).fill(1);
      await space.write('midi', pianoRollToMidi(keys, { ...notes, stepsPerQuarter: 4 }));
      expect(await countOf(trained, { file: space.path('midi') })).toBe(4);
    });

    test('has the floors of what was learned from', async () => {
      await space.write('other', whole);
      const floorsOf = async (wishes: Partial<EvaluationWishes>) => {
        const planned = await planEvaluations(music, '128', { ...usual, ...wishes });
        return planned.requests[0]?.task.floors?.('test').map(({ losses }) => losses);
      };
      const own = { training: tunes(9), test: tunes(8, 7) };
      const together = storedOf(
        { task: { type: 'pianoRoll', file: 'x', length: 5 } },
        wholeFile(JSON.stringify(own)),
      );
      const { requests } = await planEvaluations(together, '128', { ...usual, split: 'test' });
      expect(await floorsOf({ file: space.path('other') })).toEqual(
        requests[0]?.task.floors?.('test').map(({ losses }) => losses),
      );
    });

    test('is named where it is no music', async () => {
      await space.write('other', 'x');
      await expect(countOf(music, { file: space.path('other') })).rejects.toThrow(
        /other: expected a MATLAB, MIDI or JSON file, got another one$/,
      );
    });
  });

  test.each([
    ['text', text, 'a', 'at least 2 characters'],
    ['music', music, '{"training": [[[60], [61]]]}', 'test data of a piece of at least two steps'],
    ['music', music, '[[[60]]]', 'test data of a piece of at least two steps'],
  ])(
    'of %s with nothing to predict is named with what it needs',
    async (_, trained, held, needs) => {
      await space.write('small', held);
      const asked = { ...usual, file: space.path('small') };
      const error = await planEvaluations(trained, '128', asked).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(TaskFileError);
      expect(String(error)).toContain(`${space.path('small')}: expected ${needs}, got `);
    },
  );

  test('with longer sequences than the limit is refused with the length that helps', async () => {
    const inputs = { symbols: 2 };
    const targets = { type: 'classes', size: 2, steps: 'lastStep' };
    const own = wholeFile(
      '{"input": [0, 1], "target": 1}\n{"input": [0], "target": 0}\n'.repeat(9),
    );
    const task = { type: 'sequences', file: 'x', length: 2, inputs, targets };
    const trained = storedOf({ task }, own);
    await space.write(
      'long',
      '{"input": [0, 1, 1], "target": 1}\n{"input": [0, 1, 1, 0], "target": 1}',
    );
    const file = space.path('long');
    await expect(countOf(trained, { file })).rejects.toThrow(
      /long:1:\d+: .*at most 2 steps.*; --set task\.length=4 allows the longest of the file$/,
    );
    expect(await countOf(trained, { file, set: ['task.length=4'] })).toBe(2);
    await space.write('long', '{"input": [0, 1, 1], "target": 7}');
    await expect(countOf(trained, { file })).rejects.toThrow(/^(?!.*--set)/);
  });

  test('is read into a task that is made once, without the bytes of the run', async () => {
    await space.write('other.txt', 'abcabc');
    const asked = { ...usual, file: space.path('other.txt') };
    const { evaluated, requests } = await planEvaluations(text, '128', asked);
    expect(evaluated.task.notation).toBe(requests[0]?.task.notation);
    expect(Object.keys(evaluated.task).sort()).toEqual(['input', 'maximumLength', 'notation']);
  });
});
