// Whole files at once or not at all, whatever the system does in between.
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  FileError,
  makeDirectory,
  removeFile,
  removeFiles,
  writeAtomically,
} from '../../src/experiment/files.ts';
import {
  checkRunFiles,
  listCheckpoints,
  removeCheckpoints,
} from '../../src/experiment/runDirectory.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const fault = vi.hoisted(() => ({ operation: '', code: '' }));

// One operation at a time fails with a code of the system.
vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>();
  const fail = () => {
    throw Object.assign(new Error(`${fault.code}: injected`), { code: fault.code });
  };
  return {
    ...original,
    rename: (...given: Parameters<typeof original.rename>) =>
      fault.operation === 'rename' ? fail() : original.rename(...given),
    open: async (...given: Parameters<typeof original.open>) => {
      if (fault.operation === 'open') fail();
      const handle = await original.open(...given);
      if (fault.operation === 'write') vi.spyOn(handle, 'writeFile').mockImplementation(fail);
      if (fault.operation === 'sync') vi.spyOn(handle, 'sync').mockImplementation(fail);
      return handle;
    },
  };
});

const space = useWorkspace();
afterEach(() => {
  fault.operation = '';
});

describe('writing a file', () => {
  test.each(['a pipe', 'a directory'])(
    'takes the place of nothing but a file: %s',
    async (what) => {
      await space.write('kept.txt', 'kept');
      if (what === 'a pipe') spawnSync('mkfifo', [space.path('a.json')]);
      else await mkdir(space.path('a.json'));
      const before = await space.list();
      const error = await writeAtomically(space.path('a.json'), 'new').catch((one: unknown) => one);
      expect(error).toBeInstanceOf(FileError);
      expect((error as FileError).code).toBe('EEXIST');
      expect((error as FileError).message).toMatch(/what stands there is not a file$/);
      expect(await space.list()).toEqual(before);
      expect(await space.read('kept.txt')).toBe('kept');
    },
  );

  test('replaces the old content as a whole and leaves nothing else behind', async () => {
    await space.write('a.json', 'old and longer');
    await writeAtomically(space.path('a.json'), 'new ‖');
    expect(await space.read('a.json')).toBe('new ‖');
    expect(await space.list()).toEqual(['a.json']);
  });

  test('takes bytes as they are', async () => {
    const whole = Uint8Array.of(0xff, 0, 0x80, 1, 2);
    await writeAtomically(space.path('a.bin'), whole.subarray(1, 4));
    expect([...(await readFile(space.path('a.bin')))]).toEqual([0, 0x80, 1]);
  });

  test.each([
    ['open', 'EACCES'],
    ['write', 'ENOSPC'],
    ['sync', 'EIO'],
    ['rename', 'EIO'],
  ])('keeps the old content and no temporary file where %s fails', async (operation, code) => {
    await space.write('a.json', 'old');
    Object.assign(fault, { operation, code });
    const writing = writeAtomically(space.path('a.json'), 'new');
    await expect(writing).rejects.toThrow(FileError);
    await expect(writing).rejects.toMatchObject({
      code,
      message: `cannot write ${space.path('a.json')} (3 bytes): ${code}: injected`,
    });
    fault.operation = '';
    expect(await space.list()).toEqual(['a.json']);
    expect(await space.read('a.json')).toBe('old');
  });

  test('replaces a symbolic link instead of following it', async () => {
    await space.write('elsewhere', 'mine');
    await symlink(space.path('elsewhere'), space.path('a.json'));
    await writeAtomically(space.path('a.json'), 'new');
    expect(await space.read('elsewhere')).toBe('mine');
    expect(await space.read('a.json')).toBe('new');
  });

  test('names the file where its directory is missing', async () => {
    await expect(writeAtomically(space.path('none', 'a'), 'x')).rejects.toMatchObject({
      code: 'ENOENT',
      message: expect.stringContaining(`cannot write ${space.path('none', 'a')} (1 bytes)`),
    });
  });
});

test('removing a file that is not there is fine', async () => {
  await space.write('a', '');
  await removeFile(space.path('a'));
  await removeFile(space.path('a'));
  expect(await space.list()).toEqual([]);
});

test('removing files takes those named and no others, and names the one that stays', async () => {
  for (const name of ['a', 'b', 'c']) await space.write(name, '');
  await removeFiles(space.cwd, ['a', 'none', 'c']);
  expect(await space.list()).toEqual(['b']);
  await mkdir(space.path('d'));
  await expect(removeFiles(space.cwd, ['b', 'd'])).rejects.toMatchObject({
    name: 'FileError',
    message: expect.stringContaining(`cannot remove ${space.path('d')}: `),
  });
});

test('making a directory makes its parents, and names it where that fails', async () => {
  await makeDirectory(space.path('a', 'b'));
  await makeDirectory(space.path('a', 'b'));
  expect(await space.list('a')).toEqual(['b']);
  await space.write('file', '');
  await expect(makeDirectory(space.path('file', 'b'))).rejects.toMatchObject({
    name: 'FileError',
    code: 'ENOTDIR',
  });
});

test.skipIf(process.platform !== 'linux')(
  'a file system that takes no directories says so at once',
  async () => {
    const made = makeDirectory('/proc/none/runs');
    await expect(made).rejects.toMatchObject({ name: 'FileError', code: 'ENOENT' });
  },
);

test('checkpoints are listed by step, as numbers, and by nothing but their exact names', async () => {
  for (const step of [9, 10, 1000, 2]) await space.write(`checkpoint-${step}.safetensors`, '');
  const others = ['-0', '-01', '--1', '-1e3', '-1.0', '-', `-${'9'.repeat(16)}`];
  for (const other of others) await space.write(`checkpoint${other}.safetensors`, '');
  await space.write('.checkpoint-3.safetensors.0123456789ab.tmp', '');
  expect(await listCheckpoints(space.cwd)).toEqual([2, 9, 10, 1000]);
  expect(await listCheckpoints(space.path('none'))).toEqual([]);
  await removeCheckpoints(space.cwd);
  expect(await space.list()).toHaveLength(others.length + 1);
});

describe('checking the files of a run', () => {
  test('accepts a directory that is not there, and plain files', async () => {
    await checkRunFiles(space.path('none'));
    await space.write('spec.json', '');
    await space.write('checkpoint-1.safetensors', '');
    await mkdir(space.path('checkpoint-0.safetensors')); // no name of a checkpoint
    await checkRunFiles(space.cwd);
  });

  test('refuses what is not a plain file', async () => {
    await mkdir(space.path('metrics.jsonl'));
    await expect(checkRunFiles(space.cwd)).rejects.toThrow(
      /metrics\.jsonl is a directory: refusing to use it/,
    );
  });

  test('does not take a path that cannot be looked at for a missing file', async () => {
    await space.write('file', '');
    await expect(checkRunFiles(space.path('file'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});
