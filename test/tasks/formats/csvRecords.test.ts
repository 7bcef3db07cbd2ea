import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRecords } from '../../../src/tasks/formats/csvRecords.ts';
import { TaskFileError } from '../../../src/tasks/taskFileError.ts';
import { wholeFile } from '../../helpers/taskFiles.ts';

/** Cells of all records, each behind its line. */
function read(content: string | Uint8Array) {
  const [file] = wholeFile(content, 't');
  if (!file) throw new Error('no file');
  return Array.from(csvRecords(file), ({ line, cellCount, text }) => [
    line,
    ...Array.from({ length: cellCount }, (_, cell) => text(cell)),
  ]);
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

test('records are those that csv-parse reads, at the lines they begin on', () => {
  const cell = fc.oneof(
    fc.stringMatching(/^[ a1é.]{0,4}$/),
    fc.stringMatching(/^[ ,"\na€]{0,6}$/).map(quoted),
    fc.stringMatching(/^[,\nb]{0,6}$/).map((text) => ` "${text}"\t`),
  );
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(rows, fc.constantFrom('\n', '\r\n'), fc.boolean(), (table, lineEnd, isEnded) => {
      const content = table.map((row) => row.join(',')).join(lineEnd) + (isEnded ? lineEnd : '');
      let line = 1;
      const lines = table.map((row) => {
        const first = line;
        line += row.join('').split('\n').length;
        return first;
      });
      const records = parse(content, { trim: true, relax_column_count: true });
      expect(read(content)).toEqual(records.map((record, i) => [lines[i], ...record]));
    }),
    { numRuns: 500 },
  );
});

test('nothing is made for a record, so that millions of them take no memory', () => {
  const [file] = wholeFile('a,b\n1,2\n"x",3\n');
  if (!file) throw new Error('no file');
  const records = [...csvRecords(file)];
  expect(records).toHaveLength(3);
  expect(new Set(records).size).toBe(1);
});

test('any bytes are records or an error with its place', () => {
  const bytes = fc.uint8Array({ maxLength: 40 });
  const text = fc
    .stringMatching(/^[",\n\r a1é]{0,30}$/)
    .map((one) => new TextEncoder().encode(one));
  fc.assert(
    fc.property(fc.oneof(bytes, text), (content) => {
      try {
        read(content);
      } catch (error) {
        expect(error).toBeInstanceOf(TaskFileError);
        expect(String(error)).toMatch(/t:\d+:\d+: expected/);
      }
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['a,b\n1,2\n3,"4\n5,6\n', 't:3:2: expected CSV, got a quote that is not closed'],
  ['a,"b ""c\nd', 't:1:2: expected CSV, got a quote that is not closed'],
  ['a,b\n1,x"y"\n', 't:2:2: expected CSV, got a quote within a cell that does not begin with one'],
  ['a,b\n"x"y,2\n', 't:2:1: expected CSV, got more of a cell behind its closing quote'],
])('%j is refused where its quotes go wrong', (content, message) => {
  expect(() => read(content)).toThrow(message);
});

test('a quote that is not closed does not take the rest of a long file', () => {
  const long = `a""b${'1,2\n'.repeat(1_000_000)}`;
  expect(() => read(`x,"${long}`)).toThrow('t:1:2: expected CSV, got a quote that is not closed');
});

test('bytes that are not UTF-8 are named with line and cell', () => {
  const bytes = new TextEncoder().encode('day,a\n"é, ?",1\nx,2?\n');
  const marks = [...bytes.keys()].filter((i) => bytes[i] === 0x3f);
  marks.forEach((mark, i) => {
    const wrong = Uint8Array.from(bytes);
    wrong[mark] = 0xff;
    expect(() => read(wrong)).toThrow(
      `t:${i + 2}:${i + 1}: expected UTF-8 text or a NumPy file, got the byte 0xff`,
    );
  });
});

test('lines end with a carriage return where no line feed is', () => {
  expect(read('a,"b\rc"\r1,2\r')).toEqual([
    [1, 'a', 'b\rc'],
    [3, '1', '2'],
  ]);
});

test('ten thousand cells are a record, more are not', () => {
  const row = (count: number) => new Array(count).fill('1').join(',');
  expect(read(row(10_000))[0]).toHaveLength(10_001);
  for (const content of [row(10_001), `"""",${row(10_000)}`]) {
    expect(() => read(content)).toThrow('t:1:10001: expected at most 10000 cells, got more');
  }
});
