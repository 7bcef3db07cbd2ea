// Never two processes in one directory, whatever they do in which order and whenever they die: file
// operations of played processes take their turns in an order drawn from a seed.
import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdir } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { acquireLock, BusyError } from '../../src/experiment/lock.ts';
import {
  identifyProcess,
  type Liveness,
  type ProcessIdentity,
} from '../../src/experiment/processIdentity.ts';
import { openStream } from '../../src/math/random.ts';
import { useWorkspace } from '../helpers/workspace.ts';

const stage = vi.hoisted(() => ({
  /** Waits for one's turn. */
  turn: async (): Promise<void> => {},
  /** Processes that have ended. */
  ended: new Set<number>(),
}));

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>();
  const names = ['open', 'link', 'rm', 'readdir', 'lstat'] as const;
  const held = names.map((name) => [
    name,
    async (...given: unknown[]) => {
      await stage.turn();
      return (original[name] as (...given: unknown[]) => unknown)(...given);
    },
  ]);
  return { ...original, ...Object.fromEntries(held) };
});

vi.mock('../../src/experiment/processIdentity.ts', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  livenessOf: async ({ pid }: ProcessIdentity): Promise<Liveness> =>
    stage.ended.has(pid) ? 'ended' : 'running',
}));

const space = useWorkspace();

const AT_ONCE = 3;
const LIVES = 6;
/** Turns that a process has in a row, on average. */
const SWITCH = 16;
/** Turns of the event loop that a process may take to its next operation. */
const PATIENCE = 20;

const immediately = () => new Promise((resolve) => setImmediate(resolve));

/** Plays processes that take, hold and release a lock, or die at some turn. */
async function play(seed: number, directory: string) {
  const { integer } = openStream(seed, 'lock');
  const identity = await identifyProcess(process.pid);
  const waiting = new Map<number, () => void>();
  const acting = new AsyncLocalStorage<() => Promise<void>>();
  stage.turn = async () => acting.getStore()?.();
  stage.ended.clear();
  const owners = new Set<number>();
  let [taken, died, playing] = [0, 0, AT_ONCE];

  const work = async (pid: number): Promise<void> => {
    const lock = await acquireLock(directory, { ...identity, pid }).catch((error: unknown) => {
      if (!(error instanceof BusyError)) throw error;
    });
    if (!lock) return;
    taken++;
    owners.add(pid);
    if (owners.size > 1) throw new Error(`seed ${seed}: both ${[...owners].join(' and ')} have it`);
    for (let n = integer(4); n > 0; n--) await stage.turn();
    await lock.confirm();
    owners.delete(pid);
    await lock.release();
  };
  /** One process, to its end or its death after some turns. */
  const live = (actor: number, pid: number, turns: number) =>
    new Promise<void>((resolve, reject) => {
      let left = turns;
      const end = () => {
        stage.ended.add(pid);
        owners.delete(pid);
        resolve();
      };
      const turn = () =>
        new Promise<void>((go) => {
          waiting.set(actor, () => {
            waiting.delete(actor);
            if (left-- > 0) return go();
            died++;
            end(); // and never goes on
          });
        });
      acting.run(turn, () => work(pid).then(end, reject));
    });
  const actors = Array.from({ length: AT_ONCE }, async (_, actor) => {
    for (let n = 0; n < LIVES; n++) {
      const turns = integer(2) === 0 ? integer(24) : Number.POSITIVE_INFINITY;
      await live(actor, 1 + actor * LIVES + n, turns);
    }
    playing--;
  });
  const all = Promise.all(actors);
  let hasFailed = false;
  all.catch(() => {
    hasFailed = true;
  });
  // Mostly one goes on and on while the others stand still: only so do views grow old.
  for (let current = 0; playing > 0 && !hasFailed; ) {
    for (let n = 0; n < PATIENCE && !waiting.has(current); n++) await immediately();
    if (integer(SWITCH) === 0 || !waiting.has(current)) current = integer(AT_ONCE);
    else waiting.get(current)?.();
  }
  await all;
  for (let pid = 1; pid <= AT_ONCE * LIVES; pid++) stage.ended.add(pid);
  await (await acquireLock(directory, identity)).release();
  const left = (await space.list(String(seed))).filter((name) => name.startsWith('lock-'));
  expect(left, `seed ${seed}`).toEqual([]);
  return { taken, died };
}

test('a lock is never had by two processes, and always to be had once all have ended', async () => {
  const counts = { taken: 0, died: 0 };
  for (let seed = 1; seed <= 100; seed++) {
    await mkdir(space.path(String(seed)));
    const { taken, died } = await play(seed, space.path(String(seed)));
    counts.taken += taken;
    counts.died += died;
  }
  expect(counts.taken).toBeGreaterThan(100);
  expect(counts.died).toBeGreaterThan(100);
});
