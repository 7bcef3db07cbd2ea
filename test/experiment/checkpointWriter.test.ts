// Which checkpoints are written when, and in which order files come and go.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { decodeCheckpoint } from '../../src/experiment/checkpoint.ts';
import {
  type CheckpointWriter,
  createCheckpointWriter,
} from '../../src/experiment/checkpointWriter.ts';
import { listCheckpoints } from '../../src/experiment/runDirectory.ts';
import type { RunState } from '../../src/experiment/storedState.ts';
import { ArenaPlan } from '../../src/math/arena.ts';
import { availableKernels } from '../../src/math/engine.ts';
import type { EndEvent, StepEvent } from '../../src/training/events.ts';
import { openTraining } from '../../src/training/train.ts';
import type { TrainSetup } from '../../src/training/trainSetup.ts';
import { buildRun } from '../helpers/runs.ts';
import { useWorkspace } from '../helpers/workspace.ts';

/** What was asked of the disk, how it is held up, and which operation fails. */
const disk = vi.hoisted(() => ({
  log: [] as string[],
  gate: Promise.resolve() as Promise<unknown>,
  failAt: Number.POSITIVE_INFINITY,
}));

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs/promises')>();
  const { basename: nameOf } = await import('node:path');
  const shown = (path: unknown) => nameOf(String(path)).replace(/\.[0-9a-f]{12}\.tmp$/, '.tmp');
  const before = async (operation: string) => {
    await disk.gate;
    disk.log.push(operation);
    if (disk.log.length >= disk.failAt) {
      throw Object.assign(new Error('ENOSPC: injected'), { code: 'ENOSPC' });
    }
  };
  return {
    ...original,
    rename: async (...given: Parameters<typeof original.rename>) => {
      await before(`rename ${shown(given[1])}`);
      return original.rename(...given);
    },
    rm: async (...given: Parameters<typeof original.rm>) => {
      if (!String(given[0]).endsWith('.tmp')) await before(`remove ${shown(given[0])}`);
      return original.rm(...given);
    },
    open: async (...given: Parameters<typeof original.open>) => {
      const [path, flags] = given;
      if (flags === 'wx') await before(`create ${shown(path)}`);
      const handle = await original.open(...given);
      const sync = handle.sync.bind(handle);
      vi.spyOn(handle, 'sync').mockImplementation(async () => {
        await before(`sync ${flags === 'wx' ? shown(path) : 'directory'}`);
        return sync();
      });
      return handle;
    },
  };
});

/** Whether pauses end. */
const clock = vi.hoisted(() => ({ stands: false }));

vi.mock('node:timers/promises', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:timers/promises')>();
  return {
    ...original,
    setTimeout: (...given: Parameters<typeof original.setTimeout>) =>
      clock.stands ? new Promise(() => {}) : original.setTimeout(...given),
  };
});

const realFiles = () => vi.importActual<typeof import('node:fs/promises')>('node:fs/promises');

const space = useWorkspace();
const RUN_ID = 'c'.repeat(64);

const kernels = availableKernels()[0] ?? 'reference';
let setup: TrainSetup;

beforeEach(() => {
  disk.log = [];
  setup = buildRun({ task: { type: 'toy' } }, kernels);
});
afterEach(() => {
  clock.stands = false;
  disk.gate = Promise.resolve();
  disk.failAt = Number.POSITIVE_INFINITY;
});

/** Where the run stands that `step` pretends. */
let stepNow = 0;
function stateNow(): RunState {
  const state = openTraining(setup).state();
  return {
    train: { ...state, progress: { ...state.progress, step: stepNow } },
    trajectory: { chain: '', pending: '' },
    validation: null,
  };
}

const open = (every: number, keep: number) =>
  createCheckpointWriter(space.cwd, RUN_ID, { setup, state: stateNow }, { every, keep });

/** Does as a training does: sets every parameter to the step, then tells. */
function step(writer: CheckpointWriter, n: number): void {
  stepNow = n;
  setup.arena.view(setup.network.parameters).fill(n);
  writer.handle({ type: 'step', step: n } as StepEvent);
}
const end = (writer: CheckpointWriter, n: number) =>
  writer.handle({ type: 'end', step: n } as EndEvent);

