// The axes around a picture: frame, ticks, round numbers, names. Which numbers is chosen here by the
// room they take; how to find round ones is the plots' business.
import { formatNumber } from '../../format.ts';
import { type AxisLabel, roundLabels } from '../../plot/scale.ts';
import { stripControl } from '../../text.ts';
import type { Box } from './box.ts';
import { element } from './elements.ts';
import { fitText, INK, numberElement, textElement, textWidth } from './typography.ts';

/** An axis: what it measures and where its numbers stand. */
export interface DrawnAxis {
  readonly name: string;
  readonly labels: readonly AxisLabel[];
}

/** Font size of numbers along axes. */
export const TICK_SIZE = 12;
const NAME_SIZE = 14;
const TICK_LENGTH = 5;
/** Pixels between neighbouring numbers, at least. */
const GAP = 14;
/** Pixels between the numbers of the y axis and its name. */
const NAME_GAP = 20;
/** Pixels that numbers may reach beyond the right end. */
const OVERHANG = 14;
/** Pixels below a picture that its x axis takes. */
export const X_AXIS_HEIGHT = 50;
const MOST_INTERVALS = 8;

/**
 * Finds the widest of an axis's numbers, in pixels.
 *
 * @param labels - of the axis.
 */
export function labelWidth(labels: readonly AxisLabel[]): number {
  return Math.max(0, ...labels.map(({ text }) => textWidth(text, TICK_SIZE)));
}

/**
 * Finds as many round numbers as have room along a horizontal axis.
 *
 * @param first - number at the left.
 * @param last - number at the right.
 * @param width - of the axis, in pixels.
 */
export function labelsAcross(first: number, last: number, width: number): readonly AxisLabel[] {
  for (let intervals = MOST_INTERVALS; intervals > 1; intervals -= 1) {
    const labels = roundLabels(first, last, intervals);
    const [one, two] = labels;
    const spacing = one && two ? Math.abs(two.share - one.share) * width : width;
    if (labelWidth(labels) + GAP <= spacing) return labels;
  }
  return roundLabels(first, last, 1);
}

/**
 * Rewrites powers of ten as plain numbers where all of them are of a handy size.
 *
 * @param labels - of one axis.
 */
export function plainLabels(labels: readonly AxisLabel[]): readonly AxisLabel[] {
  const numbers = labels.map(({ text }) => Number(text.replaceAll(',', '')));
  if (!numbers.every((number) => number === 0 || (number >= 1e-3 && number < 1e6))) return labels;
  return labels.map(({ share, text }, index) => ({
    share,
    text: text.includes('e') ? formatNumber(numbers[index] ?? 0) : text,
  }));
}

/**
 * Gives the room that the y axis takes left of a picture, in pixels.
 *
 * @param labels - of the axis.
 */
export function yAxisWidth(labels: readonly AxisLabel[]): number {
  return Math.ceil(labelWidth(labels) + TICK_LENGTH + 4 + NAME_GAP + NAME_SIZE);
}

function xTick({ share, text }: AxisLabel, { left, top, width, height }: Box): string {
  const [at, bottom] = [left + share * width, top + height];
  // A wide number at the right end would run into what stands there.
  const x = Math.min(at, left + width + OVERHANG - textWidth(text, TICK_SIZE) / 2);
  return [
    element('path', { d: `M${at.toFixed(1)} ${bottom}v${TICK_LENGTH}`, stroke: INK }),
    numberElement(text, { x, y: bottom + 19, 'font-size': TICK_SIZE, 'text-anchor': 'middle' }),
  ].join('');
}

function yTick({ share, text }: AxisLabel, { left, top, height }: Box): string {
  const y = top + (1 - share) * height;
  return [
    element('path', { d: `M${left} ${y.toFixed(1)}h-${TICK_LENGTH}`, stroke: INK }),
    numberElement(text, {
      x: left - TICK_LENGTH - 4,
      y: y + TICK_SIZE * 0.35,
      'font-size': TICK_SIZE,
      'text-anchor': 'end',
    }),
  ].join('');
}

function axisName(name: string, length: number, place: Record<string, string | number>): string {
  const text = fitText(stripControl(name), NAME_SIZE, length);
  return textElement(text, { ...place, 'font-size': NAME_SIZE, 'text-anchor': 'middle' });
}

/**
 * Draws the frame of a picture and its axes.
 *
 * @param box - the picture.
 * @param x - the axis below it.
 * @param y - the axis at its left.
 */
export function axes(box: Box, x: DrawnAxis, y: DrawnAxis): string {
  const { left, top, width, height } = box;
  const nameLeft = left - yAxisWidth(y.labels) + NAME_SIZE;
  const middle = top + height / 2;
  return [
    element('rect', { x: left, y: top, width, height, fill: 'none', stroke: INK }),
    ...x.labels.map((label) => xTick(label, box)),
    ...y.labels.map((label) => yTick(label, box)),
    axisName(x.name, width, { x: left + width / 2, y: top + height + 42 }),
    axisName(y.name, height, {
      x: nameLeft,
      y: middle,
      transform: `rotate(-90 ${nameLeft} ${middle})`,
    }),
  ].join('\n');
}
