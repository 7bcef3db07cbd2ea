import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripControl, truncate, visibleWidth, wrapText } from '../../src/report/text.ts';

describe('stripControl', () => {
  it('removes escape sequences, controls and bidirectional marks', () => {
    expect(stripControl('a\u001b[31mred\u001b[0m\u0007b')).toBe('aredb');
    expect(stripControl('\u202eevil\u2066\u200f\u00ad\u200b')).toBe('evil');
    expect(stripControl('a\u009b31mb\u0000\u007f')).toBe('ab');
  });

  it('turns line breaks into one space', () => {
    expect(stripControl('a\r\n\tb\u2028c')).toBe('a b c');
  });

  it('leaves nothing that could steer a terminal, whatever comes in', () => {
    const parts = fc.constantFrom(
      '\u001b',
      '\u001b[2J',
      '[31m',
      ']0;x\u0007',
      '\u202e',
      '\ud800',
      'é',
      'x',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string())), (texts) => {
        expect(stripControl(texts.join(''))).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('keeps letters of other scripts', () => {
    expect(stripControl('Größe σ 文')).toBe('Größe σ 文');
  });
});

describe('wrapText', () => {
  it('breaks at spaces and indents what follows', () => {
    expect(wrapText('one two three', 9, '  ')).toEqual(['one two', '  three']);
  });

  it('cuts words longer than a line', () => {
    expect(wrapText('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
  });

  it('never exceeds the width and loses no letter', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z ]{0,80}$/),
        fc.integer({ min: 1, max: 30 }),
        (text, columns) => {
          const lines = wrapText(text, columns);
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        },
      ),
    );
  });
});

describe('truncate', () => {
  it('marks what it cuts off', () => {
    expect(truncate('abcdef', 6)).toBe('abcdef');
    expect(truncate('abcdefg', 6)).toBe('abc...');
    expect(truncate('abcdefg', 2)).toBe('ab');
  });
});

describe('visibleWidth', () => {
  it('does not count colour codes', () => {
    expect(visibleWidth('\u001b[1mσ‖\u001b[0m')).toBe(2);
  });
});
