import { expect, test } from 'vitest';
import { editDistance, suggest } from '../../../src/experiment/load/suggest.ts';

test.each([
  ['', '', 0],
  ['abc', '', 3],
  ['tahn', 'tanh', 1],
  ['kitten', 'sitting', 3],
])('%j is away from %j by %d', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});

test('suggests the nearest word, and none where nothing is near', () => {
  expect(suggest('hiddensize', ['hiddenSize', 'bias'])).toBe('hiddenSize');
  expect(suggest('learning', ['hiddenSize', 'bias'])).toBeNull();
  expect(suggest('x'.repeat(100), ['x'.repeat(100)])).toBeNull();
});
