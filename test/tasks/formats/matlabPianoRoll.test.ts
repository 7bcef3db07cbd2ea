import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMatlabPianoRoll } from '../../../src/tasks/formats/matlabPianoRoll.ts';
import { TaskFileError } from '../../../src/tasks/taskFileError.ts';

const read = (bytes: Uint8Array) =>
  readMatlabPianoRoll({ split: 'whole', path: '/data/m.mat', bytes });

/** An element with its tag, padded. */
function element(type: number, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(8 + Math.ceil(data.length / 8) * 8);
  bytes.writeUInt32LE(type, 0);
  bytes.writeUInt32LE(data.length, 4);
  bytes.set(data, 8);
  return bytes;
}

const words = (...values: number[]) => new Uint8Array(Int32Array.from(values).buffer);

interface ArrayOptions {
  readonly name?: string;
  readonly flags?: number;
  readonly dimensions: readonly number[];
  readonly contents: readonly Uint8Array[];
}

function array({ name = '', flags = 9, dimensions, contents }: ArrayOptions): Buffer {
  const parts = [
    element(6, words(flags, 0)),
    element(5, words(...dimensions)),
    element(1, Buffer.from(name)),
    ...contents,
  ];
  return element(14, Buffer.concat(parts));
}

const CELL = 1;

function cells(name: string, contents: readonly Uint8Array[], flags = CELL): Buffer {
  return array({ name, flags, dimensions: [1, contents.length], contents });
}

const matrix = (steps: number, options: Partial<ArrayOptions> = {}) =>
  array({
    dimensions: [steps, 88],
    contents: [element(2, new Uint8Array(steps * 88))],
    ...options,
  });

function file(...variables: Uint8Array[]): Uint8Array {
  const header = Buffer.alloc(128, ' ');
  header.writeUInt16LE(0x0100, 124);
  header.write('IM', 126);
  return Uint8Array.from(Buffer.concat([header, ...variables]));
}

/** A file whose training part is as given. */
const withTraining = (training: Uint8Array) =>
  file(training, cells('validdata', [matrix(2)]), cells('testdata', [matrix(2)]));

const withPiece = (piece: Uint8Array) => withTraining(cells('traindata', [matrix(3), piece]));

const compressed = (inner: Uint8Array) => {
  const data = deflateSync(inner);
  return Buffer.concat([words(15, data.length), data]);
};

function edited(bytes: Uint8Array, change: (bytes: Buffer) => void): Uint8Array {
  const copy = Buffer.from(bytes);
  change(copy);
  return Uint8Array.from(copy);
}

const good = withPiece(matrix(4));

test('parts without pieces and pieces without steps are read as such', () => {
  const bytes = file(
    compressed(cells('traindata', [matrix(0), matrix(3)])),
    cells('validdata', []),
    cells('testdata', [matrix(1)]),
  );
  const { training, validation, test: held } = read(bytes);
  expect(training.map(({ stepCount }) => stepCount)).toEqual([0, 3]);
  expect(validation).toEqual([]);
  expect(held).toEqual([{ stepCount: 1, keys: new Uint8Array(88) }]);
});

