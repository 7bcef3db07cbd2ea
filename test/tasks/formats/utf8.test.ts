import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextCharacter, positionOf } from '../../../src/tasks/formats/utf8.ts';

/** Decodes to the first character that is none. */
function decode(bytes: Uint8Array): { readonly characters: number[]; readonly stoppedAt: number } {
  const characters: number[] = [];
  const cursor = { at: 0 };
  while (cursor.at < bytes.length) {
    const character = nextCharacter(bytes, cursor);
    if (character < 0) break;
    characters.push(character);
  }
  return { characters, stoppedAt: cursor.at };
}

/** The same by the platform's decoder; null where the bytes are no UTF-8. */
function decodeByPlatform(bytes: Uint8Array): number[] | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return [...text].map((one) => one.codePointAt(0) ?? -1);
  } catch {
    return null;
  }
}

describe('characters', () => {
  test('are those the platform finds, and errors, too', () => {
    const bytes = fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text)),
      fc.uint8Array({ maxLength: 8 }),
      fc
        .array(fc.constantFrom(0x61, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xed), {
          maxLength: 8,
        })
        .map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(bytes, (all) => {
        const { characters, stoppedAt } = decode(all);
        const expected = decodeByPlatform(all);
        if (expected) expect(characters).toEqual(expected);
        else expect(stoppedAt).toBeLessThan(all.length);
        expect(decodeByPlatform(all.subarray(0, stoppedAt))).toEqual(characters);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a slash in two bytes', [0xc0, 0xaf]],
    ['a slash in three bytes', [0xe0, 0x80, 0xaf]],
    ['a code point above the last', [0xf4, 0x90, 0x80, 0x80]],
    ['a torn character', [0xe2, 0x82]],
    ['a byte that only continues', [0x80]],
  ])('%s is none', (_name, bytes) => {
    expect(decode(Uint8Array.from(bytes))).toEqual({ characters: [], stoppedAt: 0 });
  });
});

test('a position counts lines, and characters in them', () => {
  const bytes = new TextEncoder().encode('aé\n\u{1F600}b');
  expect(positionOf(bytes, 0)).toEqual({ line: 1, column: 1 });
  expect(positionOf(bytes, 3)).toEqual({ line: 1, column: 3 });
  expect(positionOf(bytes, 4)).toEqual({ line: 2, column: 1 });
  expect(positionOf(bytes, 8)).toEqual({ line: 2, column: 2 });
});
