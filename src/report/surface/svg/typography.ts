// Text of a picture: the font, the room texts need, numbers set as in print. Widths are estimated on
// the generous side, since nothing here can measure a font.
import { escapeMarkup } from '../../markup.ts';
import { truncate } from '../../text.ts';
import { type Attributes, element } from './elements.ts';

/** Fonts that screens and printers have. */
export const FONT = 'Helvetica, Arial, Liberation Sans, sans-serif';
/** Colour of text and lines. */
export const INK = '#1a1a1a';
/** Colour of what stands back. */
export const MUTED = '#555555';

/** Widths as shares of the font's size, from wide fonts among those that may be taken. */
const WIDTHS: readonly { readonly characters: RegExp; readonly width: number }[] = [
  { characters: /[ .,:;'|!()[\]ijlft/]/, width: 0.38 },
  { characters: /[ -ÿ]/, width: 0.62 },
  { characters: /[Ā-჻]/, width: 0.7 },
];
/** Hangul, CJK, pictures: as wide as high. */
const WIDE = 1;
/** Width of a character of running text. */
const AVERAGE_WIDTH = 0.52;

/**
 * Estimates the width of a text.
 *
 * @param text - one line.
 * @param size - of the font, in pixels.
 */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) {
    width += WIDTHS.find(({ characters }) => characters.test(character))?.width ?? WIDE;
  }
  return width * size;
}

/**
 * Counts the characters of running text that fit a width.
 *
 * @param width - in pixels.
 * @param size - of the font, in pixels.
 */
export function charactersIn(width: number, size: number): number {
  return Math.max(1, Math.floor(width / (AVERAGE_WIDTH * size)));
}

/**
 * Cuts a text to a width, with `...` where something was cut off.
 *
 * @param text - one line.
 * @param size - of the font, in pixels.
 * @param width - in pixels.
 */
export function fitText(text: string, size: number, width: number): string {
  const estimated = textWidth(text, size);
  if (estimated <= width) return text;
  return truncate(text, Math.floor(([...text].length * width) / estimated));
}

/**
 * Writes a text element.
 *
 * @param text - untrusted; escaped here.
 * @param attributes - place, size and whatever else differs from the picture's defaults.
 */
export function textElement(text: string, attributes: Attributes): string {
  return element('text', attributes, escapeMarkup(text));
}

/** A number as `formatNumber` and the axes write it. */
const NUMBER = /^(≤ )?(-?)([\d.,]+)(?:e(-?\d+))?$/;

/**
 * Writes a text element for a number: a minus as long as a plus, powers of ten with a raised
 * exponent.
 *
 * @param text - such as -2.5, 1e-4 or ≤ 2e9; other texts are written as they are.
 * @param attributes - place, size and whatever else differs from the picture's defaults.
 */
export function numberElement(text: string, attributes: Attributes): string {
  const [, bound = '', sign = '', mantissa = '', exponent] = NUMBER.exec(text) ?? [];
  if (mantissa === '') return textElement(text, attributes);
  const minus = `${bound}${sign === '-' ? '−' : ''}`;
  if (exponent === undefined) return textElement(`${minus}${mantissa}`, attributes);
  const factor = mantissa === '1' ? '' : `${mantissa}×`;
  const raised = element(
    'tspan',
    { dy: '-0.45em', 'font-size': '75%' },
    exponent.replace('-', '−'),
  );
  return element('text', attributes, `${minus}${factor}10${raised}`);
}
