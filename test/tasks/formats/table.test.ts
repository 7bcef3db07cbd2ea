import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readTable } from '../../../src/tasks/formats/table.ts';
import { wholeFile } from '../../helpers/taskFiles.ts';

const golden = (name: string) => new URL(`../../golden/tables/${name}`, import.meta.url);

function read(content: string | Uint8Array, wanted: readonly string[] | null = null) {
  const [file] = wholeFile(content, '/data/t');
  if (!file) throw new Error('no file');
  const { names, rowCount, values } = readTable(file, wanted);
  const width = names.length;
  const rows = Array.from({ length: rowCount }, (_, i) => [
    ...values.subarray(i * width, (i + 1) * width),
  ]);
  return { names, rows };
}

describe('CSV', () => {
  test('has the columns of numbers, by the names in its first line', () => {
    expect(read('"day","a","b, c"\n"x",1,-2.5e1\ny,3, 4 \n')).toEqual({
      names: ['a', 'b, c'],
      rows: [
        [1, -25],
        [3, 4],
      ],
    });
  });

  test('without names calls columns by number', () => {
    expect(read('1,2\n3,4', ['1'])).toEqual({ names: ['1'], rows: [[2], [4]] });
  });

  test('knows line ends of all kinds, byte order marks and blank lines', () => {
    expect(read('\ufeffa\r\n1\r\n\r\n2\r\n').rows).toEqual([[1], [2]]);
  });

  test('has the columns that are asked for, in that order', () => {
    expect(read('a,b,c\n1,2,3', ['c', 'a'])).toEqual({ names: ['c', 'a'], rows: [[3, 1]] });
  });

  test.each([
    ['a,b\n1,2\n3\n', '/data/t:3:2: expected 2 cells, got 1'],
    ['a,b\n1,2\n3,4,5\n', '/data/t:3:3: expected 2 cells, got 3'],
    ['a,b\n1,2\n3,x\n', '/data/t:3:2: column "b": expected a finite number, got "x"'],
    ['a,b\n1,2\n3,\n', '/data/t:3:2: column "b": expected a finite number, got ""'],
    ['a,b\n1,2\nNaN,4\n', '/data/t:3:1: column "a": expected a finite number, got "NaN"'],
    ['a\n1\n1e999\n', '/data/t:3:1: column "a": expected a finite number, got "1e999"'],
    ['a\n1\n0x10\n', '/data/t:3:1: column "a": expected a finite number, got "0x10"'],
    ['a,b\nx,y\n', '/data/t:2: expected a column of numbers, got none'],
    ['a,b\n', '/data/t: expected rows of numbers, got the names of columns only'],
    ['', '/data/t: expected rows of numbers, got none'],
    ['a\n"1\n2', '/data/t:2:1: expected CSV, got a quote that is not closed'],
    ['day,a\n"x\ny",1\nz,?\n', '/data/t:4:2: column "a": expected a finite number, got "?"'],
    ['day,a\n"x\ny",?\n', '/data/t:2: expected a column of numbers, got none'],
    ['day,a\nz,1\n"x\ny",?\n', '/data/t:3:2: column "a": expected a finite number, got "?"'],
  ])('%j is refused with its place', (content, message) => {
    expect(() => read(content)).toThrow(message);
  });

  test.each(['NaN', '', 'n/a', '?'])(
    'a column of numbers that begins with %j is refused',
    (cell) => {
      expect(() => read(`a,b\n1,${cell}\n2,\n3,4\n`)).toThrow(
        `/data/t:2:2: column "b": expected a finite number, got "${cell}"`,
      );
      expect(read(`a,b\n1,${cell}\n2,\n3,4\n`, ['a']).rows).toEqual([[1], [2], [3]]);
    },
  );

  test('a column in which no number is, is text, though values be missing', () => {
    expect(read('a,b,c\n1,,x\n2,NaN,y\n')).toEqual({ names: ['a'], rows: [[1], [2]] });
  });

  test.each([
    ['2020-01-01,1,2\n2020-01-02,3,4\n', '1:2', '"2020-01-01" and "1"'],
    ['1,NaN,x\n1,2,3\n', '1:3', '"x" and "1"'],
    ['NaN,a\n1,2\n', '1:2', '"a" and "NaN"'],
  ])('a first line of words and numbers is neither names nor data: %j', (content, at, cells) => {
    expect(() => read(content)).toThrow(
      `/data/t:${at}: expected names of columns or numbers only, got ${cells}; put a line of names`,
    );
  });

  test('a first line of numbers is data, though one be missing', () => {
    expect(() => read('1,NaN\n2,3\n')).toThrow('/data/t:1:2: column "1": expected a finite number');
  });

  test('two columns of one name are refused where it is read', () => {
    const message = '/data/t:1:3: expected names that differ, got "a" for columns 2 and 3';
    expect(() => read('t,a,a\nx,1,2\n')).toThrow(message);
    expect(() => read('t,a,a\n5,1,2\n', ['a'])).toThrow(message);
    expect(read('t,a,a\n5,1,2\n', ['t']).rows).toEqual([[5]]);
    expect(read('t,,\n5,,\n').rows).toEqual([[5]]);
  });

  test('says which columns there are where one is not', () => {
    expect(() => read('a,b\n1,2', ['c'])).toThrow('/data/t:1: expected a column "c", got "a", "b"');
  });

  test('is text', () => {
    expect(() => read(Uint8Array.of(0x31, 0xff))).toThrow('expected UTF-8 text or a NumPy file');
  });
});

