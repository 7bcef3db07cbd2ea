// Lines of sequences as they are typed, right and wrong.
import { describe, expect, test } from 'vitest';
import { readPredictionInput } from '../../../src/experiment/inference/predictionInput.ts';
import { trainedOf } from '../../helpers/trained.ts';

const model = { layers: [{ type: 'elman', hiddenSize: 2 }] };
const symbols = trainedOf({ task: { type: 'temporalOrder', length: 10 }, model });
const rows = trainedOf({ task: { type: 'addition', length: 10 }, model });
const single = trainedOf({ task: { type: 'toy', length: 10 } });
const place = { path: 'file.jsonl', line: 7 };

describe('what is read', () => {
  test('symbols, and keys that are left alone', () => {
    const input = readPredictionInput(symbols, '{"input": [5, 0, 3], "target": 1}', place);
    expect(input).toEqual({ length: 3, values: Int32Array.of(5, 0, 3) });
  });

  test('rows of numbers, one after the other', () => {
    const input = readPredictionInput(rows, '{"input": [[0.5, 1], [-2e-3, 0]]}', place);
    expect(input).toEqual({ length: 2, values: Float64Array.of(0.5, 1, -0.002, 0) });
  });

  test('numbers alone or in rows, where there is one input', () => {
    const values = Float64Array.of(1, 2);
    for (const text of ['{"input": [1, 2]}', '{"input": [[1], [2]]}']) {
      expect(readPredictionInput(single, text, place)).toEqual({ length: 2, values });
    }
  });
});

describe('what is refused, with its column', () => {
  test.each([
    ['', 1, 'expected {"input": [...]} as JSON, got the end of the line'],
    ['{"input": [1, 2}', 16, 'expected {"input": [...]} as JSON, got '],
    ['[1]', 1, 'expected {"input": [...]}, got a list of 1'],
    ['null', 1, 'expected {"input": [...]}, got null'],
    ['{"inputs": [1]}', 1, 'expected {"input": [...]}, got an object without "input"'],
    ['{"input": "AB"}', 11, 'expected a list of symbols, got "AB"'],
    ['{"input": []}', 11, 'expected at least one step, got a list of 0'],
    ['{"input": [1, 6]}', 15, 'expected a symbol from 0 to 5, got 6'],
    ['{"input": [1, -1]}', 15, 'expected a symbol from 0 to 5, got -1'],
    ['{"input": [1, 0.5]}', 15, 'expected a symbol from 0 to 5, got 0.5'],
    ['{"input": [[1]]}', 12, 'expected a symbol from 0 to 5, got a list of 1'],
  ])('%s', (text, column, message) => {
    expect(() => readPredictionInput(symbols, text, place)).toThrow(
      new RegExp(`^file\\.jsonl:7:${column}: ${message.replace(/[[\]{}.()]/g, '\\$&')}`),
    );
  });

  test.each([
    ['{"input": [1, 2]}', 12, 'expected a row of 2 numbers, got 1'],
    ['{"input": [[1, 2], [3]]}', 20, 'expected a row of 2 numbers, got a list of 1'],
    ['{"input": [[1, 2], [3, null]]}', 24, 'expected a number that 32 bits can hold, got null'],
    ['{"input": [[1, 1e999]]}', 16, 'expected a number that 32 bits can hold, got Infinity'],
  ])('%s', (text, column, message) => {
    expect(() => readPredictionInput(rows, text, place)).toThrow(
      `file.jsonl:7:${column}: ${message}`,
    );
  });
});
