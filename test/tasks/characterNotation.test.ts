// Characters to symbols and back.
import { expect, test } from 'vitest';
import { characterNotation } from '../../src/tasks/characterNotation.ts';

const notation = characterNotation(
  Array.from('\naé𝄞', (character) => character.codePointAt(0) ?? 0),
);

test('text becomes symbols and comes back, code point by code point', () => {
  const symbols = notation.encode('a𝄞é\na');
  expect([...symbols]).toEqual([1, 3, 2, 0, 1]);
  expect(Buffer.from(notation.decode(symbols)).toString('utf8')).toBe('a𝄞é\na');
  expect(notation.encode('')).toHaveLength(0);
});

test('a character that was not learned is refused by name', () => {
  expect(() => notation.encode('ab')).toThrow(
    'expected characters of the text that was learned, got "b"',
  );
});
