import { describe, expect, it } from 'vitest';
import { elementsOf, parseXml } from './xml.ts';

describe('parseXml', () => {
  it('reads elements, attributes and text', () => {
    const root = parseXml('<a x="1 &amp; 2"><b/>one <b y="3">&lt;two&gt;</b></a>\n');
    expect(root.attributes).toEqual({ x: '1 & 2' });
    expect(root.text).toBe('one <two>');
    expect(elementsOf(root, 'b').map(({ text }) => text)).toEqual(['', '<two>']);
  });

  it('refuses what is not well-formed', () => {
    for (const source of [
      '<a>',
      '</a>',
      '<a></b>',
      '<a/><b/>',
      '<a x=1/>',
      '<a x="1" x="2"/>',
      '<a x="<"/>',
      '<a>&nbsp;</a>',
      '<a>1 & 2</a>',
      '<a>></a>',
      '<a>\u0000</a>',
      '<a>\uffff</a>',
      'text',
      '<!DOCTYPE a><a/>',
    ]) {
      expect(() => parseXml(source), source).toThrow('not XML');
    }
  });
});
