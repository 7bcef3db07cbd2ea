import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDecimal } from '../../../src/tasks/formats/decimal.ts';

function parse(text: string): number {
  const bytes = new TextEncoder().encode(`9${text}9`);
  return parseDecimal(bytes, 1, bytes.length - 1);
}

test('every number that JavaScript writes is read to the bit', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      // −0 is written without its sign.
      expect(parse(String(value))).toBe(value + 0);
      expect(parse(value.toExponential(18))).toBe(value + 0);
    }),
    { numRuns: 2000 },
  );
});

test('digits, points and exponents of any number are rounded as by Number', () => {
  const digits = fc.stringMatching(/^[0-9]{1,22}$/);
  fc.assert(
    fc.property(digits, digits, fc.integer({ min: -340, max: 330 }), (whole, part, power) => {
      for (const text of [whole, `-${whole}.${part}`, `+.${part}E${power}`, `${whole}.e${power}`]) {
        expect(parse(text)).toBe(Number(text));
      }
    }),
    { numRuns: 2000 },
  );
});

test.each([
  '',
  '-',
  '.',
  '+.',
  'e5',
  '1e',
  '1e+',
  '1.2.3',
  '0x10',
  'NaN',
  '1 ',
  '1,0',
  '1_0',
  '--1',
])('%j is no number', (text) => {
  expect(parse(text)).toBeNaN();
});

test('zero keeps its sign, and what is too large is infinite', () => {
  expect(['-0', '0e999999', '1e999', '-1e999', '1e99999999999999999999'].map(parse)).toEqual([
    -0,
    0,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ]);
});
