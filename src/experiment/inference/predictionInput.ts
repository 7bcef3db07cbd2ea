// A line of JSON as a sequence for a trained network: untrusted text until every number is checked.
import { ConfigurationError } from '../../math/configurationError.ts';
import type { InputShape } from '../../tasks/task.ts';
import { TaskFileError } from '../../tasks/taskFileError.ts';
import { quoted } from '../load/issue.ts';
import { pathKey, readTree } from '../load/tree.ts';
import { standardized } from './forecast.ts';
import type { Trained } from './openTrained.ts';
import type { PredictorInput } from './predictor.ts';

/** Longest line that is read, in bytes: 16 MiB. */
export const LARGEST_LINE_BYTES = 2 ** 24;

/** Where a line stands. */
export interface LinePlace {
  /** What errors call its file. */
  readonly label: string;
  /** From 1. */
  readonly line: number;
}

/** What is wrong with a line, and where in its data. */
interface Flaw {
  /** Null where it is no JSON. */
  readonly path: readonly (string | number)[] | null;
  readonly message: string;
}

type Checked = PredictorInput | Flaw;

/**
 * Reads `{"input": ...}`: symbols, rows of numbers, numbers alone for a network of one input, or a text for
 * a network of text. Other keys are left alone, so that lines with targets can be read, too. Rows of a
 * series are in the units of its data.
 * @throws TaskFileError with line and column if it is not JSON or no sequence for this network
 */
export function readPredictionInput(
  trained: Trained,
  text: string,
  { label, line }: LinePlace,
): PredictorInput {
  const checked = check(trained, text);
  if (!('message' in checked)) return checked;
  const { path, message } = checked;
  throw new TaskFileError(label, message, { line, column: columnOf(text, path) });
}

function check(trained: Trained, text: string): Checked {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { path: null, message: `expected {"input": [...]} as JSON, got ${quoted(text)}` };
  }
  if (typeof value !== 'object' || value === null || !('input' in value)) {
    return { path: [], message: `expected {"input": [...]}, got ${shown(value)}` };
  }
  const { input } = value;
  const { notation } = trained.task;
  if (typeof input === 'string' && notation?.kind === 'text') {
    return encoded(input, (one) => notation.encode(one));
  }
  const { input: shape } = trained.network;
  const what = shape.kind === 'index' ? 'symbols' : 'rows of numbers';
  if (!Array.isArray(input)) {
    const orText = notation?.kind === 'text' ? 'a text or ' : '';
    return { path: ['input'], message: `expected ${orText}a list of ${what}, got ${shown(input)}` };
  }
  if (input.length === 0) {
    return { path: ['input'], message: `expected at least one of ${what}, got none` };
  }
  return shape.kind === 'index' ? symbolsOf(input, shape) : rowsOf(input, shape, trained);
}

function encoded(text: string, encode: (text: string) => Int32Array): Checked {
  if (text === '') return { path: ['input'], message: 'expected at least one character, got none' };
  try {
    const values = encode(text);
    return { length: values.length, values };
  } catch (error) {
    if (error instanceof ConfigurationError) return { path: ['input'], message: error.message };
    throw error;
  }
}

function symbolsOf(input: readonly unknown[], { size }: InputShape): Checked {
  const values = new Int32Array(input.length);
  for (const [t, symbol] of input.entries()) {
    const isKnown = typeof symbol === 'number' && Number.isInteger(symbol);
    if (!isKnown || symbol < 0 || symbol >= size) {
      const message = `expected a symbol from 0 to ${size - 1}, got ${shown(symbol)}`;
      return { path: ['input', t], message };
    }
    values[t] = symbol;
  }
  return { length: values.length, values };
}

function rowsOf(input: readonly unknown[], { size }: InputShape, { task }: Trained): Checked {
  const channels = task.notation?.kind === 'series' ? task.notation.inputs : null;
  const values = new Float64Array(input.length * size);
  for (const [t, given] of input.entries()) {
    const row: unknown = size === 1 && typeof given === 'number' ? [given] : given;
    if (!Array.isArray(row) || row.length !== size) {
      const message = `expected a row of ${size} numbers, got ${shown(given)}`;
      return { path: ['input', t], message };
    }
    const wrong = row.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) {
      const path = ['input', t, ...(row === given ? [wrong] : [])];
      return { path, message: `expected a number, got ${shown(row[wrong])}` };
    }
    values.set(channels ? standardized(row, channels) : row, t * size);
  }
  return { length: input.length, values };
}

/** Column of a value, from 1; where the text is no JSON, of what is wrong with it. */
function columnOf(text: string, path: Flaw['path'] | null): number {
  const { spans, problems } = readTree(text);
  const place = path === null ? problems[0] : spans.get(pathKey(path));
  return (place?.offset ?? 0) + 1;
}

/** A value as JSON, as much as a message has room for. */
function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
