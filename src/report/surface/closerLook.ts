// The command line that looks closer at the steepest place of a surface: a fifth of the window in
// each direction, around the place, with round ends.
import type { Place, SurfaceView } from '../../experiment/surface/surface.ts';
import { roundStep } from '../plot/scale.ts';

/** The command that made a surface, as words the shell would split it into. */
export interface SweepCommand {
  /** Program and verb: `rnn sweep`. */
  readonly verb: string;
  /** Names of the coordinates where they are arguments; empty where options choose them. */
  readonly names: readonly string[];
  /** All other options but --x and --y, unquoted: `['--steps', '50']`. */
  readonly options: readonly string[];
}

/** Share of the window that the closer look takes of each axis. */
const CLOSER_SHARE = 1 / 5;
/** Round numbers the new window spans at most. */
const ROUND_STEPS = 10;
/** Digits a double always holds. */
const MOST_DIGITS = 15;

const quoted = (word: string) =>
  /^[\w.,:=/+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** A range around a place of an axis, as typed; null where no shorter one can be told apart. */
function closerRange(axis: SurfaceView['surface']['x'], centre: number): string | null {
  const { min, max, count } = axis;
  if (count === 1) return String(min);
  const [low, high] = [Math.min(min, max), Math.max(min, max)];
  const width = (high - low) * CLOSER_SHARE;
  const step = roundStep(width / ROUND_STEPS);
  const round = (value: number) =>
    Number((Math.round(value / step) * step).toPrecision(MOST_DIGITS));
  const from = Math.min(high - width, Math.max(low, centre - width / 2));
  const [first, last] = [
    from > low ? Math.max(low, round(from)) : low,
    from + width < high ? Math.min(high, round(from + width)) : high,
  ];
  const isCloser = first <= centre && centre <= last && first < last && last - first < high - low;
  if (!isCloser) return null;
  return (min < max ? [first, last, count] : [last, first, count]).join(':');
}

/**
 * Writes the command that sweeps a fifth of the window around a place, with as many points as now
 * and refinement.
 *
 * @param view - the surface.
 * @param place - where to look: a point of the window.
 * @param command - the command that made the surface.
 * @returns words ready for a shell, or null where the window cannot be told from a smaller one.
 */
export function closerLook(
  { surface }: SurfaceView,
  place: Place,
  { verb, names, options }: SweepCommand,
): string[] | null {
  const x = closerRange(surface.x, place.x);
  const y = closerRange(surface.y, place.y);
  if (x === null || y === null) return null;
  const refine = options.includes('--refine') ? [] : ['--refine'];
  return [...verb.split(' '), ...[...names, '--x', x, '--y', y, ...options, ...refine].map(quoted)];
}
