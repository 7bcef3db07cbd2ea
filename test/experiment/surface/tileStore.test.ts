// When finished tiles go to disk, and what becomes of the file.
import { describe, expect, it, vi } from 'vitest';
import { StoredFileError } from '../../../src/experiment/storedFileError.ts';
import { openTileStore } from '../../../src/experiment/surface/tileStore.ts';
import { useWorkspace } from '../../helpers/workspace.ts';
import { sampleBits, samplesOf } from './toys.ts';

const workspace = useWorkspace();
const SWEEP = 'ab'.repeat(32);

const open = (options: { fresh?: boolean; sweepId?: string } = {}) => {
  const warnings: string[] = [];
  const store = openTileStore({
    path: workspace.path('out', 'sweep.tiles'),
    sweepId: SWEEP,
    fresh: false,
    onWarning: (message) => warnings.push(message),
    ...options,
  });
  return { store, warnings };
};

/** Leaves a file with tiles 0 … count − 1. */
async function leave(count: number): Promise<void> {
  const store = await open().store;
  for (let index = 0; index < count; index++) await store.add(index, samplesOf(5, index));
  await store.keep();
}

describe('a tile store', () => {
  it('leaves nothing on disk where the sweep is short', async () => {
    const store = await open().store;
    await store.add(0, samplesOf(5));
    expect(await workspace.list()).toEqual([]);
    await store.discard();
    expect(await workspace.list()).toEqual([]);
  });

  it('keeps nothing where nothing is finished', async () => {
    await leave(0);
    expect(await workspace.list()).toEqual([]);
  });

  it('finds what an interrupted sweep kept, and removes it when the sweep is done', async () => {
    await leave(3);
    const store = await open().store;
    expect(store.foundCount).toBe(3);
    const tile = store.get(2);
    expect(tile && sampleBits(tile)).toBe(sampleBits(samplesOf(5, 2)));
    expect(store.get(3)).toBeUndefined();
    expect(await workspace.list('out')).toEqual(['sweep.tiles']);
    await store.discard();
    expect(await workspace.list('out')).toEqual([]);
  });

  it('keeps old and new tiles together when interrupted again', async () => {
    await leave(2);
    const store = await open().store;
    await store.add(7, samplesOf(5, 7));
    await store.keep();
    const again = await open().store;
    expect(again.foundCount).toBe(3);
    expect(again.get(7)).toBeDefined();
  });

  it('ignores what is there where it shall start afresh, and removes it in the end', async () => {
    await leave(3);
    const store = await open({ fresh: true }).store;
    expect(store.foundCount).toBe(0);
    expect(store.get(0)).toBeUndefined();
    await store.discard();
    expect(await workspace.list('out')).toEqual([]);
  });

  it('refuses tiles of another sweep, but starts afresh in their place', async () => {
    await leave(1);
    const other = { sweepId: 'cd'.repeat(32) };
    await expect(open(other).store).rejects.toThrow(StoredFileError);
    const store = await open({ ...other, fresh: true }).store;
    await store.add(0, samplesOf(5));
    await store.keep();
    expect((await open(other).store).foundCount).toBe(1);
  });

  it('warns of damage and goes on with the rest', async () => {
    await leave(3);
    const bytes = await import('node:fs/promises').then(({ readFile }) =>
      readFile(workspace.path('out', 'sweep.tiles')),
    );
    await workspace.write('out/sweep.tiles', bytes.subarray(0, -1));
    const { store, warnings } = open();
    expect((await store).foundCount).toBe(2);
    expect(warnings).toEqual([expect.stringMatching(/sweep\.tiles: a damaged part is left out/)]);
  });

  it('writes every tile once the sweep takes long, several at a time too', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(0);
    try {
      const store = await open().store;
      await store.add(0, samplesOf(5, 0));
      now.mockReturnValue(3000);
      await Promise.all([1, 2, 3, 4].map((index) => store.add(index, samplesOf(5, index))));
      await store.add(5, samplesOf(5, 5));
      // As after a crash: nobody called keep.
      const later = await open().store;
      expect([0, 1, 2, 3, 4, 5].filter((index) => later.get(index))).toEqual([0, 1, 2, 3, 4, 5]);
      await store.discard();
      expect(await workspace.list('out')).toEqual([]);
    } finally {
      now.mockRestore();
    }
  });
});
