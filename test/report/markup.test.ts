import { describe, expect, it } from 'vitest';
import { escapeMarkup } from '../../src/report/markup.ts';

describe('escapeMarkup', () => {
  it('replaces what has a meaning in markup', () => {
    expect(escapeMarkup('</text><script>alert("1" & \'2\')</script>')).toBe(
      '&lt;/text&gt;&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;',
    );
    expect(escapeMarkup(']]>')).toBe(']]&gt;');
    expect(escapeMarkup('&amp;')).toBe('&amp;amp;');
  });

  it('leaves other characters as they are', () => {
    expect(escapeMarkup('Whh[0,0] ≤ ∂C/∂w 重み 🙂')).toBe('Whh[0,0] ≤ ∂C/∂w 重み 🙂');
  });

  it('removes what steers a terminal, reorders a line, or may not stand in XML', () => {
    expect(escapeMarkup('a\u0000b\u001b[31mc\u202ed\ufffee\uffff\ud800f\ng')).toBe('abcdef g');
  });
});
