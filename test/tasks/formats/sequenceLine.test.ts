// Lines of sequences: what is read, and what is said about a line that is none.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseSequenceInput,
  parseSequenceLine,
  type SequenceShape,
} from '../../../src/tasks/formats/sequenceLine.ts';
import type { InputShape, TargetShape } from '../../../src/tasks/task.ts';
import { TaskFileError } from '../../../src/tasks/taskFileError.ts';

const symbols: InputShape = { kind: 'index', size: 4 };
const rows = (size: number): InputShape => ({ kind: 'dense', size });
const classes = (steps: TargetShape['steps'] = 'lastStep'): TargetShape => ({
  kind: 'class',
  size: 3,
  steps,
});
const values = (size: number, steps: TargetShape['steps'] = 'lastStep'): TargetShape => ({
  kind: 'value',
  size,
  steps,
});

const PLACE = { path: 'data.jsonl', line: 7 };

const parse = (text: string, shape: SequenceShape) => parseSequenceLine(text, shape, PLACE);

/** Parses and gives plain lists. */
function read(line: unknown, shape: SequenceShape) {
  const { length, inputs, targets } = parse(JSON.stringify(line), shape);
  return { length, inputs: [...inputs], targets: [...targets] };
}

describe('a line', () => {
  test.each<[string, SequenceShape, unknown, ReturnType<typeof read>]>([
    [
      'symbols and a class',
      { input: symbols, target: classes() },
      { input: [3, 0], target: 2 },
      { length: 2, inputs: [3, 0], targets: [2] },
    ],
    [
      'symbols and a class for each step',
      { input: symbols, target: classes('everyStep') },
      { target: [2, 0], input: [1, 1] },
      { length: 2, inputs: [1, 1], targets: [2, 0] },
    ],
    [
      'rows and a row',
      { input: rows(2), target: values(3) },
      { input: [[1, -2.5]], target: [0.1, 0, 1e-300] },
      { length: 1, inputs: [1, -2.5], targets: [0.1, 0, 1e-300] },
    ],
    [
      'rows and a row for each step',
      { input: rows(2), target: values(2, 'everyStep') },
      {
        input: [
          [1, 2],
          [3, 4],
        ],
        target: [
          [5, 6],
          [7, 8],
        ],
      },
      { length: 2, inputs: [1, 2, 3, 4], targets: [5, 6, 7, 8] },
    ],
    [
      'rows of one number with and without brackets',
      { input: rows(1), target: values(1, 'everyStep') },
      { input: [1, [2], 3], target: [[4], 5, 6] },
      { length: 3, inputs: [1, 2, 3], targets: [4, 5, 6] },
    ],
    [
      'as many steps as are allowed',
      { input: symbols, target: classes(), longest: 2 },
      { input: [0, 0], target: 0 },
      { length: 2, inputs: [0, 0], targets: [0] },
    ],
  ])('holds %s', (_, shape, line, expected) => {
    expect(read(line, shape)).toEqual(expected);
  });

  test('whose input alone counts may have any target or none, and other keys', () => {
    const expected = { length: 2, inputs: Int32Array.of(3, 0) };
    for (const line of [{ input: [3, 0] }, { input: [3, 0], target: 'x', id: 5 }]) {
      expect(parseSequenceInput(JSON.stringify(line), symbols, PLACE)).toEqual(expected);
    }
  });

  test('may hold a text in place of symbols where that is allowed', () => {
    const lengthOf = (text: string) => Int32Array.of(text.length);
    const readInput = (text: string) => parseSequenceInput(text, symbols, PLACE, lengthOf);
    expect(readInput('{"input": "abc"}').inputs).toEqual(Int32Array.of(3));
    expect(readInput('{"input": [1]}').inputs).toEqual(Int32Array.of(1));
    expect(() => readInput('{"input": ""}')).toThrow('7:11: expected at least one character, got');
    expect(() => readInput('{"input": 5}')).toThrow('7:11: expected a text or a list of symbols');
  });

  test('with a carriage return at its end is read', () => {
    const { inputs } = parse('{"input":[1],"target":0}\r', { input: symbols, target: classes() });
    expect([...inputs]).toEqual([1]);
  });

  test('keeps every number that 32 bits can hold, to the last bit of 64', () => {
    const shape = { input: rows(1), target: values(1) };
    const number = fc.double({ noNaN: true, min: -3.4e38, max: 3.4e38 });
    fc.assert(
      fc.property(fc.array(number, { minLength: 1 }), number, (input, target) => {
        const back = read({ input, target }, shape);
        expect(back.inputs).toEqual(input.map((one) => one + 0 || 0));
        expect(back.targets).toEqual([target || 0]);
      }),
    );
  });
});

