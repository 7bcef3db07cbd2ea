// Where a config says its data are: one file that is divided, or files for each part.
import { expect, test } from 'vitest';
import { loadConfigValue } from '../../../src/experiment/load/loadConfig.ts';
import { filesOf } from '../../../src/experiment/taskFiles.ts';

const load = (task: object, ...set: string[]) =>
  loadConfigValue({ task: { type: 'text', ...task } }, { file: 'c.yaml', set });

test('a whole file is split, also where a config says one fraction only', () => {
  expect(load({ file: 'a', split: { test: 0.2 } })).toMatchObject({
    spec: { task: { file: 'a', split: { validation: 0.05, test: 0.2 } } },
  });
  expect(load({ file: 'a' })).toMatchObject({
    spec: { task: { split: { validation: 0.05, test: 0.05 } } },
  });
});

test('files for each part are listed in order and have no split', () => {
  const loaded = load({ file: { test: 'c', training: ['a', 'b'] } });
  if (!loaded.ok) throw new Error(loaded.issues.map(({ message }) => message).join());
  expect(loaded.spec.task).not.toHaveProperty('split');
  expect(filesOf(loaded.spec.task).map(({ key, path }) => [key, path])).toEqual([
    ['task.file.training.0', 'a'],
    ['task.file.training.1', 'b'],
    ['task.file.test', 'c'],
  ]);
});

test('a split of files for each part is refused', () => {
  expect(load({ file: { training: 'a' }, split: { test: 0.1 } })).toMatchObject({
    ok: false,
    issues: [{ path: 'task.split', message: expect.stringContaining('expected no split') }],
  });
});

test.each([[[]], [{ test: 'a' }], [{ training: [] }], [3]])('%j is refused', (file) => {
  expect(load({ file })).toMatchObject({ ok: false });
});
