// The file a task names: which one it is, and why it cannot be used.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, truncate } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { LARGEST_DATA_BYTES, readDataFiles } from '../../src/experiment/dataFile.ts';
import type { Spec } from '../../src/experiment/schema/spec.ts';
import { invoke } from '../cli/invoke.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();

const textTask = (file: string): Spec['task'] => ({
  type: 'text',
  file,
  length: 10,
  split: { validation: 0.05, test: 0.05 },
  carryState: true,
});

describe('a data file', () => {
  test('is read with its hash', async () => {
    await space.write('a.txt', 'abc');
    expect(await readDataFiles(textTask('a.txt'), space.cwd)).toEqual({
      files: [{ split: 'whole', path: space.path('a.txt'), bytes: Buffer.from('abc') }],
      sha256: createHash('sha256').update('abc').digest('hex'),
    });
  });

  test('is not looked for where a task reads none', async () => {
    expect(
      await readDataFiles({ type: 'addition', length: 10, tolerance: 0.2 }, '/nowhere'),
    ).toBeNull();
  });

  test.each([
    ['none.txt', 'there is no such file'],
    ['.', 'it is a directory'],
    ['a.txt/b', 'its path leads through something that is not a directory'],
    ['x'.repeat(300), 'its path is too long'],
    ['/dev/zero', 'it is not a plain file'],
    ['pipe', 'it is not a plain file'],
    ['large.txt', `it holds ${LARGEST_DATA_BYTES + 1} bytes, limit ${LARGEST_DATA_BYTES}`],
  ])('at %j is refused with a reason', async (file, reason) => {
    await space.write('a.txt', 'abc');
    await space.write('large.txt', '');
    await truncate(space.path('large.txt'), LARGEST_DATA_BYTES + 1);
    execFileSync('mkfifo', [space.path('pipe')]);
    await expect(readDataFiles(textTask(file), space.cwd)).rejects.toMatchObject({
      name: 'DataError',
      message: expect.stringMatching(new RegExp(`^task\\.file: cannot read .*: ${reason}$`)),
    });
  });
});

describe('training on a text', () => {
  const config = (file: string) => `task: { type: text, file: ${file}, length: 10 }
model: { layers: [{ type: elman, hiddenSize: 4 }] }
training: { steps: 2, batchSize: 2 }
`;
  const train = (...argv: readonly string[]) =>
    invoke(['train', ...argv, '--progress', 'none'], { cwd: space.cwd });

  beforeEach(() => mkdir(space.path('sub')));

  test('finds a relative file beside its config, or where --set was typed', async () => {
    await space.write('sub/c.yaml', config('t.txt'));
    await space.write('sub/t.txt', 'abcdefgh'.repeat(100));
    await space.write('t.txt', 'ab'.repeat(400));
    expect(await train('sub/c.yaml')).toMatchObject({ exitCode: 0 });
    expect(await train('sub/c.yaml', '--set', 'task.file=t.txt')).toMatchObject({ exitCode: 0 });
    expect(await space.list('runs')).toHaveLength(2);
    expect((await train('sub/c.yaml', '--set', 'task.file=u.txt')).stderr).toContain(
      `cannot read ${space.path('u.txt')}: there is no such file`,
    );
  });

  test('is another run once the text has changed, and the same where only its name has', async () => {
    await space.write('a.txt', 'abcdefgh'.repeat(100));
    await space.write('b.txt', 'abcdefgh'.repeat(100));
    await space.write('c.yaml', config('a.txt'));
    await train('c.yaml');
    expect((await train('c.yaml', '--set', 'task.file=b.txt')).stderr).toContain('holds this run');
    await space.write('a.txt', 'abcdefgi'.repeat(100));
    await train('c.yaml');
    expect(await space.list('runs')).toHaveLength(2);
  });

  test.each([
    ['bytes that are not UTF-8', 65, new Uint8Array(1000).fill(0xff), 'expected UTF-8 text'],
    ['nothing', 2, '', 'the file holds fewer than two different characters'],
    ['one character', 2, 'a'.repeat(1000), 'the file holds fewer than two different characters'],
    ['too few characters', 2, 'abc', '3 training characters are too few for 2 streams of 10'],
  ])('refuses %s with exit code %i and leaves nothing behind', async (_, code, bytes, reason) => {
    await space.write('t.txt', bytes);
    await space.write('c.yaml', config('t.txt'));
    const { exitCode, stdout, stderr } = await train('c.yaml');
    expect([exitCode, stdout]).toEqual([code, '']);
    expect(stderr).toMatch(/^rnn: .*\n$/);
    expect(stderr).toContain(reason);
    expect(await space.list('runs')).toEqual([]);
  });

  test('says that a text has more characters than fit into memory', async () => {
    const characters = Array.from({ length: 20_000 }, (_, i) => String.fromCodePoint(0x4e00 + i));
    await space.write('t.txt', characters.join('').repeat(3));
    await space.write('c.yaml', config('t.txt'));
    const { exitCode, stderr } = await train(
      ...['c.yaml', '--set', 'training.batchSize=400', '--set', 'task.length=100'],
    );
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^rnn: arena: needs \d+ bytes, limit \d+/);
  });

  test('takes the last layer for the output where it has as many units as there are characters', async () => {
    await space.write('t.txt', 'abcdefgh'.repeat(100));
    await space.write('c.yaml', config('t.txt'));
    const set = ['--set', 'model.readout={ type: none }'];
    const units = ['--set', 'model.layers.0.hiddenSize=8'];
    expect(await train('c.yaml', ...set, ...units)).toMatchObject({ exitCode: 0 });
    const { exitCode, stderr } = await train('c.yaml', ...set);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^rnn: network: without a readout .* it has 4 units, the task 8 outputs/,
    );
  });
});
