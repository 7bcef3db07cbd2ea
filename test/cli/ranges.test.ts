import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CliError } from '../../src/cli/exitCodes.ts';
import { readInterval, readNumber, readRange } from '../../src/cli/ranges.ts';

const limits = { mostCount: 1000, defaultCount: 401 };

function refusal(read: () => unknown): CliError {
  try {
    read();
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('readNumber', () => {
  test.each([
    ['5', 5],
    ['-2.5', -2.5],
    ['+.5', 0.5],
    ['5.', 5],
    ['1e-3', 1e-3],
    ['-1E150', -1e150],
    ['012', 12],
    ['1e-999', 0],
  ])('reads %s', (text, value) => {
    expect(readNumber('--w', text)).toBe(value);
  });

  test('gives no negative zero', () => {
    expect(Object.is(readNumber('--w', '-0'), 0)).toBe(true);
  });

  test.each([
    '',
    ' 5',
    '5 ',
    '5\n',
    '0x10',
    '0b1',
    '1_000',
    '1,5',
    'NaN',
    'Infinity',
    '-',
    '.',
    'e5',
  ])('refuses %j', (text) => {
    const { exitCode, message } = refusal(() => readNumber('--w', text));
    expect(exitCode).toBe(2);
    expect(message).toBe(
      `--w: expected a number such as -2.5 or 1e-3, got ${JSON.stringify(text)}`,
    );
  });

  test.each(['1e151', '-1.1e150', '1e400'])('refuses %s as too large', (text) => {
    expect(refusal(() => readNumber('--w', text)).message).toBe(
      `--w: expected a number within ±1e150, got "${text}"`,
    );
  });
});

describe('readRange', () => {
  test.each([
    ['-4:-1:401', { min: -4, max: -1, count: 401 }],
    ['-1:-4:2', { min: -1, max: -4, count: 2 }],
    ['5:5:1', { min: 5, max: 5, count: 1 }],
    ['-5', { min: -5, max: -5, count: 1 }],
    ['1:2', { min: 1, max: 2, count: 401 }],
    ['2:2', { min: 2, max: 2, count: 1 }],
    ['1e-3:.5:1000', { min: 1e-3, max: 0.5, count: 1000 }],
    ['-0:0:1', { min: 0, max: 0, count: 1 }],
  ])('reads %s', (text, range) => {
    expect(readRange('--x', text, limits)).toEqual(range);
  });

  test.each([
    ['', 'min:max:count such as -4:-1:401, min:max or one number'],
    [':', 'min:max:count'],
    ['1:2:', 'min:max:count'],
    ['1::3', 'min:max:count'],
    [':1:3', 'min:max:count'],
    ['1:2:3:4', 'min:max:count'],
    ['1;2;3', 'a number'],
    ['a:2:3', 'a number'],
    ['1: 2:3', 'a number'],
    ['0x1:2:3', 'a number'],
    ['NaN:2:3', 'a number'],
    ['1:Infinity:3', 'a number'],
    ['1:1e200:3', 'a number within ±1e150'],
    ['1:2:0', 'a whole count from 1 to 1000 after the second colon'],
    ['1:2:-3', 'a whole count'],
    ['1:2:2.5', 'a whole count'],
    ['1:2:1e2', 'a whole count'],
    ['1:2:010', 'a whole count'],
    ['1:2: 10', 'a whole count'],
    ['1:2:1001', 'a whole count'],
    ['1:2:99999999999999999999', 'a whole count'],
    ['1:2:1', 'a count of 2 or more, or equal ends'],
    ['2:2:5', 'a count of 1, or ends that differ'],
  ])('refuses %j', (text, expected) => {
    const { exitCode, message } = refusal(() => readRange('--x', text, limits));
    expect(exitCode).toBe(2);
    expect(message.startsWith(`--x: expected ${expected}`)).toBe(true);
    expect(message).toMatch(/, got ".*"$/);
    expect(message).not.toContain('\n');
  });

  test('wants the count typed where the caller has none', () => {
    expect(refusal(() => readRange('--y', '1:2', { mostCount: 9 })).message).toBe(
      '--y: expected min:max:count such as -4:-1:401 or one number, got "1:2"',
    );
  });

  test('reads back every range that is written', () => {
    const value = fc.double({ min: -1e150, max: 1e150, noNaN: true }).map((x) => x + 0);
    fc.assert(
      fc.property(value, value, fc.integer({ min: 2, max: 1000 }), (min, max, count) => {
        fc.pre(min !== max);
        expect(readRange('--x', `${min}:${max}:${count}`, limits)).toEqual({ min, max, count });
      }),
    );
  });

  test('answers or refuses any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789:.-+eEx ') }), (text) => {
        try {
          const { min, max, count } = readRange('--x', text, limits);
          expect([min, max].every(Number.isFinite)).toBe(true);
          expect(count === 1).toBe(min === max);
        } catch (error) {
          expect(error).toBeInstanceOf(CliError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('readInterval', () => {
  test('reads two ends', () => {
    expect(readInterval('--states', '-5:3')).toEqual({ min: -5, max: 3 });
  });

  test.each(['', '5', '3:-5', '1:1', '1:2:3', ':2', '1:', 'a:b', '1:NaN', '0:1e200'])(
    'refuses %j',
    (text) => {
      const { exitCode, message } = refusal(() => readInterval('--states', text));
      expect(exitCode).toBe(2);
      expect(message).toMatch(/^--states: expected .*, got ".*"$/);
    },
  );
});
