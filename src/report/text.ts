// Text as a terminal shows it: untrusted labels made harmless, long sentences broken into lines.
// Widths are counted in code points: the program's own text holds no wide characters.
import { stripVTControlCharacters } from 'node:util';

const PRINTABLE_ASCII = /^[ -~]*$/;

/**
 * Removes from an untrusted label whatever could steer a terminal or reorder the line: escape
 * sequences, control and format characters (bidirectional marks, zero-width characters) and lone
 * surrogates. Line breaks and tabs become one space.
 *
 * @param text - any string.
 */
export function stripControl(text: string): string {
  // Tables ask this of every cell, and hardly ever is there anything to remove.
  if (PRINTABLE_ASCII.test(text)) return text;
  return stripVTControlCharacters(text)
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '');
}

/**
 * Counts the columns a text takes on a terminal, colour codes not counted.
 *
 * @param text - one line.
 */
export function visibleWidth(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/**
 * Cuts an uncoloured text to a number of columns, with `...` where something was cut off.
 *
 * @param text - one line without colour codes.
 * @param columns - largest width.
 */
export function truncate(text: string, columns: number): string {
  const characters = [...text];
  if (characters.length <= columns) return text;
  if (columns <= 3) return characters.slice(0, columns).join('');
  return `${characters.slice(0, columns - 3).join('')}...`;
}

/**
 * Breaks a text at spaces into lines no wider than the terminal; a longer word is cut.
 *
 * @param text - one sentence or more, colour codes allowed inside words.
 * @param columns - largest width, at least 1.
 * @param indent - what every line after the first begins with.
 * @returns the lines, at least one.
 */
export function wrapText(text: string, columns: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  let empty = true;
  for (const word of text.split(' ')) {
    let rest = word;
    if (!empty && visibleWidth(line) + 1 + visibleWidth(rest) > columns) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    while (visibleWidth(line) + visibleWidth(rest) > columns && !rest.includes('\u001b')) {
      const room = Math.max(1, columns - visibleWidth(line));
      lines.push(line + [...rest].slice(0, room).join(''));
      rest = [...rest].slice(room).join('');
      line = indent;
    }
    line = empty ? line + rest : `${line} ${rest}`;
    empty = false;
  }
  return [...lines, line];
}
