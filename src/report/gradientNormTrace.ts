// The gradient norm over steps as a plot, and the gradient of a whole run in one sentence.
import type { GradientSummary } from '../training/events.ts';
import { formatCounted, formatNumber, formatPercent } from './format.ts';
import { linePlot, type PlotThreshold } from './plot/linePlot.ts';
import { STEPS } from './plot/xAxis.ts';
import type { SeriesPoint } from './seriesRecorder.ts';
import { clampColumns, type TerminalOptions } from './terminal.ts';
import { wrapText } from './text.ts';

const clippedShare = ({ clippedFraction }: GradientSummary) =>
  clippedFraction > 0 ? `clipped in ${formatPercent(clippedFraction)} of steps` : 'never clipped';

/**
 * Says what the gradient did over a run:
 * `gradient norm: mean 0.33, largest 12.1, clipped in 37% of steps`.
 *
 * @param summary - the gradient over the whole run.
 * @param skippedCount - updates a policy left out.
 */
export function gradientSummaryLine(summary: GradientSummary, skippedCount: number): string {
  const { normMean, normMax, nonFiniteCount } = summary;
  const parts = [
    `mean ${formatNumber(normMean)}`,
    `largest ${formatNumber(normMax)}`,
    clippedShare(summary),
    ...(nonFiniteCount > 0
      ? [`not finite in ${formatCounted(nonFiniteCount, 'step', 'steps')}`]
      : []),
    ...(skippedCount > 0 ? [`${formatCounted(skippedCount, 'update', 'updates')} left out`] : []),
  ];
  return `gradient norm: ${parts.join(', ')}`;
}

/**
 * Draws the gradient norm before the policies over steps, on a log scale.
 *
 * @param points - the norm over steps.
 * @param threshold - the norm above which a policy clips, or null where none does.
 * @param summary - the gradient over the whole run, or null where it is not known yet.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal.
 */
export function gradientNormTrace(
  points: readonly SeriesPoint[],
  threshold: PlotThreshold | null,
  summary: GradientSummary | null,
  terminal: TerminalOptions,
): string[] {
  const options = {
    title: 'Gradient norm before clipping (log scale)',
    scale: 'log10',
    xUnit: STEPS,
    ...(threshold === null ? {} : { threshold }),
  } as const;
  return [
    ...linePlot([{ label: 'mean', points }], options, terminal),
    ...(summary === null ? [] : wrapText(clippedShare(summary), clampColumns(terminal.columns))),
  ];
}
