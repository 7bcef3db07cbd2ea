// Every file operation of a run fails once, or for good from then on: the command says so in one line,
// what was whole stays whole, and the same command goes on to the same bytes.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FileOperation, setFailpoint } from '../../src/experiment/fileOperations.ts';
import {
  inspectLeft,
  leftBy,
  onlyRun,
  SMALL_CONFIG,
  SMALL_TEXT,
  trainSmall,
} from '../helpers/smallRun.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const space = useWorkspace();
afterEach(() => setFailpoint(null));

interface Reached {
  readonly operation: FileOperation;
  readonly path: string;
}

/** A full disk takes nothing new but lets files go. */
const FILLING: ReadonlySet<FileOperation> = new Set(['create', 'write', 'link', 'makeDirectory']);

const faults = {
  'ENOSPC from then on': { code: 'ENOSPC', lasts: true },
  'EIO once': { code: 'EIO', lasts: false },
} as const;

/** Lets operations fail from the n-th on. */
function failAt(n: number, { code, lasts }: (typeof faults)[keyof typeof faults]): Reached[] {
  const reached: Reached[] = [];
  setFailpoint((operation, path) => {
    reached.push({ operation, path });
    const isHit = reached.length === n || (lasts && reached.length > n && FILLING.has(operation));
    if (isHit) throw Object.assign(new Error(`${code}: injected`), { code });
  });
  return reached;
}

/** What the process left before the command under test. */
const beginnings: Readonly<Record<string, { prepare?: () => Promise<void>; argv?: string[] }>> = {
  'a run from the beginning': {},
  'an interrupted run': {
    async prepare() {
      let count = 0;
      setFailpoint((operation) => {
        if (operation === 'rename' && ++count === 4)
          throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      });
      expect(await trainSmall(space.cwd, 'before')).toMatchObject({ exitCode: 74 });
      setFailpoint(null);
      expect(inspectLeft(space.path('before'))).toEqual({ checkpoints: 2, temporary: [] });
    },
  },
  'a finished run that is trained anew': {
    async prepare() {
      expect(await trainSmall(space.cwd, 'before')).toMatchObject({ exitCode: 0 });
    },
    argv: ['--fresh'],
  },
};

beforeEach(() => space.write(SMALL_CONFIG, SMALL_TEXT));

describe.each(Object.entries(beginnings))('%s', (_, { prepare, argv = [] }) => {
  test.each(Object.entries(faults))('survives %s at every operation', async (__, fault) => {
    expect(await trainSmall(space.cwd, 'whole')).toMatchObject({ exitCode: 0 });
    const expected = leftBy(space.path('whole'));
    mkdirSync(space.path('before'));
    await prepare?.();
    let n = 1;
    for (; n < 200; n++) {
      const out = space.path('runs');
      rmSync(out, { recursive: true, force: true });
      cpSync(space.path('before'), out, { recursive: true });
      const reached = failAt(n, fault);
      const { exitCode, stderr } = await trainSmall(space.cwd, 'runs', ...argv);
      setFailpoint(null);
      const hit = reached[n - 1];
      if (!hit) break;
      const label = `${n}: ${hit.operation} ${hit.path}`;
      if (!isDispensable(hit) || exitCode !== 0) {
        expect([exitCode, label]).toEqual([74, label]);
        expect(stderr).toMatch(/^rnn: cannot .*: (ENOSPC|EIO): injected\n$/);
        if (hit.operation === 'write') expect(stderr).toMatch(/ \(\d+ bytes\): | lock /);
      }
      const { checkpoints, temporary } = inspectLeft(out);
      const durable = reached.slice(0, n - 1).filter(isCheckpointPlaced).length;
      expect(checkpoints, label).toBeGreaterThanOrEqual(Math.min(1, durable));
      if (!/lock/.test(hit.path)) expect(temporary, label).toEqual([]);
      // This process, which lives on, has given the lock up.
      if (isDispensable(hit)) rmSync(join(onlyRun(out) ?? '', 'lock-1'), { force: true });
      expect(await trainSmall(space.cwd, 'runs'), label).toMatchObject({
        exitCode: 0,
        stderr: expect.not.stringContaining('warning'),
      });
      expect(leftBy(out), label).toEqual(expected);
    }
    expect(n).toBeGreaterThan(25);
    expect(n).toBeLessThan(200);
  });
});

const isCheckpointPlaced = ({ operation, path }: Reached) =>
  operation === 'rename' && path.endsWith('.safetensors');
/** What the next run makes good: a lock that stays is that of an ended process. */
const isDispensable = ({ operation, path }: Reached) =>
  /\/\.?lock/.test(path) && (operation === 'remove' || operation === 'open');

test('a finished run is told again without any operation', async () => {
  await trainSmall(space.cwd, 'runs');
  const reached = failAt(1, faults['EIO once']);
  expect(await trainSmall(space.cwd, 'runs')).toMatchObject({ exitCode: 0 });
  expect(reached).toEqual([]);
});

test('what lies on the disk before any operation is enough to go on to the same bytes', async () => {
  await trainSmall(space.cwd, 'whole');
  const expected = leftBy(space.path('whole'));
  const copies: string[] = [];
  setFailpoint(() => {
    const copy = space.path(`copy-${copies.length}`);
    mkdirSync(copy);
    const run = onlyRun(space.path('runs'));
    if (run)
      cpSync(space.path('runs'), copy, {
        recursive: true,
        filter: (from) => !/\/lock-\d+$/.test(from),
      });
    copies.push(copy);
  });
  await trainSmall(space.cwd, 'runs');
  setFailpoint(null);
  expect(copies.length).toBeGreaterThan(40);
  for (const copy of copies) {
    expect(await trainSmall(space.cwd, copy), copy).toMatchObject({ exitCode: 0 });
    expect(leftBy(copy), copy).toEqual(expected);
  }
});