describe('NPY', () => {
  const expected: Record<string, number[][]> = JSON.parse(
    readFileSync(golden('expected.json'), 'utf8'),
  );

  test.each(Object.keys(expected))('%s has the values NumPy wrote', (name) => {
    expect(read(readFileSync(golden(name))).rows).toEqual(expected[name]);
  });

  test('CSV written by NumPy has them, too', () => {
    expect(read(readFileSync(golden('written.csv'))).rows).toEqual(expected['f8.npy']);
  });

  const whole = readFileSync(golden('f8.npy'));

  test('columns are called by number', () => {
    const all = expected['f8.npy'] ?? [];
    expect(read(whole, ['1'])).toEqual({ names: ['1'], rows: all.map((row) => [row[1]]) });
  });

  test('cut anywhere it is refused', () => {
    for (let end = 0; end < whole.length; end++) {
      expect(() => read(whole.subarray(0, end))).toThrow(/^\/data\/t/);
    }
  });

  const header = (text: string) => {
    const bytes = new Uint8Array(10 + text.length + 8);
    bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8]);
    bytes.set(new TextEncoder().encode(text), 10);
    return bytes;
  };

  test.each([
    ["{'descr': '>f8', 'fortran_order': False, 'shape': (1,)}", 'got >f8'],
    ["{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", 'got |O'],
    ["{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,)}", 'got a structure'],
    ["{'descr': '<f2', 'fortran_order': False, 'shape': (4,)}", 'got <f2'],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1, 1)}", 'two dimensions, got 3'],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': ()}", 'two dimensions, got 0'],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999, 9999)}", 'bytes of numbers'],
    [
      "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 260000000)}",
      'at most 10000 columns, got 260000000',
    ],
    ["{'descr': '<f8', 'fortran_order': False}", 'got no'],
  ])('%s is refused', (text, message) => {
    expect(() => read(header(text))).toThrow(message);
  });

  test('says where a number is not finite', () => {
    const bytes = Uint8Array.from(whole);
    new DataView(bytes.buffer).setFloat64(bytes.length - 8, Number.NaN, true);
    expect(() => read(bytes)).toThrow(/expected a finite number in row \d+, column 1, got NaN/);
  });
});
