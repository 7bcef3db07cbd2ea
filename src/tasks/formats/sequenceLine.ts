// One line of a file of sequences: {"input": [...], "target": ...}. Untrusted text until every number is
// checked.
import { ConfigurationError } from '../../math/configurationError.ts';
import type { InputShape, TargetShape } from '../task.ts';
import { type FilePosition, TaskFileError } from '../taskFileError.ts';
import { findInJson, type JsonPath } from './jsonPlace.ts';
import { shown, shownText } from './shown.ts';
import { type Numbers, type Refuse, readSteps, stepReader } from './steps.ts';

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

/** The input of a sequence, checked. */
export interface SequenceInput {
  /** T, at least 1. */
  readonly length: number;
  /** T symbols, or T rows of I numbers one after the other. */
  readonly inputs: Numbers;
}

/** A sequence, checked. */
export interface SequenceLine extends SequenceInput {
  /** One class or O values, of each step in turn where every step has one. */
  readonly targets: Numbers;
}

/** Gives the symbols of a text; throws a ConfigurationError for a text that has none. */
export type ReadText = (text: string) => Int32Array;

/** A line that is an object with the keys it needs. */
interface LineRecord {
  readonly record: { readonly [key: string]: unknown };
  readonly refuse: Refuse;
}

/**
 * Reads a line with its target; no other key is allowed. Rows of one number may be written without brackets.
 * @throws TaskFileError with line and column if it is not JSON or not such a sequence
 */
export function parseSequenceLine(
  text: string,
  { input: inputShape, target: targetShape, longest }: SequenceShape,
  place: LinePlace,
): SequenceLine {
  const form = '{"input": [...], "target": ...}';
  const { record, refuse } = parseObject(text, place, form, ['input', 'target']);
  const unknown = Object.keys(record).find((key) => key !== 'input' && key !== 'target');
  if (unknown !== undefined) {
    throw refusal(text, place, [unknown], `${form} and no other key`, shownText(unknown));
  }
  const { length, inputs } = readInput(record.input, inputShape, refuse, longest);
  const { target } = record;
  const reader = stepReader(targetShape.kind === 'class' ? 'class' : null, targetShape, refuse);
  if (targetShape.steps === 'lastStep') {
    const targets = reader.make(reader.width);
    reader.read(target, targets, 0, ['target']);
    return { length, inputs, targets };
  }
  if (!Array.isArray(target) || target.length !== length) {
    const expected = `a list of ${length} ${reader.plural}, one for each step`;
    throw refuse(['target'], expected, target);
  }
  return { length, inputs, targets: readSteps(target, reader, ['target']) };
}

/**
 * Reads a line whose input alone counts: other keys are left alone, so that lines with targets can be read, too.
 * @param readText what reads a text in place of symbols, where that is allowed
 * @throws TaskFileError with line and column if it is not JSON or holds no such input
 */
export function parseSequenceInput(
  text: string,
  shape: InputShape,
  place: LinePlace,
  readText?: ReadText,
): SequenceInput {
  const { record, refuse } = parseObject(text, place, '{"input": [...]}', ['input']);
  const { input } = record;
  if (!readText || Array.isArray(input)) return readInput(input, shape, refuse);
  if (typeof input !== 'string') throw refuse(['input'], 'a text or a list of symbols', input);
  if (input === '') throw refuse(['input'], 'at least one character', input);
  try {
    const inputs = readText(input);
    return { length: inputs.length, inputs };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw errorAt(place, findInJson(text, ['input']).offset, error.message);
  }
}

function readInput(
  input: unknown,
  shape: InputShape,
  refuse: Refuse,
  longest = Number.POSITIVE_INFINITY,
): SequenceInput {
  const reader = stepReader(shape.kind === 'index' ? 'symbol' : null, shape, refuse);
  if (!Array.isArray(input)) throw refuse(['input'], `a list of ${reader.plural}`, input);
  if (input.length === 0) throw refuse(['input'], 'at least one step', input);
  if (input.length > longest) throw refuse(['input'], `at most ${longest} steps`, input);
  return { length: input.length, inputs: readSteps(input, reader, ['input']) };
}

function parseObject(
  text: string,
  place: LinePlace,
  form: string,
  keys: readonly string[],
): LineRecord {
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
  const record: LineRecord['record'] = { ...value };
  const missing = keys.find((key) => !Object.hasOwn(record, key));
  if (missing !== undefined) {
    throw refusal(text, place, [], form, `an object without "${missing}"`);
  }
  return {
    record,
    refuse: (path, expected, got) => refusal(text, place, path, expected, shown(got)),
  };
}

function refusal(text: string, place: LinePlace, path: JsonPath, expected: string, got: string) {
  return errorAt(place, findInJson(text, path).offset, `expected ${expected}, got ${got}`);
}

function errorAt({ path, line }: LinePlace, offset: number, message: string): TaskFileError {
  return new TaskFileError(path, message, { line, column: offset + 1 });
}
