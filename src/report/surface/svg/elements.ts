// SVG elements as text, and numbers as SVG takes them.
import { escapeMarkup } from '../../markup.ts';

/** Attributes by name; numbers are pixels and written with two decimals at most. */
export type Attributes = Readonly<Record<string, string | number>>;

/**
 * Writes a number of pixels.
 *
 * @param value - any finite number.
 * @param decimals - digits after the point, at most; zeros at the end are left out.
 */
export function pixels(value: number, decimals = 2): string {
  return String(Number(value.toFixed(decimals)) + 0);
}

/**
 * Writes an element.
 *
 * @param name - its name.
 * @param attributes - escaped here.
 * @param content - markup inside it.
 */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => {
    const text = typeof value === 'number' ? pixels(value) : escapeMarkup(value);
    return ` ${key}="${text}"`;
  });
  const start = `<${name}${written.join('')}`;
  return content === '' ? `${start}/>` : `${start}>${content}</${name}>`;
}

/** A place in pixels, from the left and from the top. */
export type Pixel = readonly [x: number, y: number];

/**
 * Writes an open line for the `d` of a path, to a tenth of a pixel.
 *
 * @param points - at least one.
 */
export function lineData(points: readonly Pixel[]): string {
  const written = points.map(([x, y]) => `${pixels(x, 1)} ${pixels(y, 1)}`);
  return `M${written.join('L')}`;
}
