// Lines of a stream one after the other, each in memory for as long as it is looked at.

import { TaskFileError } from '../tasks/taskFileError.ts';

/** A line of a stream. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its end. */
  readonly text: string;
}

const LINE_FEED = 10;

/**
 * Reads lines of UTF-8, with LF or CR LF at their end, which the last one may lack.
 * @param stream chunks of bytes
 * @param label what errors call the stream
 * @param limitBytes longest line
 * @throws TaskFileError if a line is longer or not UTF-8
 */
export async function* readLines(
  stream: AsyncIterable<Uint8Array | string>,
  label: string,
  limitBytes: number,
): AsyncGenerator<Line, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: Uint8Array[] = [];
  let sizeBytes = 0;
  let number = 1;
  const add = (part: Uint8Array): void => {
    sizeBytes += part.length;
    if (sizeBytes > limitBytes) {
      const message = `expected at most ${limitBytes} bytes in a line, got more`;
      throw new TaskFileError(label, message, { line: number, column: 1 });
    }
    parts.push(part);
  };
  const take = (): Line => {
    const bytes = Buffer.concat(parts);
    parts = [];
    sizeBytes = 0;
    try {
      return { number: number++, text: decoder.decode(bytes).replace(/\r$/, '') };
    } catch {
      const place = { line: number - 1, column: 1 };
      throw new TaskFileError(label, 'expected UTF-8 text, got other bytes', place);
    }
  };
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      add(bytes.subarray(start, end));
      yield take();
      start = end + 1;
    }
    if (start < bytes.length) add(bytes.slice(start));
  }
  if (sizeBytes > 0) yield take();
}
