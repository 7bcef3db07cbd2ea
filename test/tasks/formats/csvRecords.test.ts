import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CsvRecord, eachCsvRecord } from '../../../src/tasks/formats/csvRecords.ts';
import { TaskFileError } from '../../../src/tasks/taskFileError.ts';
import { wholeFile } from '../../helpers/taskFiles.ts';

function each(content: string | Uint8Array, take: (record: CsvRecord) => void): void {
  const [file] = wholeFile(content, 't');
  if (!file) throw new Error('no file');
  eachCsvRecord(file, take);
}

/** Cells of all records, each behind its line. */
function read(content: string | Uint8Array): (string | number)[][] {
  const records: (string | number)[][] = [];
  each(content, ({ cells, line }) => records.push([line(), ...cells]));
  return records;
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

test('records are what was written, at the lines they begin on', () => {
  const plain = fc.stringMatching(/^[a1é.€-]{0,4}$/).map((text) => ({ text, written: text }));
  const spaced = plain.map(({ text }) => ({ text, written: ` ${text}\t` }));
  const withQuotes = fc
    .stringMatching(/^[ ,"\na€]{0,6}$/)
    .map((text) => ({ text: text.trim(), written: quoted(text) }));
  const cell = fc.oneof(plain, spaced, withQuotes);
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), {
    minLength: 1,
    maxLength: 6,
  });
  const ends = fc.constantFrom('\n', '\r\n', '\n\n', '\r\n \r\n');
  fc.assert(
    fc.property(rows, ends, fc.boolean(), fc.boolean(), (table, end, isEnded, hasMark) => {
      const lines = table.map((row) => row.map(({ written }) => written).join(','));
      let line = 1;
      const expected = table.map((row, i) => {
        const record = [line, ...row.map(({ text }) => text)];
        line += `${lines[i]}${end}`.split('\n').length - 1;
        return record;
      });
      const mark = hasMark ? '\ufeff' : '';
      // Quotes tell of one end of lines alone where a file of one row has no other.
      const content = `${mark}${lines.join(end)}${isEnded || table.length === 1 ? end : ''}`;
      expect(read(content)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
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
  ['a,"\n\n",b\n1,2,"3', 't:4:3: expected CSV, got a quote that is not closed'],
  ['a,b\n"x"y,2\n', 't:2:1: expected CSV, got more of a cell behind its closing quote'],
])('%j is refused where its quotes go wrong', (content, message) => {
  expect(() => read(content)).toThrow(message);
});

test('a place is that of the whole file, however long it is', () => {
  const rows = '1,2\n'.repeat(1_500_000);
  expect(() => each(`${rows}\n3,"x\n${rows}`, () => {})).toThrow(
    't:1500002:2: expected CSV, got a quote that is not closed',
  );
});

test('records are read across the pieces of a long file, in quotes or not', () => {
  const cells = ['1', '"2\n"', '""""', '"5"" pipe"'];
  let count = 0;
  each(`${cells.join(',')}\n`.repeat(300_000), ({ cells: found }) => {
    if (found.join('|') === '1|2|"|5" pipe') count++;
  });
  expect(count).toBe(300_000);
});

test('bytes that are not UTF-8 are named with line and column', () => {
  const bytes = new TextEncoder().encode('day,a\n"é, ?",1\nx,2?\n');
  const marks = [...bytes.keys()].filter((i) => bytes[i] === 0x3f);
  for (const [i, place] of ['2:5', '3:4'].entries()) {
    const wrong = Uint8Array.from(bytes);
    wrong[marks[i] ?? 0] = 0xff;
    expect(() => read(wrong)).toThrow(
      `t:${place}: expected UTF-8 text or a NumPy file, got the byte 0xff`,
    );
  }
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
  expect(() => read(row(10_001))).toThrow('t:1:10001: expected at most 10000 cells, got more');
});
