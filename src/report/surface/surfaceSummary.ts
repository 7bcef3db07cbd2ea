// What a surface tells in words, below its map: where it is steep and whether that is a wall, what
// refinement found, and how to look closer.
import type { Place, Refinement, Surface, SurfaceView } from '../../experiment/surface/surface.ts';
import { formatCount, formatCounted, formatNumber, formatPercent } from '../format.ts';
import { clampColumns, paletteFor, type TerminalOptions } from '../terminal.ts';
import { stripControl, visibleWidth, wrapText } from '../text.ts';
import { closerLook, type SweepCommand } from './closerLook.ts';
import { largestOf, medianOf, nonFiniteCountOf } from './extremes.ts';
import { writePlace } from './words.ts';

/** What a summary knows beside the surface. */
export interface SummaryContext {
  /** The analytic wall: `b = 0.5 - 0.6225*w for w > 4.2553`; null where none is known. */
  readonly wallFormula: string | null;
  /** The command that made the surface; null for no advice. */
  readonly command: SweepCommand | null;
}

/** Times the median from which the largest gradient norm is called a wall. */
const WALL_RATIO = 100;
const LOOK_CLOSER = 'look closer:';

function steepSentences(surface: Surface): string[] {
  const norms = surface.gradientNorm;
  const steepest = largestOf(surface, norms);
  if (steepest === null) return ['the gradient norm is finite at no grid point'];
  if (steepest.value === 0) return ['the gradient is exactly 0 at every grid point'];
  const count = nonFiniteCountOf(norms);
  const points = formatCounted(count, 'grid point', 'grid points');
  const ratio = steepest.value / medianOf(norms);
  const norm = formatNumber(steepest.value);
  return [
    `steepest grid point: gradient norm ${norm} at ${writePlace(steepest, surface)}`,
    ...(ratio >= WALL_RATIO && Number.isFinite(ratio)
      ? [`that is ${formatCount(Number(ratio.toPrecision(2)))} times the median: a wall`]
      : []),
    ...(count > 0 ? [`the gradient norm is not finite at ${points}`] : []),
  ];
}

function refinementSentence(refinement: Refinement, surface: Surface): string {
  const { levels, refinedCellCount, cellCount, steepest, lastChangeFraction, ended } = refinement;
  const share = formatPercent(refinedCellCount / cellCount);
  const points = formatCounted(refinement.points.cost.length, 'point', 'points');
  const place = writePlace(steepest, surface, 2 ** levels);
  const change = formatPercent(lastChangeFraction);
  const ending = {
    converged: `last change ${change}`,
    budget: `the budget of points is spent, last change ${change}`,
  }[ended];
  return [
    `refined ${share} of cells over ${formatCounted(levels, 'level', 'levels')} with ${points}: `,
    `largest gradient norm ${formatCount(steepest.gradientNorm)} at ${place}; ${ending}`,
  ].join('');
}

/** Breaks a command between its words so that a shell still takes it whole. */
function commandLines(words: readonly string[], columns: number): string[] {
  const whole = `${LOOK_CLOSER} ${words.join(' ')}`;
  if (visibleWidth(whole) <= columns) return [whole];
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line !== undefined && visibleWidth(line) + visibleWidth(word) + 3 <= columns) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else lines.push(line === undefined ? word : `  ${word}`);
  }
  const continued = lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line));
  return [LOOK_CLOSER, ...continued.flatMap((line) => wrapText(line, columns))];
}

/** Where to look closer: the steepest place that refinement or the grid found. */
function steepestPlace({ surface, refinement }: SurfaceView): Place | null {
  const onGrid = largestOf(surface, surface.gradientNorm);
  return refinement?.steepest ?? (onGrid && onGrid.value > 0 ? onGrid : null);
}

/**
 * Says where a surface is steep, what refinement found, and how to look closer.
 *
 * @param view - the surface.
 * @param context - the wall's formula and the command that made the surface.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal.
 */
export function surfaceSummary(
  view: SurfaceView,
  { wallFormula, command }: SummaryContext,
  terminal: TerminalOptions,
): string[] {
  const { surface, refinement } = view;
  const columns = clampColumns(terminal.columns);
  const { faint } = paletteFor(terminal);
  const sentences = [
    ...steepSentences(surface),
    ...(wallFormula === null ? [] : [`wall: ${stripControl(wallFormula)}`]),
    ...(refinement === null ? [] : [refinementSentence(refinement, surface)]),
  ];
  const place = steepestPlace(view);
  const words = command && place && closerLook(view, place, command);
  return [
    ...sentences.flatMap((text) => wrapText(text, columns, '  ')),
    ...(words ? commandLines(words.map(stripControl), columns) : []).map((line) =>
      line.replace(LOOK_CLOSER, faint(LOOK_CLOSER)),
    ),
  ];
}