describe('refused, with line and column', () => {
  const S = { input: symbols, target: classes(), longest: 4 };
  const E = { input: symbols, target: classes('everyStep') };
  const R = { input: rows(2), target: values(2) };
  const V = { input: rows(1), target: values(1, 'everyStep') };
  const FORM = '{"input": [...], "target": ...}';

  test.each<[string, SequenceShape, number, string]>([
    ['{"input": [1], "target": 2', S, 27, `${FORM} as JSON, got the end of the line`],
    ['{"input": [NaN], "target": 2}', S, 12, `${FORM} as JSON, got "N"`],
    ["{'input': [1]}", S, 2, `${FORM} as JSON, got "'"`],
    ['[1, 2]', S, 1, `${FORM}, got a list of 2`],
    ['  null', S, 3, `${FORM}, got null`],
    ['{"inputs": [1], "target": 2}', S, 1, `${FORM}, got an object without "input"`],
    ['{"input": [1]}', S, 1, `${FORM}, got an object without "target"`],
    ['{"input": [1], "target": 2, "id": 5}', S, 35, `${FORM} and no other key, got "id"`],
    ['{"input": 1, "target": 2}', S, 11, 'a list of symbols, got 1'],
    ['{"input": [], "target": 2}', S, 11, 'at least one step, got a list of 0'],
    ['{"input": [0,0,0,0,0], "target": 2}', S, 11, 'at most 4 steps, got a list of 5'],
    ['{"input": [0, 4], "target": 2}', S, 15, 'a symbol from 0 to 3, got 4'],
    ['{"input": [0, -1], "target": 2}', S, 15, 'a symbol from 0 to 3, got -1'],
    ['{"input": [0, 0.5], "target": 2}', S, 15, 'a symbol from 0 to 3, got 0.5'],
    ['{"input": ["0"], "target": 2}', S, 12, 'a symbol from 0 to 3, got "0"'],
    ['{"input": [0], "target": 3}', S, 26, 'a class from 0 to 2, got 3'],
    ['{"input": [0], "target": [1]}', S, 26, 'a class from 0 to 2, got a list of 1'],
    ['{"input": [0], "target": true}', S, 26, 'a class from 0 to 2, got true'],
    ['{"input": [0, 1], "target": 1}', E, 29, 'a list of 2 classes, one for each step, got 1'],
    [
      '{"input": [0, 1], "target": [1]}',
      E,
      29,
      'a list of 2 classes, one for each step, got a list of 1',
    ],
    ['{"input": [0, 1], "target": [1, null]}', E, 33, 'a class from 0 to 2, got null'],
    ['{"input": [[1, 2], [3]], "target": [1, 2]}', R, 20, 'a row of 2 numbers, got a list of 1'],
    ['{"input": [1, 2], "target": [1, 2]}', R, 12, 'a row of 2 numbers, got 1'],
    ['{"input": [[1, "2"]], "target": [1, 2]}', R, 16, 'a number that 32 bits can hold, got "2"'],
    [
      '{"input": [[1, 2]], "target": [1, 1e39]}',
      R,
      35,
      'a number that 32 bits can hold, got 1e+39',
    ],
    [
      '{"input": [[1, 2]], "target": [1e999, 1]}',
      R,
      32,
      'a number that 32 bits can hold, got Infinity',
    ],
    ['{"input": [[1, 2]], "target": 1}', R, 31, 'a row of 2 numbers, got 1'],
    [
      '{"input": [1, {}], "target": [1, 2]}',
      V,
      15,
      'a number that 32 bits can hold, got an object',
    ],
    ['{"input": [1, 2], "target": [1, [2, 3]]}', V, 33, 'a row of 1 number, got a list of 2'],
    [
      '{"input": [1, 2], "target": [1]}',
      V,
      29,
      'a list of 2 numbers, one for each step, got a list of 1',
    ],
  ])('%s', (text, shape, column, message) => {
    expect(() => parse(text, shape)).toThrow(
      new TaskFileError('data.jsonl', `expected ${message}`, { line: 7, column }),
    );
  });

  test('a text is shown short and without characters that do something', () => {
    const text = JSON.stringify({ input: [`\u{202e}\u{9b}${'x'.repeat(100)}`], target: 0 });
    expect(() => parse(text, S)).toThrow(/got "\\u\{202e\}\\u\{9b\}x{35}\.\.\."$/);
  });

  test('nothing but such errors comes of any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => parse(text, S)).toThrow(TaskFileError);
      }),
    );
  });
});
