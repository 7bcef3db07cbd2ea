// The colours of a surface: purple low, red high, as in the lecture. For terminals, SVG and HTML alike.

/** Red, green and blue, 0 … 255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Colours at evenly spread shares from 0 to 1: purple, blue, sky, green, yellow, orange, red. */
const STOPS: readonly Rgb[] = [
  [91, 42, 134],
  [63, 79, 196],
  [42, 160, 217],
  [53, 190, 130],
  [190, 216, 60],
  [248, 160, 50],
  [215, 25, 28],
];

/** Colour of a number that is not finite. */
export const NO_VALUE: Rgb = [128, 128, 128];

/**
 * Gives the colour of a share by linear interpolation between the stops.
 *
 * @param share - 0 is purple, 1 is red; clamped; NaN is grey.
 */
export function colorOf(share: number): Rgb {
  if (Number.isNaN(share)) return NO_VALUE;
  const place = Math.min(1, Math.max(0, share)) * (STOPS.length - 1);
  const index = Math.min(STOPS.length - 2, Math.floor(place));
  const [low = NO_VALUE, high = NO_VALUE] = STOPS.slice(index, index + 2);
  const mix = (channel: 0 | 1 | 2) =>
    Math.round(low[channel] + (high[channel] - low[channel]) * (place - index));
  return [mix(0), mix(1), mix(2)];
}

/** Writes a colour as `#rrggbb`. */
export function toHex(color: Rgb): string {
  return `#${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
