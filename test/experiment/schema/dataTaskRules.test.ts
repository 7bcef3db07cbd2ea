// What the options of a task of data must have in common, and the loss they come with.
import { describe, expect, test } from 'vitest';
import { loadConfigValue } from '../../../src/experiment/load/loadConfig.ts';

const load = (more: object, loss?: object) => {
  const task = {
    type: 'sequences',
    file: 'a.jsonl',
    inputs: { symbols: 5 },
    targets: { type: 'classes', size: 3 },
    ...more,
  };
  return loadConfigValue({ task, ...(loss ? { loss } : {}) }, { file: 'config' });
};

function issuesOf(more: object, loss?: object): string[] {
  const loaded = load(more, loss);
  return loaded.ok ? [] : loaded.issues.map(({ path, message }) => `${path}: ${message}`);
}

function lossOf(more: object): string {
  const loaded = load(more);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  return loaded.spec.loss.type;
}

const values = { type: 'values', size: 1 };

describe('sequences', () => {
  test('have the loss that suits their targets', () => {
    expect(lossOf({})).toBe('softmaxCrossEntropy');
    expect(lossOf({ targets: values })).toBe('squaredError');
    expect(issuesOf({ targets: values }, { type: 'softmaxCrossEntropy' })).toEqual([
      expect.stringMatching(/^loss\.type: expected squaredError, .* of sequences are values/),
    ]);
  });

  test('have a tolerance for values alone', () => {
    expect(issuesOf({ targets: values, tolerance: 0.1 })).toEqual([]);
    expect(issuesOf({ tolerance: 0.1 })).toEqual([
      'task.tolerance: expected none, since the targets are classes, got 0.1',
    ]);
  });

  test('have at least two classes, or one value', () => {
    expect(issuesOf({ targets: values })).toEqual([]);
    expect(issuesOf({ targets: { type: 'classes', size: 1 } })).toEqual([
      'task.targets.size: expected at least 2 classes, got 1',
    ]);
  });

  test.each([{ inputs: {} }, { inputs: { symbols: 2, size: 3 } }, { inputs: { size: 0 } }])(
    'say what inputs are, not %j',
    (inputs) => {
      expect(issuesOf(inputs)).toEqual([expect.stringMatching(/^task\.inputs/)]);
    },
  );

  test('too large for memory are refused before anything is read', () => {
    expect(issuesOf({ length: 1_000_000_000 })).toEqual([
      expect.stringMatching(/^task\.length: expected a run that fits into memory/),
    ]);
  });

  test('leave something to train on', () => {
    expect(issuesOf({ split: { validation: 0.5, test: 0.5 } })).toEqual([
      expect.stringMatching(/^task\.split: .*sum below 1/),
    ]);
  });
});

describe('files of each part', () => {
  test.each([
    [[], 'got a list of 0'],
    [new Array(1001).fill('a.txt'), 'got a list of 1001'],
    [5, 'got 5'],
  ])('are a path or a list of them: %.20j', (training, got) => {
    expect(issuesOf({ file: { training } })).toEqual([
      `task.file.training: expected a file path, or a list of 1 to 1000, ${got}`,
    ]);
  });
});