function steps(writer: CheckpointWriter, last: number): void {
  for (let n = 1; n <= last; n++) step(writer, n);
  end(writer, last);
}

/** Steps of the checkpoints, after a look at what they hold. */
async function stepsOnDisk(): Promise<number[]> {
  const found = await listCheckpoints(space.cwd);
  for (const n of found) {
    const { readFile } =
      await vi.importActual<typeof import('node:fs/promises')>('node:fs/promises');
    const stored = decodeCheckpoint(await readFile(space.path(`checkpoint-${n}.safetensors`)));
    expect(stored).toMatchObject({ runId: RUN_ID, step: n });
    expect(stored.tensors.map(({ name }) => name)).toEqual(['layers.0.Wxh', 'layers.0.Whh']);
    for (const { values } of stored.tensors) expect([...values]).toEqual([n]);
  }
  return found;
}

/** Holds every operation up until it is let go. */
function holdUp(): () => void {
  let letGo = () => {};
  disk.gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return () => letGo();
}

describe('checkpoints', () => {
  test('hold the parameters of their step: every so many, and the last', async () => {
    const writer = open(10, 100);
    steps(writer, 25);
    await writer.finish();
    expect(await stepsOnDisk()).toEqual([10, 20, 25]);
  });

  test('are one where the run ends at one, and none at step 0', async () => {
    const writer = open(10, 100);
    end(writer, 0);
    await writer.finish();
    expect(await space.list()).toEqual([]);
    steps(writer, 10);
    await writer.finish();
    expect(await stepsOnDisk()).toEqual([10]);
  });

  test.each([2, 3, 5])('stay only as the latest %d', async (keep) => {
    const writer = open(1, keep);
    for (let n = 1; n <= 9; n++) {
      step(writer, n);
      await writer.finish();
      expect(await stepsOnDisk()).toEqual(Array.from({ length: n }, (_, i) => i + 1).slice(-keep));
    }
  });

  test('are made by time too, by a clock that is never set', async () => {
    const now = vi.spyOn(performance, 'now');
    now.mockReturnValue(1000);
    const options = { every: 10, seconds: 5, keep: 100 };
    const source = { setup, state: stateNow };
    const writer = createCheckpointWriter(space.cwd, RUN_ID, source, options);
    for (const [n, ms] of [1, 5999, 6000, 7000, 10_999, 11_000].entries()) {
      now.mockReturnValue(ms);
      step(writer, n + 1);
    }
    for (let n = 7; n <= 12; n++) step(writer, n);
    now.mockReturnValue(15_999);
    step(writer, 13);
    now.mockReturnValue(16_000);
    step(writer, 14);
    now.mockRestore();
    await writer.finish();
    expect(await stepsOnDisk()).toEqual([3, 6, 10, 14]);
  });

  test('older than those that stay go where a killed process did not come to it', async () => {
    const first = open(1, 5);
    for (let n = 1; n <= 5; n++) step(first, n);
    await first.finish();
    const written = [1, 2, 3, 4, 5];
    const options = { every: 1, keep: 2 };
    const source = { setup, state: stateNow, written };
    await createCheckpointWriter(space.cwd, RUN_ID, source, options).finish();
    expect(await stepsOnDisk()).toEqual([4, 5]);
  });

  test('are durable before an older one goes', async () => {
    const writer = open(1, 2);
    for (const n of [1, 2, 3]) {
      disk.log = [];
      step(writer, n);
      await writer.finish();
    }
    expect(disk.log).toEqual([
      'create .checkpoint-3.safetensors.tmp',
      'sync .checkpoint-3.safetensors.tmp',
      'rename checkpoint-3.safetensors',
      'sync directory',
      'remove checkpoint-1.safetensors',
      'sync directory',
    ]);
  });
});

