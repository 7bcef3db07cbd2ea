// Characters to symbols and back.
import { expect, test } from 'vitest';
import { textNotation } from '../../src/tasks/textNotation.ts';

const notation = textNotation(
  Array.from('\naé𝄞', (character) => character.codePointAt(0) ?? 0),
  'character',
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

test('bytes are what they are, also where they are no characters', () => {
  const bytes = textNotation([0x61, 0xc3, 0xa9, 0xff], 'byte');
  expect([...bytes.encode('éa')]).toEqual([1, 2, 0]);
  expect([...bytes.decode([3, 0])]).toEqual([0xff, 0x61]);
  expect(() => bytes.encode('b')).toThrow('expected bytes of the text that was learned, got 0x62');
});