describe('what is refused by name', () => {
  test.each<[string, Uint8Array, string]>([
    [
      'a struct',
      withTraining(cells('traindata', [], 2)),
      'traindata: expected a cell array of matrices, got struct',
    ],
    [
      'a matrix in place of cells',
      withTraining(matrix(3, { name: 'traindata' })),
      'traindata: expected a cell array of matrices, got uint8',
    ],
    [
      'text as a piece',
      withPiece(matrix(2, { flags: 4 })),
      'traindata: piece 2: expected a matrix of numbers, got char',
    ],
    [
      'a sparse piece',
      withPiece(matrix(2, { flags: 5 })),
      'expected a matrix of numbers, got sparse',
    ],
    ['a complex piece', withPiece(matrix(2, { flags: 9 + 0x800 })), 'got complex uint8'],
    [
      '87 columns',
      withPiece(matrix(2, { dimensions: [2, 87] })),
      'piece 2: expected 88 columns, got a matrix of 2×87',
    ],
    [
      'three dimensions',
      withPiece(matrix(2, { dimensions: [1, 88, 2] })),
      'got a matrix of 1×88×2',
    ],
    ['an empty array as a piece', withPiece(element(14, new Uint8Array(0))), 'got a matrix of 0×0'],
    [
      'more rows than there are',
      withPiece(matrix(2, { dimensions: [3, 88] })),
      'expected 264 numbers of 1 bytes, got 176 bytes',
    ],
    [
      'billions of rows',
      withPiece(matrix(2, { dimensions: [2 ** 31 - 1, 88] })),
      'expected 188978560936 numbers',
    ],
    [
      'negative rows',
      withPiece(matrix(2, { dimensions: [-2, 88] })),
      'expected two or more dimensions from 0 up, got [-2,88]',
    ],
    [
      'a two',
      withPiece(matrix(2, { contents: [element(2, new Uint8Array(176).fill(2, 90, 91))] })),
      'piece 2: expected 0 or 1, got 2 in row 1, column 46',
    ],
    [
      'a fraction',
      withPiece(
        matrix(1, {
          contents: [element(7, new Uint8Array(new Float32Array(88).fill(0.5).buffer))],
        }),
      ),
      'expected 0 or 1, got 0.5',
    ],
    [
      'a missing variable',
      file(cells('traindata', []), cells('testdata', [])),
      'expected a variable validdata, got none',
    ],
    [
      'a variable twice',
      withTraining(Buffer.concat([cells('traindata', []), cells('traindata', [])])),
      'expected one variable traindata, got two',
    ],
    [
      'fewer cells than named',
      withTraining(
        array({ name: 'traindata', flags: CELL, dimensions: [1, 9], contents: [matrix(1)] }),
      ),
      'traindata: expected 9 pieces, got 1',
    ],
    [
      'a table of cells',
      withTraining(array({ name: 'traindata', flags: CELL, dimensions: [2, 2], contents: [] })),
      'expected a row of matrices, got 2×2',
    ],
    [
      'damaged zlib data',
      withTraining(
        edited(compressed(cells('traindata', [matrix(3)])), (bytes) => bytes.fill(0, 12)),
      ),
      'expected whole zlib data',
    ],
    [
      'more than 256 MiB, compressed',
      file(compressed(Buffer.alloc(2 ** 28 + 8))),
      'expected variables that unfold to at most 256 MiB, got more',
    ],
    [
      'an element longer than the file',
      edited(good, (bytes) => bytes.writeUInt32LE(2 ** 31, 132)),
      'expected an element of 2147483648 bytes',
    ],
    [
      'a tag with too much in it',
      edited(good, (bytes) => bytes.writeUInt32LE(0x00090001, 128)),
      'expected at most 4 bytes in a tag, got 9',
    ],
    [
      'big-endian',
      edited(good, (bytes) => bytes.write('MI', 126)),
      'expected little-endian numbers, got big-endian',
    ],
    [
      'another version',
      edited(good, (bytes) => bytes.writeUInt16LE(0x0300, 124)),
      'expected a MAT-file of version 0x0100, got 0x300',
    ],
    [
      'version 7.3',
      Uint8Array.from([...new Uint8Array(512), 0x89, 0x48, 0x44, 0x46]),
      'got 7.3; save it with -v7',
    ],
  ])('%s', (_, bytes, message) => {
    const expected = { name: 'TaskFileError', message: expect.stringContaining(message) };
    expect(() => read(bytes)).toThrow(expect.objectContaining(expected));
  });
});

test('a file cut off anywhere is refused', () => {
  for (let length = 128; length < good.length; length++) {
    expect(() => read(good.subarray(0, length)), `${length} bytes`).toThrow(TaskFileError);
  }
});

test('changed bytes are refused or give pieces, never anything else', () => {
  const change = fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 }));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const bytes = edited(good, (copy) => {
        for (const [at, byte] of changes) copy[at] = byte;
      });
      try {
        for (const { stepCount, keys } of Object.values(read(bytes)).flat()) {
          expect(keys).toHaveLength(88 * stepCount);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(TaskFileError);
      }
    }),
    { numRuns: 1000 },
  );
});