describe('a slow disk', () => {
  test.each([2, 4])('leaves the same %d checkpoints, and is not asked for more', async (keep) => {
    const letGo = holdUp();
    const writer = open(1, keep);
    step(writer, 1);
    await new Promise((resolve) => setImmediate(resolve)); // 1 is under way
    for (let n = 2; n <= 50; n++) step(writer, n);
    end(writer, 50);
    letGo();
    await writer.finish();
    const latest = Array.from({ length: keep }, (_, i) => 51 - keep + i);
    expect(await stepsOnDisk()).toEqual(latest);
    expect(disk.log.filter((line) => line.startsWith('rename'))).toEqual(
      [1, ...latest].map((n) => `rename checkpoint-${n}.safetensors`),
    );
  });

  test('makes training wait only where much waits already', async () => {
    const plan = new ArenaPlan('f32');
    const parameters = plan.vector([{ name: 'W', shape: [2 ** 20] }]); // 4 MiB: 16 may wait
    setup = { ...setup, arena: plan.allocate(), network: { ...setup.network, parameters } };
    const letGo = holdUp();
    const writer = open(1, 100);
    for (let n = 1; n <= 16; n++) step(writer, n);
    expect(writer.isFull).toBe(false);
    step(writer, 17);
    expect(writer.isFull).toBe(true);
    let isWaiting = true;
    const waited = writer.makeRoom().then(() => {
      isWaiting = false;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isWaiting).toBe(true);
    letGo();
    await waited;
    expect(writer.isFull).toBe(false);
    await writer.finish();
    expect(await listCheckpoints(space.cwd)).toHaveLength(17);
  });

  test('is not waited for between turns', async () => {
    const letGo = holdUp();
    const writer = open(1, 2);
    for (let n = 1; n <= 1000; n++) step(writer, n);
    expect(writer.isFull).toBe(false);
    await writer.makeRoom();
    expect(disk.log).toEqual([]);
    letGo();
    await writer.finish();
    expect(await stepsOnDisk()).toEqual([999, 1000]);
  });

  test('is waited for a little at every turn: a file is not late by many slow steps', async () => {
    clock.stands = true; // as if all of it took less than the pause
    const writer = open(1, 2);
    step(writer, 1);
    await writer.makeRoom();
    expect(await stepsOnDisk()).toEqual([1]);
  });

  test('is left in order where a run is given up: one is finished, the others are not begun', async () => {
    const letGo = holdUp();
    const writer = open(1, 5);
    step(writer, 1);
    await new Promise((resolve) => setImmediate(resolve));
    for (let n = 2; n <= 4; n++) step(writer, n);
    const abandoned = writer.abandon();
    letGo();
    await abandoned;
    expect(await space.list()).toEqual(['checkpoint-1.safetensors']);
  });
});

describe('a disk that fails', () => {
  test('ends the run with an error that names the file, at the next turn or at the end', async () => {
    disk.failAt = 1;
    const writer = open(1, 2);
    step(writer, 1);
    const message = expect.stringMatching(
      /^cannot write .*checkpoint-1\.safetensors \(\d+ bytes\): ENOSPC: injected$/,
    );
    const error = expect.objectContaining({ name: 'FileError', code: 'ENOSPC', message });
    await vi.waitFor(() => expect(writer.makeRoom()).rejects.toEqual(error));
    step(writer, 2);
    await expect(writer.finish()).rejects.toEqual(error);
    await writer.abandon();
    expect(await space.list()).toEqual([]);
  });

  test('keeps what was whole, at whichever operation it fails', async () => {
    const quick = open(1, 2);
    for (let n = 1; n <= 4; n++) {
      step(quick, n);
      await quick.finish();
    }
    const count = disk.log.length;
    expect(count).toBe(4 * 4 + 2 * 2);
    for (let failAt = 1; failAt <= count; failAt++) {
      for (const name of await space.list()) {
        await (await realFiles()).rm(space.path(name));
      }
      Object.assign(disk, { log: [], failAt });
      const writer = open(1, 2);
      const run = async () => {
        for (let n = 1; n <= 4; n++) {
          step(writer, n);
          await writer.finish();
        }
      };
      await expect(run()).rejects.toMatchObject({ name: 'FileError', code: 'ENOSPC' });
      const renames = disk.log.slice(0, -1).filter((line) => line.startsWith('rename')).length;
      const left = await stepsOnDisk();
      expect(left.at(-1) ?? 0).toBe(renames);
      expect(left.length).toBeGreaterThanOrEqual(Math.min(renames, 2));
      expect(await space.list()).toHaveLength(left.length);
    }
  });
});
