// Places in JSON against what JSON.parse says about the same text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findInJson, type JsonPath } from '../../../src/tasks/formats/jsonPlace.ts';

/** Every value of a document with its path. */
function* valuesOf(value: unknown, path: JsonPath = []): Generator<[JsonPath, unknown]> {
  yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  const below = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  for (const [step, one] of below) yield* valuesOf(one, [...path, step]);
}

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('a value', () => {
  test('is found where its own text begins, whatever the document', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (document, indent) => {
        const text = JSON.stringify(document, null, indent);
        for (const [path, value] of valuesOf(JSON.parse(text))) {
          const { isJson, offset } = findInJson(text, path);
          expect(isJson).toBe(true);
          const own = JSON.stringify(value);
          const rest = text.slice(offset);
          const closes = (end: number) =>
            parses(rest.slice(0, end)) && JSON.stringify(JSON.parse(rest.slice(0, end))) === own;
          const ends = Array.from({ length: rest.length }, (_, k) => k + 1);
          expect(ends.some(closes)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('of a key that is given twice is the last one, and escapes in keys are read', () => {
    expect(findInJson('{"a": 1, "\\u0061": 2}', ['a'])).toEqual({ isJson: true, offset: 19 });
  });

  test('is the document where the path leads nowhere', () => {
    expect(findInJson('[1, 2]', [5])).toEqual({ isJson: true, offset: 0 });
  });
});

describe('a flaw', () => {
  test.each([
    ['', 0],
    ['{', 1],
    ['{"a": 1,}', 8],
    ['{"a" 1}', 5],
    ['{a: 1}', 1],
    ['[1, NaN]', 4],
    ['[1, -]', 4],
    ['[01]', 2],
    ['[1.]', 2],
    ['[1 2]', 3],
    ['[1}', 2],
    ['["a', 3],
    ['["\\x"]', 2],
    ['["\t"]', 2],
    ['[1] 2', 4],
    ['{"a": [1, {"b": tru}]}', 16],
  ])('of %j is at %d', (text, offset) => {
    expect(findInJson(text)).toEqual({ isJson: false, offset });
  });

  test('is found exactly where JSON.parse refuses the text', () => {
    const pieces = ['{', '}', '[', ']', ',', ':', ' ', '"a"', '"', '0', '1.5', '-', 'e2', 'null'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 9 }), (some) => {
        const text = some.join('');
        const found = findInJson(text);
        expect(found.isJson).toBe(parses(text));
        expect(found.offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('behind a hundred thousand open lists takes no stack', () => {
    expect(findInJson('['.repeat(100_000))).toEqual({ isJson: false, offset: 100_000 });
  });
});
