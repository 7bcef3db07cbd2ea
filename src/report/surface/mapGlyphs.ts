// The characters of maps. Letters name paths; nothing here may look like one of them.

/** The characters a map is drawn with. */
export interface MapGlyphs {
  /** From the lowest to the highest number, where there is no colour. */
  readonly ramp: readonly string[];
  /** Dots of the next colour on the last, from none to many. */
  readonly dither: readonly string[];
  /** The analytic wall, where it cannot be a coloured pixel. */
  readonly wall: string;
  /** The smallest cost. */
  readonly minimum: string;
  /** Where a descent begins. */
  readonly start: string;
  /** Stands before the smallest number of a scale that has smaller ones. */
  readonly atMost: string;
}

const UNICODE: MapGlyphs = {
  ramp: [...' ░▒▓█'],
  dither: [...' ░▒▓'],
  wall: '•',
  minimum: '×',
  start: '○',
  atMost: '≤',
};

const ASCII: MapGlyphs = {
  ramp: [...' .:-=+*#%@'],
  dither: [...' :+#'],
  wall: '/',
  minimum: 'x',
  start: 'o',
  atMost: '<=',
};

/**
 * Chooses the characters of maps.
 *
 * @param unicode - whether characters beyond ASCII can be shown.
 */
export function mapGlyphs(unicode: boolean): MapGlyphs {
  return unicode ? UNICODE : ASCII;
}
