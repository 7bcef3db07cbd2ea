// Finished tiles on disk: what is read back, what damage costs, and what is refused.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileError } from '../../../src/experiment/files.ts';
import { StoredFileError } from '../../../src/experiment/storedFileError.ts';
import type { Samples } from '../../../src/experiment/surface/surface.ts';
import {
  createTileFile,
  readTiles,
  removeTiles,
} from '../../../src/experiment/surface/tileFile.ts';
import { useWorkspace } from '../../helpers/workspace.ts';
import { sampleBits, samplesOf } from './toys.ts';

const workspace = useWorkspace();
const ID = 'ab'.repeat(32);
const place = () => workspace.path('out', 'sweep.tiles');

/** Writes tiles, the first ones as known before, the rest appended. */
async function write(tiles: ReadonlyMap<number, Samples>, knownCount = 0, path = place()) {
  const entries = [...tiles];
  const file = await createTileFile(path, ID, new Map(entries.slice(0, knownCount)));
  for (const [index, samples] of entries.slice(knownCount)) file.add(index, samples);
  file.close();
  file.close();
  return readFile(path);
}

const bitsByTile = (tiles: ReadonlyMap<number, Samples>) =>
  [...tiles].map(([index, samples]) => [index, sampleBits(samples)]);

const three = new Map([
  [0, samplesOf(4, 1)],
  [2, samplesOf(4, 2)],
  [1, samplesOf(3, 3)],
]);

describe('a tile file', () => {
  it('gives back the bits of every tile, in whatever order they came', async () => {
    const tiles = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 1, max: 20 }), fc.nat()),
      { selector: ([index]) => index, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(tiles, fc.nat({ max: 6 }), async (drawn, knownCount) => {
        const written = new Map(
          drawn.map(([index, count, seed]) => [index, samplesOf(count, seed)]),
        );
        await write(written, knownCount);
        const stored = await readTiles(place(), ID);
        expect(stored?.isDamaged).toBe(false);
        expect(bitsByTile(stored?.tiles ?? new Map())).toEqual(bitsByTile(written));
      }),
      { numRuns: 30 },
    );
  });

  it('keeps infinities and NaN', async () => {
    const special = Float64Array.of(Number.NaN, Infinity, -Infinity, -0, 5e-324);
    const samples = { cost: special, dx: special, dy: special, gradientNorm: special };
    await write(new Map([[7, samples]]));
    const found = (await readTiles(place(), ID))?.tiles.get(7);
    expect([...(found?.cost ?? [])]).toEqual([Number.NaN, Infinity, -Infinity, -0, 5e-324]);
    expect([...(found?.gradientNorm ?? [])]).toEqual([Number.NaN, Infinity, Infinity, 0, 0]);
  });

  it('loses only the last tile where that is torn, at every length', async () => {
    const whole = await write(three);
    const before = (await write(new Map([...three].slice(0, 2)))).length;
    for (let length = before; length < whole.length; length++) {
      await workspace.write('out/sweep.tiles', whole.subarray(0, length));
      const stored = await readTiles(place(), ID);
      expect([...(stored?.tiles.keys() ?? [])], `${length} bytes`).toEqual([0, 2]);
      expect(stored?.isDamaged).toBe(length > before);
    }
  });

  it('trusts no tile with a flipped bit, nor what follows it', async () => {
    const whole = await write(three);
    const header = whole.indexOf('\n') + 1;
    const expected = new Map(bitsByTile(three) as [number, string][]);
    for (let at = header; at < whole.length; at++) {
      const bytes = Uint8Array.from(whole);
      bytes[at]! ^= 1 << (at % 8);
      await workspace.write('out/sweep.tiles', bytes);
      const stored = await readTiles(place(), ID);
      expect(stored?.isDamaged, `byte ${at}`).toBe(true);
      expect(stored?.tiles.size).toBeLessThan(3);
      for (const [index, samples] of stored?.tiles ?? []) {
        expect(sampleBits(samples)).toBe(expected.get(index));
      }
    }
  });

  it('of another sweep, or with any byte of its header flipped, is refused', async () => {
    const whole = await write(three);
    await expect(readTiles(place(), 'cd'.repeat(32))).rejects.toThrow(StoredFileError);
    for (let at = 0; at <= whole.indexOf('\n'); at++) {
      const bytes = Uint8Array.from(whole);
      bytes[at]! ^= 1;
      await workspace.write('out/sweep.tiles', bytes);
      await expect(readTiles(place(), ID)).rejects.toThrow(/does not hold the tiles .*--fresh/);
    }
  });

  it('whose header was torn holds nothing, and is not an error', async () => {
    const whole = await write(three);
    for (let length = 0; length <= whole.indexOf('\n'); length++) {
      await workspace.write('out/sweep.tiles', whole.subarray(0, length));
      expect(await readTiles(place(), ID)).toEqual({ tiles: new Map(), isDamaged: true });
    }
  });

  it('that is not there is no error', async () => {
    expect(await readTiles(place(), ID)).toBeNull();
    await removeTiles(place());
  });

  it('is not read or written through a symbolic link', async () => {
    await write(three, 0, workspace.path('elsewhere.tiles'));
    const before = await workspace.read('elsewhere.tiles');
    await mkdir(workspace.path('out'));
    await symlink(workspace.path('elsewhere.tiles'), place());
    await expect(readTiles(place(), ID)).rejects.toThrow(FileError);
    await expect(createTileFile(place(), ID, new Map())).rejects.toThrow(FileError);
    await removeTiles(place());
    expect(await workspace.read('elsewhere.tiles')).toBe(before);
    expect(await workspace.list('out')).toEqual([]);
  });

  it('is an error that names the path where a directory stands', async () => {
    await mkdir(place(), { recursive: true });
    for (const attempt of [
      () => readTiles(place(), ID),
      () => createTileFile(place(), ID, new Map()),
      () => removeTiles(place()),
    ]) {
      await expect(attempt()).rejects.toThrow(FileError);
      await expect(attempt()).rejects.toThrow(place());
    }
  });

  it('is an error where its directory cannot be made', async () => {
    await workspace.write('out', 'a file');
    await expect(readTiles(place(), ID)).rejects.toThrow(FileError);
    await expect(createTileFile(place(), ID, new Map())).rejects.toThrow(FileError);
  });

  it.runIf(process.platform !== 'win32')('does not wait for the end of a pipe', async () => {
    await mkdir(workspace.path('out'));
    execFileSync('mkfifo', [place()]);
    expect((await readTiles(place(), ID))?.tiles.size).toBe(0);
    await expect(createTileFile(place(), ID, new Map())).rejects.toThrow(FileError);
  });

  it.runIf(process.platform === 'linux')('reports a full device', async () => {
    await expect(createTileFile('/dev/full', ID, new Map())).rejects.toMatchObject({
      code: 'ENOSPC',
    });
  });
});
