import { describe, expect, it } from 'vitest';
import {
  contourLabels,
  isClearOf,
  LABEL_SIZE,
} from '../../../../src/report/surface/svg/contourLabels.ts';
import type { Pixel } from '../../../../src/report/surface/svg/elements.ts';
import { textWidth } from '../../../../src/report/surface/svg/typography.ts';

const everywhere = () => true;
const line = (text: string, ...points: Pixel[]) => ({ text, points });

describe('contourLabels', () => {
  it('puts a number on the middle of its line, along it', () => {
    expect(contourLabels([line('0.5', [0, 0], [200, 0])], everywhere)).toEqual([
      { text: '0.5', centre: [100, 0], angle: 0 },
    ]);
    const [label] = contourLabels([line('0.5', [0, 0], [100, 100])], everywhere);
    expect(label?.angle).toBeCloseTo(45, 9);
  });

  it('never stands upside down', () => {
    for (let turn = 0; turn < 360; turn += 15) {
      const [dx, dy] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
      const [label] = contourLabels([line('1', [0, 0], [200 * dx, 200 * dy])], everywhere);
      expect(label?.angle).toBeGreaterThan(-90.001);
      expect(label?.angle).toBeLessThan(90.001);
    }
  });

  it('labels each number once, on its longest line', () => {
    const labels = contourLabels(
      [line('1', [0, 0], [100, 0]), line('1', [0, 50], [300, 50])],
      everywhere,
    );
    expect(labels).toEqual([{ text: '1', centre: [150, 50], angle: 0 }]);
  });

  it('finds another place on the line where the middle is taken, or none', () => {
    const isFree = ([x]: Pixel) => x < 80;
    expect(contourLabels([line('1', [0, 0], [200, 0])], isFree)[0]?.centre).toEqual([70, 0]);
    expect(contourLabels([line('1', [0, 0], [200, 0])], () => false)).toEqual([]);
  });

  it('keeps clear of other lines, between their points too', () => {
    const crossing = line('2', [100, -500], [100, 500]);
    const labels = contourLabels([line('1', [0, 0], [200, 0]), crossing], everywhere);
    const radius = textWidth('1', LABEL_SIZE) / 2;
    const [one, two] = ['1', '2'].map((text) => labels.find((label) => label.text === text));
    expect(Math.abs(100 - one!.centre[0])).toBeGreaterThan(radius);
    expect(Math.abs(two!.centre[1])).toBeGreaterThan(radius);
  });

  it('writes nothing on bundles and on lines shorter than the text needs', () => {
    const bundle = Array.from({ length: 8 }, (_, n) => line(String(n), [0, n], [300, n]));
    expect(contourLabels(bundle, everywhere)).toEqual([]);
    expect(contourLabels([line('0.123456', [0, 0], [60, 0])], everywhere)).toEqual([]);
  });

  it('does not label where the line turns within the text', () => {
    const zigzag = Array.from({ length: 100 }, (_, n): Pixel => [n * 4, n % 2 === 0 ? 0 : 12]);
    expect(contourLabels([line('0.12345', ...zigzag)], everywhere)).toEqual([]);
  });
});

describe('isClearOf', () => {
  it('measures from the line, not from its points', () => {
    const points: Pixel[] = [
      [0, 0],
      [100, 0],
    ];
    expect(isClearOf(points, [50, 10], 10)).toBe(true);
    expect(isClearOf(points, [50, 9], 10)).toBe(false);
    expect(isClearOf(points, [110, 0], 10)).toBe(true);
    expect(isClearOf([[3, 4]], [0, 0], 5.1)).toBe(false);
  });
});
