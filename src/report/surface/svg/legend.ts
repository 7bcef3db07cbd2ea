// What stands below a picture: samples and what they mean, as many side by side as fit.
import { stripControl, wrapText } from '../../text.ts';
import type { Box } from './box.ts';
import { element, type Pixel } from './elements.ts';
import { charactersIn, textElement, textWidth } from './typography.ts';

/** One entry. */
export interface LegendEntry {
  /** Draws the sample in a small box. */
  readonly sample: (box: Box) => string;
  readonly text: string;
}

const SIZE = 12;
/** A text longer than this many lines is cut off. */
const MOST_LINES = 3;
const ROW_HEIGHT = 21;
const SAMPLE_WIDTH = 36;
const SAMPLE_HEIGHT = 12;
/** Between sample and text, and between entries. */
const GAPS = { text: 8, entry: 26 };

/**
 * Gives the middle of a sample's box.
 *
 * @param box - as a sample gets it.
 */
export function centreOf({ left, top, width, height }: Box): Pixel {
  return [left + width / 2, top + height / 2];
}

function linesOf(text: string, room: number): string[] {
  if (textWidth(text, SIZE) <= room) return [text];
  return wrapText(text, charactersIn(room, SIZE)).slice(0, MOST_LINES);
}

/**
 * Draws a legend.
 *
 * @param groups - in the order of reading; each begins a new row.
 * @param area - where it stands; as many rows as needed are taken below its top.
 * @returns markup, and the height it takes in pixels.
 */
export function legend(
  groups: readonly (readonly LegendEntry[])[],
  { left, top, width }: Pick<Box, 'left' | 'top' | 'width'>,
): { markup: string; height: number } {
  const room = width - SAMPLE_WIDTH - GAPS.text;
  let [x, row] = [0, 0];
  const drawn = groups.flat().map((entry) => {
    const { sample, text } = entry;
    const lines = linesOf(stripControl(text), room);
    const longest = Math.max(...lines.map((line) => textWidth(line, SIZE)));
    const taken = SAMPLE_WIDTH + GAPS.text + longest;
    const isFirst = groups.some((group) => group[0] === entry);
    const isTooWide = x + taken > width || lines.length > 1;
    if (x > 0 && (isFirst || isTooWide)) [x, row] = [0, row + 1];
    const [start, middle] = [left + x, top + (row + 0.5) * ROW_HEIGHT];
    x += taken + GAPS.entry;
    row += lines.length - 1;
    return [
      sample({
        left: start,
        top: middle - SAMPLE_HEIGHT / 2,
        width: SAMPLE_WIDTH,
        height: SAMPLE_HEIGHT,
      }),
      ...lines.map((line, index) =>
        textElement(line, {
          x: start + SAMPLE_WIDTH + GAPS.text,
          y: middle + index * ROW_HEIGHT + SIZE * 0.35,
          'font-size': SIZE,
        }),
      ),
    ].join('');
  });
  return {
    markup: element('g', {}, drawn.join('\n')),
    height: drawn.length === 0 ? 0 : (row + 1) * ROW_HEIGHT,
  };
}
