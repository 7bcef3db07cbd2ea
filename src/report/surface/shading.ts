// How the pixels of a map become characters: half blocks in exact colours, dithered cells in sixteen
// colours, or a ramp of dense characters without any. It knows shares of the colours, no numbers.
import { Chalk, type ChalkInstance } from 'chalk';
import type { TerminalOptions } from '../terminal.ts';
import { colorOf, type Rgb } from './colorMap.ts';
import { mapGlyphs } from './mapGlyphs.ts';

/** One pixel of a map. */
export interface Pixel {
  /** Share of the colours: 0 purple, 1 red; NaN for no number. */
  readonly share: number;
  /** Whether the analytic wall runs through it. */
  readonly isWall: boolean;
}

/** What lies behind a mark: the map itself, or black or white, which part a trail from it. */
export type Tone = 'map' | 'black' | 'white';

/** A character over a map. */
export interface Mark {
  readonly character: string;
  readonly tone: Tone;
}

/** A character and its colours. */
export interface Ink {
  readonly character: string;
  readonly paint: ChalkInstance | null;
}

/** A way to show pixels. */
export interface Shading {
  /** Pixels one above the other in a character cell. */
  readonly pixelsPerCell: 1 | 2;
  /** How a pixel without a number looks, for a remark. */
  readonly noValue: string;
  /**
   * Shows the pixels of one cell.
   *
   * @param pixels - from top to bottom, as many as fit a cell.
   */
  cell(pixels: readonly Pixel[]): Ink;
  /**
   * Shows a mark over the pixels of one cell.
   *
   * @param pixels - from top to bottom.
   * @param mark - the mark; without colours its tone is lost.
   */
  mark(pixels: readonly Pixel[], mark: Mark): Ink;
}

const BLACK: Rgb = [0, 0, 0];
/** Also the wall's: no colour of the scale is near it. */
const WHITE: Rgb = [255, 255, 255];
/** Luminance from which black text is easier to read than white. */
const LIGHT = 140;

const isLight = ([red, green, blue]: Rgb) => 0.299 * red + 0.587 * green + 0.114 * blue >= LIGHT;

const meanShare = (pixels: readonly Pixel[]) =>
  pixels.reduce((sum, { share }) => sum + share / pixels.length, 0);

/** Makes paints of two exact colours; equal ones are the same object, so that runs join. */
function painter(level: TerminalOptions['color']) {
  const chalk = new Chalk({ level });
  const made = new Map<string, ChalkInstance>();
  return (front: Rgb, back: Rgb, isBold: boolean): ChalkInstance => {
    const key = `${front}/${back}/${isBold}`;
    const paint = made.get(key) ?? (isBold ? chalk.bold : chalk).rgb(...front).bgRgb(...back);
    made.set(key, paint);
    return paint;
  };
}

function exactShading({ color, unicode }: TerminalOptions): Shading {
  const paint = painter(color);
  const mark = (pixels: readonly Pixel[], { character, tone }: Mark) => {
    const back = { map: colorOf(meanShare(pixels)), black: BLACK, white: WHITE }[tone];
    return { character, paint: paint(isLight(back) ? BLACK : WHITE, back, true) };
  };
  if (!unicode) {
    const { wall } = mapGlyphs(unicode);
    const cell = (pixels: readonly Pixel[]) => {
      const color = colorOf(meanShare(pixels));
      return pixels[0]?.isWall
        ? mark(pixels, { character: wall, tone: 'map' })
        : { character: ' ', paint: paint(color, color, false) };
    };
    return { pixelsPerCell: 1, noValue: 'grey', mark, cell };
  }
  const colorFor = (pixel: Pixel | undefined) =>
    pixel?.isWall ? WHITE : colorOf(pixel?.share ?? Number.NaN);
  return {
    pixelsPerCell: 2,
    noValue: 'grey',
    mark,
    cell: ([upper, lower]) => ({
      character: '▀',
      paint: paint(colorFor(upper), colorFor(lower), false),
    }),
  };
}

/** Steps from one of the six colours to the next: that many densities of dots. */
const DITHER_LEVELS = 4;

function sixteenShading({ unicode }: TerminalOptions): Shading {
  const chalk = new Chalk({ level: 1 });
  const { dither, wall } = mapGlyphs(unicode);
  const hues = [
    { front: 'magenta', mark: chalk.bold.whiteBright.bgMagenta, back: chalk.bgMagenta },
    { front: 'blue', mark: chalk.bold.whiteBright.bgBlue, back: chalk.bgBlue },
    { front: 'cyan', mark: chalk.black.bgCyan, back: chalk.bgCyan },
    { front: 'green', mark: chalk.black.bgGreen, back: chalk.bgGreen },
    { front: 'yellow', mark: chalk.black.bgYellow, back: chalk.bgYellow },
    { front: 'red', mark: chalk.bold.whiteBright.bgRed, back: chalk.bgRed },
  ] as const;
  // The dots of the next colour lie on this one, denser the nearer that is.
  const paints = hues.map(({ back }, hue) => back[hues[hue + 1]?.front ?? 'red']);
  const levelOf = (share: number) => Math.round(share * (hues.length - 1) * DITHER_LEVELS);
  const mark = ([pixel]: readonly Pixel[], { character, tone }: Mark): Ink => {
    const hue = Math.round(levelOf(pixel?.share ?? Number.NaN) / DITHER_LEVELS);
    const paints = {
      map: hues[hue]?.mark ?? chalk.whiteBright,
      black: chalk.bold.whiteBright.bgBlack,
      white: chalk.black.bgWhite,
    };
    return { character, paint: paints[tone] };
  };
  return {
    pixelsPerCell: 1,
    noValue: '?',
    mark,
    cell: ([pixel]) => {
      if (pixel?.isWall) return mark([pixel], { character: wall, tone: 'map' });
      const level = levelOf(pixel?.share ?? Number.NaN);
      const paint = paints[Math.floor(level / DITHER_LEVELS)];
      return paint
        ? { character: dither[level % DITHER_LEVELS] ?? ' ', paint }
        : { character: '?', paint: chalk.gray };
    },
  };
}

function plainShading({ unicode }: TerminalOptions): Shading {
  const { ramp, wall } = mapGlyphs(unicode);
  return {
    pixelsPerCell: 1,
    noValue: '?',
    mark: (_, { character }) => ({ character, paint: null }),
    cell: ([pixel]) => {
      if (pixel?.isWall) return { character: wall, paint: null };
      const place = Math.floor((pixel?.share ?? Number.NaN) * ramp.length);
      return { character: ramp[Math.min(ramp.length - 1, place)] ?? '?', paint: null };
    },
  };
}

const SHADINGS = [plainShading, sixteenShading, exactShading, exactShading] as const;

/**
 * Chooses how a terminal shows pixels.
 *
 * @param terminal - what the terminal can show.
 */
export function shadingFor(terminal: TerminalOptions): Shading {
  return SHADINGS[terminal.color](terminal);
}
