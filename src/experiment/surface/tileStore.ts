// What a sweep keeps of its finished tiles: in memory, and on disk once it has taken long enough for
// its work to be worth keeping.

import type { Samples } from './surface.ts';
import { createTileFile, readTiles, removeTiles, type TileFile, type Tiles } from './tileFile.ts';

/** A sweep shorter than this leaves nothing on disk unless it is interrupted, in ms. */
const WORTH_KEEPING_MS = 2000;

/** Finished tiles of one sweep. */
export interface TileStore {
  /** Tiles found on disk when the sweep began. */
  readonly foundCount: number;
  /** A finished tile, or undefined. */
  get(index: number): Samples | undefined;
  /** Takes a finished tile. */
  add(index: number, samples: Samples): Promise<void>;
  /** Makes all finished tiles durable: the sweep is interrupted. */
  keep(): Promise<void>;
  /** Removes what is on disk: the sweep is done. */
  discard(): Promise<void>;
}

/** Where and for which sweep tiles are kept. */
export interface TileStoreOptions {
  readonly path: string;
  readonly sweepId: string;
  /** Whether tiles on disk are ignored. */
  readonly fresh: boolean;
  /** Called with a line for a file that is damaged in part. */
  readonly onWarning: (message: string) => void;
}

/**
 * Opens the store of a sweep.
 * @throws StoredFileError if the file there is of something else
 * @throws FileError if it cannot be read or written
 */
export async function openTileStore(options: TileStoreOptions): Promise<TileStore> {
  const { path, sweepId, fresh, onWarning } = options;
  const stored = fresh ? null : await readTiles(path, sweepId);
  if (stored?.isDamaged) onWarning(`${path}: a damaged part is left out and computed again`);
  const tiles: Tiles = stored?.tiles ?? new Map();
  const foundCount = tiles.size;
  const startMs = performance.now();
  let file: TileFile | null = null;
  let isOnDisk = stored !== null || fresh;

  const open = async (): Promise<void> => {
    file = await createTileFile(path, sweepId, tiles);
    isOnDisk = true;
  };
  let opening: Promise<void> | null = null;
  return {
    foundCount,
    get: (index) => tiles.get(index),
    async add(index, samples) {
      tiles.set(index, samples);
      if (opening) {
        await opening;
        file?.add(index, samples);
      } else if (performance.now() - startMs > WORTH_KEEPING_MS) {
        opening = open();
        await opening;
      }
    },
    async keep() {
      if (tiles.size === 0) return;
      opening ??= open();
      await opening;
      file?.close();
    },
    async discard() {
      await opening;
      file?.close();
      if (isOnDisk) await removeTiles(path);
    },
  };
}
