import { describe, expect, test } from 'vitest';
import { openStream } from '../../../src/math/random.ts';
import type { GivenValue } from '../../../src/model/initializers/values.ts';
import { values } from '../../../src/model/initializers/values.ts';
import { shape } from './shapes.ts';

const fill = (given: Record<string, GivenValue>, parameter: ReturnType<typeof shape>) => [
  ...values.values({ type: 'values', values: given }, parameter, openStream(1, 'init')),
];

const matrix = shape('recurrent', 2, 3);
const vector = shape('bias', 1, 3);

describe('values', () => {
  test('a number fills the whole tensor', () => {
    expect(fill({ 'layers.0.recurrent': 0.25 }, matrix)).toEqual(new Array(6).fill(0.25));
  });

  test('a list fills a vector, rows fill a matrix', () => {
    expect(fill({ 'layers.0.bias': [1, 2, 3] }, vector)).toEqual([1, 2, 3]);
    const rows = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    expect(fill({ 'layers.0.recurrent': rows }, matrix)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('parameters that are not named start at zero', () => {
    expect(fill({ other: 1 }, vector)).toEqual([0, 0, 0]);
    expect(fill({}, shape('input', 1, 2))).toEqual([0, 0]);
  });

  test.each<[string, GivenValue]>([
    ['a list for a matrix', [1, 2, 3, 4, 5, 6]],
    [
      'a row too many',
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
    ],
    [
      'a short row',
      [
        [1, 2, 3],
        [4, 5],
      ],
    ],
    ['an empty list', []],
  ])('refuses %s and names the shape', (_, given) => {
    expect(() => fill({ 'layers.0.recurrent': given }, matrix)).toThrow(
      'initializer values: layers.0.recurrent is [2, 3], the given value has another shape',
    );
  });

  test('refuses a list of the wrong length for a vector', () => {
    expect(() => fill({ 'layers.0.bias': [1, 2] }, vector)).toThrow('layers.0.bias is [3]');
  });

  test('names inherited from objects are no names', () => {
    expect(fill({}, { ...vector, name: 'constructor' })).toEqual([0, 0, 0]);
  });
});
