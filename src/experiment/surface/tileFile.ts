// Finished tiles of a sweep on disk, so that an interrupted one goes on where it stood: a header line,
// then a record per tile, appended. A damaged or torn record is computed again, never trusted.
import { createHash } from 'node:crypto';
import { closeSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileOperations, type SyncOutputFile } from '../fileOperations.ts';
import { FileError, makeDirectory, removeFile, systemCodeOf } from '../files.ts';
import { StoredFileError } from '../storedFileError.ts';
import { gradientNormOf, type Samples } from './surface.ts';

/** Version of the file format. */
export const TILES_SCHEMA_VERSION = 1;

/** Tiles by their number. */
export type Tiles = Map<number, Samples>;

/** What was found on disk. */
export interface StoredTiles {
  readonly tiles: Tiles;
  /** Whether a part of the file was damaged and left out. */
  readonly isDamaged: boolean;
}

const NUMBER_BYTES = 8;
const COLUMNS = ['cost', 'dx', 'dy'] as const;
/** Tile number and count, 4 bytes each. */
const HEAD_BYTES = 8;
const DIGEST_BYTES = 16;

const digestOf = (bytes: Uint8Array) =>
  createHash('sha256').update(bytes).digest().subarray(0, DIGEST_BYTES);

/** Writes a tile as a record: number, count, cost, dx, dy (little-endian f64), digest. */
function encodeTile(index: number, samples: Samples): Uint8Array {
  const count = samples.cost.length;
  const length = HEAD_BYTES + COLUMNS.length * count * NUMBER_BYTES;
  const bytes = new Uint8Array(length + DIGEST_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, index, true);
  view.setUint32(4, count, true);
  let at = HEAD_BYTES;
  for (const column of COLUMNS) {
    for (const value of samples[column]) {
      view.setFloat64(at, value, true);
      at += NUMBER_BYTES;
    }
  }
  bytes.set(digestOf(bytes.subarray(0, length)), length);
  return bytes;
}

/** Reads the record at a place, or null where it is torn or damaged. */
function decodeTile(
  bytes: Uint8Array,
  from: number,
): { readonly index: number; readonly samples: Samples; readonly end: number } | null {
  if (from + HEAD_BYTES > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const count = view.getUint32(from + 4, true);
  const tail = from + HEAD_BYTES + COLUMNS.length * count * NUMBER_BYTES;
  const end = tail + DIGEST_BYTES;
  if (end > bytes.length) return null;
  const digest = digestOf(bytes.subarray(from, tail));
  if (!digest.every((byte, i) => byte === bytes[tail + i])) return null;
  const [cost, dx, dy] = COLUMNS.map((_, column) => {
    const start = from + HEAD_BYTES + column * count * NUMBER_BYTES;
    return Float64Array.from({ length: count }, (__, i) =>
      view.getFloat64(start + i * NUMBER_BYTES, true),
    );
  }) as [Float64Array, Float64Array, Float64Array];
  const gradientNorm = dx.map((along, i) => gradientNormOf(along, dy[i] ?? 0));
  return {
    index: view.getUint32(from, true),
    samples: { cost, dx, dy, gradientNorm },
    end,
  };
}

const headerOf = (sweepId: string) =>
  Buffer.from(`${JSON.stringify({ schema: TILES_SCHEMA_VERSION, type: 'tiles', sweepId })}\n`);

/**
 * Reads the tiles a sweep left behind.
 * @param sweepId the sweep they must be of
 * @returns null where there is no such file
 * @throws StoredFileError if the file is not of this sweep and format
 * @throws FileError if it cannot be read
 */
export async function readTiles(path: string, sweepId: string): Promise<StoredTiles | null> {
  let bytes: Uint8Array;
  try {
    // Without O_NONBLOCK, opening a pipe would wait for its other end.
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
    bytes = await readFile(path, { flag: O_RDONLY | O_NOFOLLOW | O_NONBLOCK });
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return null;
    throw new FileError(`read ${path}`, error);
  }
  const header = headerOf(sweepId);
  const isTorn = bytes.length < header.length && header.subarray(0, bytes.length).equals(bytes);
  if (isTorn) return { tiles: new Map(), isDamaged: true };
  if (!header.equals(bytes.subarray(0, header.length))) {
    throw new StoredFileError(
      `${path} does not hold the tiles of this sweep: remove it, or use --fresh`,
    );
  }
  const tiles: Tiles = new Map();
  let at = header.length;
  while (at < bytes.length) {
    const tile = decodeTile(bytes, at);
    if (!tile) return { tiles, isDamaged: true };
    tiles.set(tile.index, tile.samples);
    at = tile.end;
  }
  return { tiles, isDamaged: false };
}

/** Appends tiles to a file while a sweep goes on. */
export interface TileFile {
  /** Appends one tile. */
  add(index: number, samples: Samples): void;
  /** Makes what was added durable and closes the file; once or more. */
  close(): void;
}

/**
 * Starts a tile file anew, with the tiles known so far.
 * @throws FileError where it cannot be written, also from `add` and `close`
 */
export async function createTileFile(
  path: string,
  sweepId: string,
  tiles: Tiles,
): Promise<TileFile> {
  await makeDirectory(dirname(path));
  const file = attempt(path, () => openAnew(path));
  let open = true;
  const append = (bytes: Uint8Array): void =>
    attempt(path, () => fileOperations.writeSync(file, bytes));
  append(headerOf(sweepId));
  for (const [index, samples] of tiles) append(encodeTile(index, samples));
  return {
    add: (index, samples) => append(encodeTile(index, samples)),
    close() {
      if (!open) return;
      open = false;
      try {
        attempt(path, () => fileOperations.syncSync(file));
      } finally {
        closeSync(file.descriptor);
      }
    },
  };
}

/** Removes a tile file, where there is one. */
export async function removeTiles(path: string): Promise<void> {
  await removeFile(path);
}

function openAnew(path: string): SyncOutputFile {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_APPEND, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const flags = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW | O_NONBLOCK;
  return fileOperations.openSync(path, flags);
}

function attempt<Value>(path: string, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    throw new FileError(`write ${path}`, error);
  }
}
