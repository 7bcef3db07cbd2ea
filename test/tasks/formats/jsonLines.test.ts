// How a file falls into lines, and what is said where it does not.
import { describe, expect, test } from 'vitest';
import { jsonLines } from '../../../src/tasks/formats/jsonLines.ts';
import { TaskFileError } from '../../../src/tasks/taskFileError.ts';
import { wholeFile } from '../../helpers/taskFiles.ts';

function linesOf(content: string | Uint8Array) {
  const [file] = wholeFile(content);
  if (!file) throw new Error('no file');
  return [...jsonLines(file)];
}

describe('lines', () => {
  test.each<[string, string]>([
    ['with a line feed at the end', '1\n2\n'],
    ['without one', '1\n2'],
    ['with blank lines at the end', '1\n2\n\n \t\n\r\n'],
    ['behind a byte order mark', '\u{feff}1\n2'],
  ])('%s are numbered from 1', (_, content) => {
    expect(linesOf(content)).toEqual([
      { text: '1', line: 1 },
      { text: '2', line: 2 },
    ]);
  });

  test('may end as on Windows', () => {
    expect(linesOf('[1]\r\n[2]\r\n').map(({ text }) => JSON.parse(text))).toEqual([[1], [2]]);
  });

  test('hold characters of several bytes', () => {
    expect(linesOf('"é"\n"\u{1F600}"')[1]).toEqual({ text: '"\u{1F600}"', line: 2 });
  });

  test.each(['', '\n', '\u{feff}', '\u{feff}\n\n'])('of %j are none', (content) => {
    expect(linesOf(content)).toEqual([]);
  });
});

describe('refused', () => {
  test('is a blank line before the last', () => {
    expect(() => linesOf('1\n\n\n2')).toThrow(
      new TaskFileError('/data/file', 'expected a JSON object on each line, got a blank line', {
        line: 2,
        column: 1,
      }),
    );
  });

  test('are bytes that are not UTF-8, at their place', () => {
    const bytes = Uint8Array.of(0x31, 0x0a, 0x22, 0xc3, 0xa9, 0xff, 0x22);
    expect(() => linesOf(bytes)).toThrow(
      new TaskFileError('/data/file', 'expected UTF-8 text, got other bytes', {
        line: 2,
        column: 3,
      }),
    );
  });
});
