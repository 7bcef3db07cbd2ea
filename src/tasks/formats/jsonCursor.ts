// Reads JSON of a form that is known beforehand, value by value, and says line and column where it
// differs. Nothing is built: what is read goes where the caller wants it, however long the file.
import type { TaskFile } from '../task.ts';
import { TaskFileError } from '../taskFileError.ts';
import { findNonUtf8, positionOf } from './utf8.ts';

/** A place in a JSON text that moves on as values are read. */
export interface JsonCursor {
  /** The next character that is not white space; empty at the end. */
  peek(): string;
  /** Reads a list; `item` reads each of its items. */
  list(what: string, item: () => void): void;
  /** Reads an object; `field` reads the value of each field. */
  fields(what: string, field: (name: string) => void): void;
  /** Reads a whole number in a range. */
  integer(what: string, least: number, most: number): number;
  /** Makes an error about the value that was begun or read last. */
  refuse(message: string): TaskFileError;
  /** @throws TaskFileError if anything follows */
  end(): void;
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NAME = /"[^"\\\p{Cc}]{0,64}"/uy;
/** What an error shows of a value. */
const WORD = /"[^"\n]{0,20}"?|[-+.\w]{1,20}|.|$/suy;

/**
 * Opens a text.
 * @throws TaskFileError from each call if the text is not as asked; at once, with line and column, if it is not UTF-8
 */
export function openJson({ path, bytes }: TaskFile): JsonCursor {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const wrong = findNonUtf8(bytes);
    const message = `expected UTF-8 text, got the byte 0x${bytes[wrong]?.toString(16)}`;
    throw new TaskFileError(path, message, positionOf(bytes, wrong));
  }
  let at = 0;
  let last = 0;
  /** Moves over what a sticky pattern finds here. */
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    at += found?.length ?? 0;
    return found;
  };
  const peek = (): string => {
    take(SPACE);
    last = at;
    return text.charAt(at);
  };
  const refuse = (message: string): TaskFileError => {
    const before = text.slice(0, last);
    const line = before.split('\n').length;
    return new TaskFileError(path, message, { line, column: last - before.lastIndexOf('\n') });
  };
  const wrong = (what: string): TaskFileError => {
    WORD.lastIndex = last;
    return refuse(`expected ${what}, got ${WORD.exec(text)?.[0] || 'the end'}`);
  };
  const takeMark = (mark: string, what: string): void => {
    if (peek() !== mark) throw wrong(what);
    at++;
  };
  /** Reads what lies between two brackets, with commas between the items. */
  const enclosed = ([open, close]: readonly [string, string], what: string, item: () => void) => {
    takeMark(open, what);
    if (peek() !== close) {
      item();
      while (peek() === ',') {
        at++;
        item();
      }
    }
    takeMark(close, `"," or "${close}"`);
  };
  return {
    peek,
    refuse,
    list: (what, item) => enclosed(['[', ']'], what, item),
    fields: (what, field) =>
      enclosed(['{', '}'], what, () => {
        peek();
        const name = take(NAME);
        if (name === null) throw wrong('a name in quotes');
        const nameAt = last;
        takeMark(':', '":"');
        last = nameAt;
        field(name.slice(1, -1));
      }),
    integer(what, least, most) {
      peek();
      const value = Number(take(NUMBER) ?? Number.NaN);
      if (!(Number.isInteger(value) && value >= least && value <= most)) throw wrong(what);
      return value;
    },
    end() {
      if (peek() !== '') throw wrong('the end');
    },
  };
}
