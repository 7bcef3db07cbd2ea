// The colours beside a map: which number has which, what they measure, and both ends.
import { formatNumber } from '../../format.ts';
import type { AxisLabel } from '../../plot/scale.ts';
import { colorOf, toHex } from '../colorMap.ts';
import type { ColorRange } from '../colorRange.ts';
import { labelWidth, TICK_SIZE } from './axes.ts';
import type { Box } from './box.ts';
import { element } from './elements.ts';
import { INK, MUTED, numberElement, textElement } from './typography.ts';

/** What a colour bar says. */
export interface ColorBarContent {
  readonly range: ColorRange;
  readonly labels: readonly AxisLabel[];
  /** What the numbers are and how they are laid out: `gradient norm, log scale`. */
  readonly caption: string;
  /** Whether numbers below the range are drawn in its lowest colour. */
  readonly hasLower: boolean;
}

const GRADIENT_ID = 'surface-colors';
/** A multiple of the colours' own stops. */
const STOP_COUNT = 24;
const BAR_WIDTH = 18;
const TICK_LENGTH = 4;
const CAPTION_SIZE = 13;
const END_SIZE = 11;
/** Digits of the ends; a double always holds the larger number. */
const FEWEST_DIGITS = 3;
const MOST_DIGITS = 15;

/** Between the labels and the caption. */
const CAPTION_GAP = 10;

/**
 * Gives the room a colour bar takes, in pixels.
 *
 * @param labels - beside it.
 */
export function colorBarWidth(labels: readonly AxisLabel[]): number {
  const beside = TICK_LENGTH + 4 + labelWidth(labels);
  return Math.ceil(BAR_WIDTH + beside + CAPTION_GAP + CAPTION_SIZE);
}

/** The colours from the bottom up: straight between its stops, as the map's colours are. */
function gradient(): string {
  const stops = Array.from({ length: STOP_COUNT + 1 }, (_, stop) => {
    const share = stop / STOP_COUNT;
    return element('stop', { offset: share.toFixed(4), 'stop-color': toHex(colorOf(share)) });
  });
  return element('linearGradient', { id: GRADIENT_ID, x1: 0, y1: 1, x2: 0, y2: 0 }, stops.join(''));
}

/** Significant digits that tell the ends of a range apart. */
function digitsFor({ min, max }: ColorRange): number {
  const size = Math.max(Math.abs(min), Math.abs(max));
  const shared = Math.floor(Math.log10(size / (max - min)));
  return Math.min(MOST_DIGITS, FEWEST_DIGITS + Math.max(0, shared));
}

/**
 * Draws a colour bar as high as the map.
 *
 * @param content - what it says.
 * @param left - its left edge.
 * @param box - the map.
 */
export function colorBar(content: ColorBarContent, left: number, { top, height }: Box): string {
  const { range, labels, caption, hasLower } = content;
  const isFlat = range.min === range.max;
  const right = left + BAR_WIDTH;
  const middle = top + height / 2;
  const captionLeft = left + colorBarWidth(labels);
  const end = { x: left, 'font-size': END_SIZE, fill: MUTED };
  const digits = digitsFor(range);
  const lowest = `${hasLower ? '≤ ' : ''}${formatNumber(range.min, { digits })}`;
  return [
    ...(isFlat ? [] : [gradient()]),
    element('rect', {
      x: left,
      y: top,
      width: BAR_WIDTH,
      height,
      fill: isFlat ? toHex(colorOf(0)) : `url(#${GRADIENT_ID})`,
      stroke: INK,
    }),
    ...labels.map(({ share, text }) => {
      const y = isFlat ? middle : top + (1 - share) * height;
      return [
        element('path', { d: `M${right} ${y.toFixed(1)}h${TICK_LENGTH}`, stroke: INK }),
        numberElement(text, {
          x: right + TICK_LENGTH + 4,
          y: y + TICK_SIZE * 0.35,
          'font-size': TICK_SIZE,
        }),
      ].join('');
    }),
    ...(isFlat
      ? []
      : [
          numberElement(formatNumber(range.max, { digits }), { ...end, y: top - 7 }),
          numberElement(lowest, { ...end, y: top + height + 16 }),
        ]),
    textElement(caption, {
      x: captionLeft,
      y: middle,
      'font-size': CAPTION_SIZE,
      'text-anchor': 'middle',
      transform: `rotate(-90 ${captionLeft} ${middle})`,
    }),
  ].join('\n');
}
