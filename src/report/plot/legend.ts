// What stands below a plot: which line is which, and what the lines do not show.
import { formatCounted, formatNumber } from '../format.ts';
import { clampColumns, glyphsFor, paletteFor, type TerminalOptions } from '../terminal.ts';
import { stripControl, truncate, visibleWidth } from '../text.ts';
import type { SeriesStyle } from './drawSeries.ts';
import type { ResampledSeries } from './resample.ts';

/** What the legend has to name. */
export interface LegendContent {
  /** Labels and styles of the series, in the order of drawing. */
  readonly series: readonly { readonly label: string; readonly style: SeriesStyle }[];
  /** Whether ranges within a column were drawn. */
  readonly ranged: boolean;
  readonly threshold: { readonly value: number; readonly label: string } | null;
  /** Where the threshold lies. */
  readonly where: 'inside' | 'above' | 'below';
}

/**
 * Lists the legend's entries, each a sample of the line and its name. A single series alone needs
 * none: the title names it.
 *
 * @param content - what was drawn.
 * @param terminal - what the terminal can show.
 */
export function legendEntries(content: LegendContent, terminal: TerminalOptions): string[] {
  const { series, ranged, threshold, where } = content;
  const glyphs = glyphsFor(terminal);
  const palette = paletteFor(terminal);
  const named = series.length > 1 || ranged || threshold !== null;
  const place = where === 'inside' ? '' : ` (${where} the plot)`;
  const entries = [
    ...(named
      ? series.map(({ label, style }) => ({
          mark: style.symbols[4],
          paint: style.paint,
          text: label,
        }))
      : []),
    ...(ranged ? [{ mark: glyphs.range, paint: palette.faint, text: 'min to max' }] : []),
    ...(threshold === null
      ? []
      : [
          {
            mark: glyphs.threshold,
            paint: palette.threshold,
            text: `${threshold.label} ${formatNumber(threshold.value)}${place}`,
          },
        ]),
  ];
  const room = clampColumns(terminal.columns) - 3;
  return entries.map(
    ({ mark, paint, text }) => `${paint(mark.repeat(2))} ${truncate(stripControl(text), room)}`,
  );
}

/**
 * Puts legend entries side by side, as many per line as fit.
 *
 * @param entries - texts no wider than the terminal.
 * @param columns - largest width of a line.
 */
export function legendLines(entries: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const entry of entries) {
    const line = lines.at(-1);
    if (line !== undefined && visibleWidth(line) + 3 + visibleWidth(entry) <= columns) {
      lines[lines.length - 1] = `${line}   ${entry}`;
    } else {
      lines.push(entry);
    }
  }
  return lines;
}

const counted = (count: number, one: string, many: string) =>
  count === 0 ? [] : [formatCounted(count, one, many)];

/**
 * Says for each series how many values its line leaves out, and why.
 *
 * @param labels - names of the series, used where there are several.
 * @param resampled - the series in the same order.
 */
export function remarksOn(
  labels: readonly string[],
  resampled: readonly Pick<ResampledSeries, 'nonFiniteCount' | 'notPositiveCount'>[],
): string[] {
  return resampled.flatMap(({ nonFiniteCount, notPositiveCount }, index) => {
    const parts = [
      ...counted(nonFiniteCount, 'non-finite point', 'non-finite points'),
      ...counted(notPositiveCount, 'point at zero or below', 'points at zero or below'),
    ];
    const name = labels.length > 1 ? `${stripControl(labels[index] ?? '')}: ` : '';
    return parts.length > 0 ? [`${name}${parts.join(' and ')} left out`] : [];
  });
}
