// Who has a directory, who does not, and which locks count for nothing.
import { mkdir, readFile, rm, stat, symlink, utimes } from 'node:fs/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { setFailpoint } from '../../src/experiment/fileOperations.ts';
import { acquireLock, BusyError } from '../../src/experiment/lock.ts';
import { lockText } from '../../src/experiment/lockFile.ts';
import { identifyProcess, type ProcessIdentity } from '../../src/experiment/processIdentity.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();
const self = () => identifyProcess(process.pid);
const locks = async () => (await space.list()).filter((name) => name.startsWith('lock-'));

afterEach(() => setFailpoint(null));

/** Puts a lock there as a process of the past has left it. */
async function leave(changes: Partial<ProcessIdentity>, generation = 1): Promise<void> {
  const owner = { ...(await self()), ...changes };
  const text = lockText({ ...owner, token: `left-${generation}`, sinceMs: Date.now() - 7000 });
  await space.write(`lock-${generation}`, text);
}

describe('a lock', () => {
  test('is had by one and told to the others, and is gone once released', async () => {
    const lock = await acquireLock(space.cwd, await self());
    expect(await space.list()).toEqual(['lock-1']);
    const second = acquireLock(space.cwd, await self());
    await expect(second).rejects.toThrow(BusyError);
    const { pid, host } = await self();
    await expect(second).rejects.toThrow(
      `${space.cwd} is in use by process ${pid} on ${host}, for 0 s: wait for it to end`,
    );
    await lock.confirm();
    await lock.release();
    await lock.release();
    expect(await space.list()).toEqual([]);
    await (await acquireLock(space.cwd, await self())).release();
  });

  test.each<readonly [string, Partial<ProcessIdentity>]>([
    ['a process that has ended', { pid: 2 ** 22 + 1 }],
    ['another process with the number of one that has ended', { processStart: '12' }],
    ['a process before the machine started', { bootId: 'another' }],
  ])('is taken over from %s', async (_, changes) => {
    await leave(changes);
    const lock = await acquireLock(space.cwd, await self());
    expect(await space.list()).toEqual(['lock-2']);
    await lock.release();
    expect(await space.list()).toEqual([]);
  });

  test.each<readonly [string, Partial<ProcessIdentity>]>([
    ['another machine', { host: 'elsewhere', pid: 2 ** 22 + 1 }],
    ['another container', { pidNamespace: 'pid:[1]', pid: 2 ** 22 + 1 }],
    ['a system that does not say when processes start', { processStart: null }],
  ])('of %s counts until it has been silent for a minute', async (_, changes) => {
    await leave(changes);
    await expect(acquireLock(space.cwd, await self())).rejects.toThrow(
      /last sign of life came 0 s ago; .* remove .*lock-1$/,
    );
    const before = Date.now() / 1000 - 50;
    await utimes(space.path('lock-1'), before, before);
    await expect(acquireLock(space.cwd, await self())).rejects.toThrow(/came 50 s ago/);
    await utimes(space.path('lock-1'), before - 11, before - 11);
    await (await acquireLock(space.cwd, await self())).release();
    expect(await space.list()).toEqual([]);
  });

  test('is judged by the clock of the file system, whatever that of the machine says', async () => {
    await leave({ host: 'elsewhere' });
    vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ['Date'] });
    try {
      await expect(acquireLock(space.cwd, await self())).rejects.toThrow(/came 0 s ago/);
    } finally {
      vi.useRealTimers();
    }
  });

  test.each(['', '{', '{"schema":1}', 'x'.repeat(100_000), '{"schema":1,"pid":-1}'])(
    'that says nothing counts until it has been silent for a minute: %.20s',
    async (text) => {
      await space.write('lock-1', text);
      await expect(acquireLock(space.cwd, await self())).rejects.toThrow(/by an unknown process:/);
      const before = Date.now() / 1000 - 61;
      await utimes(space.path('lock-1'), before, before);
      await (await acquireLock(space.cwd, await self())).release();
      expect(await space.list()).toEqual([]);
    },
  );

  test('is alive if one of several is', async () => {
    await leave({}, 1);
    await leave({ processStart: '12' }, 2);
    await expect(acquireLock(space.cwd, await self())).rejects.toThrow(BusyError);
    expect(await locks()).toEqual(['lock-1', 'lock-2']);
  });

  test('is never followed or waited for where something else stands there', async () => {
    await space.write('elsewhere', 'mine');
    await symlink(space.path('elsewhere'), space.path('lock-1'));
    const error = expect.objectContaining({ name: 'RunDirectoryError' });
    await expect(acquireLock(space.cwd, await self())).rejects.toEqual(error);
    expect(await space.list()).toEqual(['elsewhere', 'lock-1']);
    await mkdir(space.path('other'));
    await mkdir(space.path('other', 'lock-3'));
    await expect(acquireLock(space.path('other'), await self())).rejects.toEqual(error);
  });

  test.each([
    ['removed', () => rm(space.path('lock-1'))],
    ['that of another', () => space.write('lock-1', 'another')],
  ])('is lost once its file is %s, and then not released', async (_, takeOver) => {
    const lock = await acquireLock(space.cwd, await self());
    await takeOver();
    const left = await space.list();
    expect(lock.lost.aborted).toBe(false);
    await expect(lock.confirm()).rejects.toThrow(/was taken over by another process/);
    expect(lock.lost.aborted).toBe(true);
    await lock.release();
    expect(await space.list()).toEqual(left);
  });

  test('shows signs of life while it is held, and notices by itself that it is lost', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const lock = await acquireLock(space.cwd, await self());
      const text = await readFile(space.path('lock-1'), 'utf8');
      await utimes(space.path('lock-1'), 1, 1);
      vi.advanceTimersByTime(5000);
      const touched = async () => (await stat(space.path('lock-1'))).mtimeMs;
      await vi.waitFor(async () => expect(await touched()).toBeGreaterThan(Date.now() - 5000));
      expect(await readFile(space.path('lock-1'), 'utf8')).toBe(text);
      await rm(space.path('lock-1'));
      vi.advanceTimersByTime(5000);
      await vi.waitFor(() => expect(lock.lost.aborted).toBe(true));
    } finally {
      vi.useRealTimers();
    }
  });

  test('is not made, and leaves nothing, where an operation fails', async () => {
    let count = 0;
    const fail = (n: number) => {
      count = 0;
      setFailpoint(() => {
        if (++count === n) throw Object.assign(new Error('EIO: injected'), { code: 'EIO' });
      });
    };
    await leave({ processStart: '12' });
    for (let n = 1; n <= 4; n++) {
      fail(n);
      const taking = acquireLock(space.cwd, await self());
      await expect(taking, `operation ${n}`).rejects.toMatchObject({
        name: 'FileError',
        code: 'EIO',
      });
      expect(await space.list()).toEqual(['lock-1']);
    }
    fail(5); // the temporary file stays
    await (await acquireLock(space.cwd, await self())).release();
    expect(await locks()).toEqual([]);
  });
});
