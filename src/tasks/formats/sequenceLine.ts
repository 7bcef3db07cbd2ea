// One line of a file of sequences: {"input": [...], "target": ...}. Untrusted text until every number is
// checked.
import type { InputShape, TargetShape } from '../task.ts';
import { type FilePosition, TaskFileError } from '../taskFileError.ts';
import { findInJson, type JsonPath } from './jsonPlace.ts';
import { shown, shownText } from './shown.ts';

/** What a line is to hold. */
export interface SequenceShape {
  readonly input: InputShape;
  /** At the last step or at every step. */
  readonly target: TargetShape;
  /** Most steps; any number without it. */
  readonly longest?: number;
}

/** Where a line stands. */
export interface LinePlace extends Required<Pick<FilePosition, 'line'>> {
  /** What errors call the file. */
  readonly path: string;
}

/** Symbols and classes, or numbers. */
export type Numbers = Int32Array | Float64Array;

/** A sequence, checked. */
export interface SequenceLine {
  /** T, at least 1. */
  readonly length: number;
  /** T symbols, or T rows of I numbers one after the other. */
  readonly inputs: Numbers;
  /** One class or O values, of each step in turn where every step has one; empty if not asked for. */
  readonly targets: Numbers;
}

/** Makes the error about a value of the line. */
type Refuse = (path: JsonPath, expected: string, got: unknown) => TaskFileError;

/** Numbers of one step, and how to read them. */
interface StepReader {
  /** How many there are. */
  readonly width: number;
  /** What several of them are called. */
  readonly plural: string;
  make(count: number): Numbers;
  /** Reads a step into `into` from `at` on; of several, `path` is the list's. */
  read(value: unknown, into: Numbers, at: number, path: JsonPath, step?: number): void;
}

/**
 * Reads a line. Rows of one number may be written without brackets.
 * @param needsTarget whether the target is read and no other key allowed; else only the input is looked at
 * @throws TaskFileError with line and column if it is not JSON or not such a sequence
 */
export function parseSequenceLine(
  text: string,
  { input: inputShape, target: targetShape, longest = Number.POSITIVE_INFINITY }: SequenceShape,
  place: LinePlace,
  { needsTarget }: { readonly needsTarget: boolean },
): SequenceLine {
  const refuse: Refuse = (path, expected, got) => refusal(text, place, path, expected, shown(got));
  const record = parseObject(text, place, needsTarget);
  const { input } = record;
  const inputReader = readerOf(inputShape.kind === 'index' ? 'symbol' : null, inputShape, refuse);
  if (!Array.isArray(input)) {
    throw refuse(['input'], `a list of ${inputReader.plural}`, input);
  }
  if (input.length === 0) throw refuse(['input'], 'at least one step', input);
  if (input.length > longest) throw refuse(['input'], `at most ${longest} steps`, input);
  const inputs = readSteps(input, inputReader, ['input']);
  if (!needsTarget) return { length: input.length, inputs, targets: new Int32Array(0) };
  const { target } = record;
  const targetReader = readerOf(targetShape.kind === 'class' ? 'class' : null, targetShape, refuse);
  if (targetShape.steps === 'lastStep') {
    const targets = targetReader.make(targetReader.width);
    targetReader.read(target, targets, 0, ['target']);
    return { length: input.length, inputs, targets };
  }
  if (!Array.isArray(target) || target.length !== input.length) {
    const expected = `a list of ${input.length} ${targetReader.plural}, one for each step`;
    throw refuse(['target'], expected, target);
  }
  return { length: input.length, inputs, targets: readSteps(target, targetReader, ['target']) };
}

function parseObject(text: string, place: LinePlace, needsTarget: boolean) {
  const form = needsTarget ? '{"input": [...], "target": ...}' : '{"input": [...]}';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { offset } = findInJson(text);
    const [wrong] = text.slice(offset, offset + 2);
    const got = wrong === undefined ? 'the end of the line' : shownText(wrong);
    throw errorAt(place, offset, `expected ${form} as JSON, got ${got}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refusal(text, place, [], form, shown(value));
  }
  const record: { readonly [key: string]: unknown } = { ...value };
  const keys = needsTarget ? ['input', 'target'] : ['input'];
  const missing = keys.find((key) => !Object.hasOwn(record, key));
  if (missing !== undefined) {
    throw refusal(text, place, [], form, `an object without "${missing}"`);
  }
  const unknown = needsTarget && Object.keys(record).find((key) => !keys.includes(key));
  if (typeof unknown === 'string') {
    throw refusal(text, place, [unknown], `${form} and no other key`, shownText(unknown));
  }
  return record;
}

function readSteps(steps: readonly unknown[], reader: StepReader, path: JsonPath): Numbers {
  const numbers = reader.make(steps.length * reader.width);
  for (let t = 0; t < steps.length; t++) {
    reader.read(steps[t], numbers, t * reader.width, path, t);
  }
  return numbers;
}

/** @param whole what whole numbers below the size are called; null for rows of numbers */
function readerOf(
  whole: 'symbol' | 'class' | null,
  { size }: { readonly size: number },
  refuse: Refuse,
): StepReader {
  if (whole !== null) {
    return {
      width: 1,
      plural: whole === 'class' ? 'classes' : 'symbols',
      make: (count) => new Int32Array(count),
      read(value, into, at, path, step) {
        const isWhole = typeof value === 'number' && Number.isInteger(value);
        if (!isWhole || value < 0 || value >= size) {
          throw refuse(below(path, step), `a ${whole} from 0 to ${size - 1}`, value);
        }
        into[at] = value;
      },
    };
  }
  const isNumber = (value: unknown): value is number =>
    typeof value === 'number' && Number.isFinite(Math.fround(value));
  const NUMBER = 'a number that 32 bits can hold';
  return {
    width: size,
    plural: size === 1 ? 'numbers' : `rows of ${size} numbers`,
    make: (count) => new Float64Array(count),
    read(value, into, at, path, step) {
      if (size === 1 && !Array.isArray(value)) {
        if (!isNumber(value)) throw refuse(below(path, step), NUMBER, value);
        into[at] = value;
        return;
      }
      if (!Array.isArray(value) || value.length !== size) {
        const expected = `a row of ${size} ${size === 1 ? 'number' : 'numbers'}`;
        throw refuse(below(path, step), expected, value);
      }
      for (let j = 0; j < size; j++) {
        const number: unknown = value[j];
        if (!isNumber(number)) throw refuse([...below(path, step), j], NUMBER, number);
        into[at + j] = number;
      }
    },
  };
}

function below(path: JsonPath, step: number | undefined): JsonPath {
  return step === undefined ? path : [...path, step];
}

function refusal(text: string, place: LinePlace, path: JsonPath, expected: string, got: string) {
  return errorAt(place, findInJson(text, path).offset, `expected ${expected}, got ${got}`);
}

function errorAt({ path, line }: LinePlace, offset: number, message: string): TaskFileError {
  return new TaskFileError(path, message, { line, column: offset + 1 });
}
