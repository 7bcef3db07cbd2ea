// Descent paths as tables, and what became of each in one sentence. The map shows them by the same
// letters.
import type { DescentPath, DescentStep } from '../../experiment/surface/surface.ts';
import { formatCount, formatCounted, formatNumber } from '../format.ts';
import { clampColumns, paletteFor, type TerminalOptions } from '../terminal.ts';
import { wrapText } from '../text.ts';
import { evenlySpread, textTable } from '../textTable.ts';
import { namePaths } from './namedPaths.ts';

/** Spread rows; the ends of the longest step come on top. */
const ROW_LIMIT = 10;

const stepsOf = (count: number) => formatCounted(count, 'step', 'steps');

/** Spread steps of a path, with both ends of its longest one. */
function rowsOf({ steps, longestFrom }: DescentPath): number[] {
  const ends = longestFrom === null ? [] : [longestFrom, longestFrom + 1];
  const places = new Set([...evenlySpread(steps.length, ROW_LIMIT), ...ends]);
  return [...places].filter((place) => place < steps.length).sort((a, b) => a - b);
}

function throwSentence(from: DescentStep, to: DescentStep): string {
  const length = formatNumber(Math.hypot(to.x - from.x, to.y - from.y));
  const place = `(${formatNumber(to.x)}, ${formatNumber(to.y)})`;
  const cost = formatNumber(to.cost);
  const step = formatCount(to.step);
  return `thrown off the wall at step ${step} by a step of length ${length} to ${place}: cost ${cost}`;
}

/** Says at how many of its steps a path was clipped; nothing for one that never could be. */
function clippedCount({ maxNorm, steps }: DescentPath): string {
  if (maxNorm === null) return '';
  const taken = steps.slice(0, -1);
  const count = taken.filter(({ clipped }) => clipped).length;
  return `, clipped at ${formatCount(count)} of ${stepsOf(taken.length)}`;
}

/**
 * Says what became of a descent: `reached the valley: cost 0.0003 after 120 steps`.
 *
 * @param path - the descent.
 */
export function outcomeSentence(path: DescentPath): string {
  const { steps, longestFrom, outcome } = path;
  const last = steps.at(-1);
  if (!last) return 'there is no step';
  const after = stepsOf(last.step);
  const cost = formatNumber(last.cost);
  const from = longestFrom === null ? undefined : steps[longestFrom];
  const to = longestFrom === null ? undefined : steps[longestFrom + 1];
  const sentences = {
    valley: `reached the valley: cost ${cost} after ${after}`,
    thrown:
      from && to ? throwSentence(from, to) : `thrown off the wall: cost ${cost} after ${after}`,
    underWay: `still under way after ${after}: cost ${cost}, gradient norm ${formatNumber(last.gradientNorm)}`,
    diverged: `diverged at step ${formatCount(last.step)}: the numbers are no longer finite`,
  };
  return `${sentences[outcome]}${clippedCount(path)}`;
}

/**
 * Writes descents as tables of at most a dozen rows, each with what became of it.
 *
 * @param paths - the descents, in the order of the map.
 * @param names - names of the coordinates.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal.
 */
export function descentReport(
  paths: readonly DescentPath[],
  names: { readonly x: string; readonly y: string },
  terminal: TerminalOptions,
): string[] {
  const columns = clampColumns(terminal.columns);
  const { heading, good, bad } = paletteFor(terminal);
  const paints = { valley: good, thrown: bad, underWay: (text: string) => text, diverged: bad };
  const headings = ['step', names.x, names.y, 'cost', 'gradient norm', 'clipped'];
  return namePaths(paths).flatMap(({ path, mark, description }, index) => {
    const { steps } = path;
    const rows = rowsOf(path).flatMap((place) => {
      const step = steps[place];
      if (!step) return [];
      const [x, y] = [step.x, step.y].map((value) =>
        formatNumber(value, { digits: 5, keepZeros: true }),
      );
      // No update is taken at the last point, and how a training clipped is not known here.
      const isUpdate = place < steps.length - 1 && path.label === undefined;
      const clipped = step.clipped ? 'yes' : 'no';
      return [
        [
          formatCount(step.step),
          x ?? '',
          y ?? '',
          formatNumber(step.cost),
          formatNumber(step.gradientNorm),
          isUpdate ? clipped : '',
        ],
      ];
    });
    return [
      ...(index > 0 ? [''] : []),
      ...wrapText(`${mark.character}  ${description}`, columns, '   ').map((line) => heading(line)),
      ...textTable(headings, rows, terminal),
      ...wrapText(outcomeSentence(path), columns, '  ').map((line) => paints[path.outcome](line)),
    ];
  });
}
