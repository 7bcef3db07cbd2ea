// The header of a safetensors file: JSON of one fixed shape. Read here rather than by JSON.parse,
// which lets the second of two equal names win without a word. What the offsets mean is not
// checked here.
import { WeightsFileError } from './weightsFileError.ts';

/** What a header says about one tensor. */
export interface HeaderEntry {
  readonly name: string;
  /** Such as F32. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Byte offsets into the data, the end excluded. */
  readonly begin: number;
  readonly end: number;
}

/** A header: tensors in its order, and free words about the file. */
export interface Header {
  readonly entries: readonly HeaderEntry[];
  /** Without a prototype where it was read. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The name that stands for the metadata. */
const METADATA = '__metadata__';

/** Names that mean something else to the format or to the language. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([METADATA, '__proto__']);

/** Writes a header as JSON on one line: the metadata first, then the tensors in order. */
export function headerText({ entries, metadata }: Header): string {
  const members = entries.map(({ name, dtype, shape, begin, end }) => {
    const entry = JSON.stringify({ dtype, shape, data_offsets: [begin, end] });
    return `${JSON.stringify(name)}:${entry}`;
  });
  return `{${[`"${METADATA}":${JSON.stringify(metadata)}`, ...members].join(',')}}`;
}

const SPACE = /[ \t\n\r]*/y;
const INTEGER = /(?:0|[1-9]\d{0,15})(?![\d.eE])/y;

/**
 * Reads a header.
 * @throws WeightsFileError if it is not JSON, has another shape, or says a name twice
 */
export function parseHeader(text: string): Header {
  let at = 0;
  const problem = (expected: string) =>
    new WeightsFileError(`header: expected ${expected} at character ${at}`);
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    at += found?.length ?? 0;
    return found;
  };
  const takes = (mark: string): boolean => {
    match(SPACE);
    if (text[at] !== mark) return false;
    at++;
    return true;
  };
  const take = (mark: string): void => {
    if (!takes(mark)) throw problem(mark);
  };
  const readString = (): string => {
    take('"');
    const start = at - 1;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    take('"');
    try {
      return String(JSON.parse(text.slice(start, at)));
    } catch {
      throw problem('a string before the end');
    }
  };
  const readInteger = (): number => {
    match(SPACE);
    const value = Number(match(INTEGER) ?? Number.NaN);
    if (!Number.isSafeInteger(value)) throw problem('a whole number');
    return value;
  };
  const readIntegers = (): number[] => {
    const values: number[] = [];
    take('[');
    if (takes(']')) return values;
    do values.push(readInteger());
    while (takes(','));
    take(']');
    return values;
  };
  const readObject = (readMember: (key: string) => void): void => {
    const keys = new Set<string>();
    take('{');
    if (takes('}')) return;
    do {
      const key = readString();
      if (keys.has(key) || key === '__proto__') throw problem('another name before the end');
      keys.add(key);
      take(':');
      readMember(key);
    } while (takes(','));
    take('}');
  };
  const readEntry = (name: string): HeaderEntry => {
    const found: { dtype?: string; shape?: number[]; offsets?: number[] } = {};
    readObject((key) => {
      if (key === 'dtype') found.dtype = readString();
      else if (key === 'shape') found.shape = readIntegers();
      else if (key === 'data_offsets') found.offsets = readIntegers();
      else throw problem('dtype, shape or data_offsets before the end');
    });
    const { dtype, shape, offsets: [begin, end, ...more] = [] } = found;
    if (dtype === undefined || !shape || begin === undefined || end === undefined || more.length) {
      throw problem('a tensor with dtype, shape and two data_offsets before the end');
    }
    return { name, dtype, shape, begin, end };
  };

  const entries: HeaderEntry[] = [];
  const metadata: Record<string, string> = Object.create(null);
  if (!text.startsWith('{')) throw problem('{');
  readObject((key) => {
    if (key !== METADATA) entries.push(readEntry(key));
    else {
      readObject((word) => {
        metadata[word] = readString();
      });
    }
  });
  match(SPACE);
  if (at < text.length) throw problem('its end');
  return { entries, metadata };
}
