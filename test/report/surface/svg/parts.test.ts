// The smaller parts of a picture: numbers and texts, axes, legend, lines of many points.
import { describe, expect, it } from 'vitest';
import { labelsAcross, labelWidth, plainLabels } from '../../../../src/report/surface/svg/axes.ts';
import { element, lineData, pixels } from '../../../../src/report/surface/svg/elements.ts';
import { legend } from '../../../../src/report/surface/svg/legend.ts';
import { refinedOutline } from '../../../../src/report/surface/svg/marks.ts';
import { thinLine } from '../../../../src/report/surface/svg/thinLine.ts';
import {
  fitText,
  numberElement,
  textWidth,
} from '../../../../src/report/surface/svg/typography.ts';
import { viewOf } from '../views.ts';
import { elementsOf, parseXml } from './xml.ts';

describe('element', () => {
  it('escapes attributes and rounds numbers', () => {
    expect(element('path', { d: '"<&>', x: 1.23456, y: -0.001 })).toBe(
      '<path d="&quot;&lt;&amp;&gt;" x="1.23" y="0"/>',
    );
    expect(element('g', {}, '<path/>')).toBe('<g><path/></g>');
  });

  it('writes pixels without zeros nobody needs', () => {
    expect([12, 1.5, -0.04, 0.05].map((value) => pixels(value, 1))).toEqual([
      '12',
      '1.5',
      '0',
      '0.1',
    ]);
    expect(
      lineData([
        [0, 1.25],
        [10.04, 20],
      ]),
    ).toBe('M0 1.3L10 20');
  });
});

describe('numberElement', () => {
  const shown = (text: string) => parseXml(numberElement(text, {})).text;

  it('sets a minus and powers of ten as in print', () => {
    expect(shown('-2.5')).toBe('−2.5');
    expect(shown('12,000')).toBe('12,000');
    expect(shown('1e-4')).toBe('10−4');
    expect(shown('-2.5e9')).toBe('−2.5×109');
    expect(shown('≤ 1e-12')).toBe('≤ 10−12');
    expect(numberElement('1e-4', { x: 3 })).toBe(
      '<text x="3">10<tspan dy="-0.45em" font-size="75%">−4</tspan></text>',
    );
  });

  it('leaves other texts alone, but safe', () => {
    expect(numberElement('NaN', {})).toBe('<text>NaN</text>');
    expect(numberElement('<1e5>', {})).toBe('<text>&lt;1e5&gt;</text>');
  });
});

describe('fitText', () => {
  it('cuts what is too wide', () => {
    expect(fitText('short', 12, 1000)).toBe('short');
    const cut = fitText('a very long name of an axis', 12, 80);
    expect(cut).toMatch(/^a very.*\.\.\.$/);
    expect(textWidth(cut, 12)).toBeLessThan(100);
    expect(textWidth(fitText('重'.repeat(50), 10, 100), 10)).toBeLessThanOrEqual(101);
  });
});

describe('labelsAcross', () => {
  it('leaves room between numbers however many digits they have', () => {
    const ranges = [
      [4.5, 5.5],
      [-2.488023031, -2.488023029],
      [1e9, 1e9 + 1],
      [7, 3],
      [1e-300, 2e-300],
    ] as const;
    for (const [first, last] of ranges) {
      const labels = labelsAcross(first, last, 700);
      expect(labels.length).toBeGreaterThanOrEqual(2);
      const shares = labels.map(({ share }) => share).sort((a, b) => a - b);
      const spacing = (shares[1]! - shares[0]!) * 700;
      expect(spacing).toBeGreaterThan(labelWidth(labels));
    }
  });
});

describe('plainLabels', () => {
  const texts = (...labels: string[]) =>
    plainLabels(labels.map((text) => ({ share: 0, text }))).map(({ text }) => text);

  it('writes powers as plain numbers where all are of a handy size', () => {
    expect(texts('1e-2', '1e0', '1e3')).toEqual(['0.01', '1', '1,000']);
    expect(texts('1e-4', '1e0')).toEqual(['1e-4', '1e0']);
    expect(texts('0.10', '0.20')).toEqual(['0.10', '0.20']);
  });
});

describe('legend', () => {
  const sample = () => '<path/>';
  const area = { left: 10, top: 100, width: 400 };
  const rowsOf = (markup: string) =>
    elementsOf(parseXml(markup), 'text').map(({ text, attributes }) => [text, attributes.y]);

  it('puts entries side by side while they fit, and groups on rows of their own', () => {
    const { markup, height } = legend(
      [
        [
          { sample, text: 'one' },
          { sample, text: 'two' },
        ],
        [{ sample, text: 'three' }],
      ],
      area,
    );
    const rows = rowsOf(markup);
    expect(rows.map(([text]) => text)).toEqual(['one', 'two', 'three']);
    expect(rows[0]![1]).toBe(rows[1]![1]);
    expect(Number(rows[2]![1])).toBeGreaterThan(Number(rows[1]![1]));
    expect(height).toBe(42);
  });

  it('breaks long texts and takes the height they need', () => {
    const long = 'descent number one '.repeat(6).trim();
    const entries = [
      { sample, text: 'short' },
      { sample, text: long },
      { sample, text: 'after' },
    ];
    const { markup, height } = legend([entries], area);
    const rows = rowsOf(markup);
    expect(rows.length).toBeGreaterThan(3);
    expect(
      rows
        .slice(1, -1)
        .map(([text]) => text)
        .join(' '),
    ).toBe(long);
    expect(new Set(rows.map(([, y]) => y)).size).toBeGreaterThanOrEqual(3);
    expect(height).toBeGreaterThanOrEqual(63);
  });

  it('takes no room without entries', () => {
    expect(legend([], area).height).toBe(0);
  });
});

describe('thinLine', () => {
  it('keeps every point of few', () => {
    expect(thinLine(Float64Array.of(3, Number.NaN, 1))).toEqual([0, 1, 2]);
  });

  it('keeps peaks, ends of the range and gaps of many', () => {
    const values = Float64Array.from({ length: 100_000 }, (_, n) => Math.sin(n / 1000));
    values[54_321] = 1e6;
    values[54_322] = -1e6;
    values[70_000] = Number.NaN;
    const places = thinLine(values);
    expect(places.length).toBeLessThan(6001);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const place of [54_321, 54_322, 70_000]) expect(places).toContain(place);
  });
});

describe('refinedOutline', () => {
  it('outlines the cells that hold refined points, as one area where they touch', () => {
    const { surface } = viewOf({ x: [0, 4, 5], y: [0, 4, 5] }, () => 0);
    const points = {
      x: Float64Array.of(0.5, 1.5, 9),
      y: Float64Array.of(0.5, 0.5, 9),
      level: Uint8Array.of(1, 1, 1),
      cost: new Float64Array(3),
      dx: new Float64Array(3),
      dy: new Float64Array(3),
      gradientNorm: new Float64Array(3),
    };
    const markup = refinedOutline(
      {
        levels: 1,
        points,
        refinedCellCount: 2,
        cellCount: 16,
        steepest: { x: 0, y: 0, cost: 0, gradientNorm: 0 },
        lastChangeFraction: 0,
        ended: 'converged',
      },
      surface,
      { width: 5, height: 5 },
      { left: 0, top: 0, width: 400, height: 400 },
    );
    expect(parseXml(markup).attributes.d).toBe(
      'M0 400h100M0 300h100M0 300v100M100 400h100M100 300h100M200 300v100',
    );
  });
});
