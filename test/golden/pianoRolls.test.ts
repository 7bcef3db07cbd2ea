// MAT-files that SciPy wrote: pianoRolls.py beside this file made the JSON.
import { readFileSync } from 'node:fs';
import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Piece } from '../../src/tasks/formats/pianoRoll.ts';
import { readPianoRolls } from '../../src/tasks/formats/pianoRollParts.ts';
import { TaskFileError } from '../../src/tasks/taskFileError.ts';
import { wholeFile } from '../helpers/taskFiles.ts';

interface Golden {
  /** Pitches of each step of each piece, by variable. */
  readonly pieces: Readonly<Record<string, readonly number[][][]>>;
  /** Files in base64, by what is in them. */
  readonly files: Readonly<Record<string, string>>;
  /** Files in base64, by what is wrong with them. */
  readonly refused: Readonly<Record<string, string>>;
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('pianoRolls.json', import.meta.url), 'utf8'),
);

const bytesOf = (content: string) => new Uint8Array(Buffer.from(content, 'base64'));
const read = (bytes: Uint8Array) => readPianoRolls(wholeFile(bytes), 4);
const bytesNamed = (name: string) => bytesOf(golden.files[name] ?? '');

const HEADER_BYTES = 128;
const TAG_BYTES = 8;

function pitches({ stepCount, keys }: Piece): number[][] {
  return Array.from({ length: stepCount }, (_, step) =>
    [...keys.subarray(88 * step, 88 * (step + 1))].flatMap((on, key) => (on ? [key + 21] : [])),
  );
}

/** A file whose only variable is compressed anew, after a change to its bytes. */
function recompressed(change: (variable: Uint8Array) => Uint8Array): Uint8Array {
  const bytes = bytesNamed('uint8, compressed');
  const size = new DataView(bytes.buffer).getUint32(HEADER_BYTES + 4, true);
  const start = HEADER_BYTES + TAG_BYTES;
  const content = deflateSync(change(inflateSync(bytes.subarray(start, start + size))));
  const tag = Buffer.alloc(TAG_BYTES);
  tag.writeUInt32LE(15);
  tag.writeUInt32LE(content.length, 4);
  return Buffer.concat([bytes.subarray(0, HEADER_BYTES), tag, content]);
}

/** A copy with other bytes from a place on. */
function patched(bytes: Uint8Array, at: number, ...other: number[]): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(other, at);
  return copy;
}

test.each(Object.keys(golden.files))('%s: every key of every step of every piece', (name) => {
  const { training, validation, test: tested } = read(bytesNamed(name));
  expect({
    traindata: training.map(pitches),
    validdata: validation.map(pitches),
    testdata: tested.map(pitches),
  }).toEqual(golden.pieces);
});

describe('refuses', () => {
  test.each(Object.entries(golden.refused))('%s', (message, content) => {
    expect(() => read(bytesOf(content))).toThrow(TaskFileError);
    expect(() => read(bytesOf(content))).toThrow(message);
  });

  const compressed = bytesNamed('uint8, compressed');
  const plain = bytesNamed('uint8');
  test.each<[string, Uint8Array, string]>([
    ['version 7.3', patched(plain, 0, 0x89, 0x48, 0x44, 0x46), 'got 7.3; save it with -v7'],
    ['big-endian files', patched(plain, 126, 0x4d, 0x49), 'got big-endian'],
    ['other versions', patched(plain, 124, 0, 2), 'got 0x200'],
    [
      'zlib data cut off',
      recompressed((variable) => variable).map((byte, i, all) => (i > all.length - 9 ? 0 : byte)),
      'expected whole zlib data',
    ],
    [
      'an element larger than the file',
      patched(compressed, HEADER_BYTES + 4, 0xff, 0xff, 0xff, 0xff),
      'expected an element of 4294967295 bytes',
    ],
    [
      'dimensions larger than the data',
      // Tag, flags with their tag, tag of the dimensions; then rows and columns of cells.
      recompressed((variable) => patched(variable, 32, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f)),
      'traindata: expected 2147483647 pieces, got 3',
    ],
    [
      'negative dimensions',
      recompressed((variable) => patched(variable, 32, 0xff, 0xff, 0xff, 0xff)),
      'expected two or more dimensions from 0 up, got [-1,3]',
    ],
    [
      'data that unfold beyond the limit',
      recompressed(() => new Uint8Array(2 ** 28 + 1)),
      'expected variables that unfold to at most 256 MiB, got more',
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(TaskFileError);
    expect(() => read(bytes)).toThrow(message);
  });

  test.each(['uint8', 'uint8, compressed'])('%s, cut off anywhere', (name) => {
    const bytes = bytesNamed(name);
    const length = fc.integer({ min: HEADER_BYTES, max: bytes.length - TAG_BYTES });
    fc.assert(
      fc.property(length, (end) => {
        expect(() => read(bytes.subarray(0, end))).toThrow(TaskFileError);
      }),
      { numRuns: 60 },
    );
  });

  test('changed bytes give pieces or are refused, never anything else', () => {
    const change = fc.tuple(fc.nat({ max: plain.length - 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = Uint8Array.from(plain);
        for (const [at, byte] of changes) bytes[at] = byte;
        try {
          for (const { stepCount, keys } of read(bytes).training) {
            expect(keys).toHaveLength(stepCount * 88);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(TaskFileError);
        }
      }),
      { numRuns: 200 },
    );
  });
});
