// The training loss over steps as a plot.
import { linePlot } from './plot/linePlot.ts';
import { STEPS } from './plot/xAxis.ts';
import type { SeriesPoint } from './seriesRecorder.ts';
import type { TerminalOptions } from './terminal.ts';

/** Losses that span more than this factor are drawn on a log scale. */
const LARGEST_LINEAR_RATIO = 1000;

function spansDecades(points: readonly SeriesPoint[]): boolean {
  const positive = points.flatMap(({ mean }) => (mean > 0 ? [mean] : []));
  const low = positive.reduce((least, mean) => Math.min(least, mean), Number.POSITIVE_INFINITY);
  const high = positive.reduce((most, mean) => Math.max(most, mean), 0);
  return high / low > LARGEST_LINEAR_RATIO;
}

/**
 * Draws the training loss over steps: linear, or on a log scale where it spans three decades.
 *
 * @param points - the loss over steps.
 * @param unit - the loss's unit for the title, for example `nats`; left out where it has none.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal.
 */
export function lossCurve(
  points: readonly SeriesPoint[],
  unit: string | null,
  terminal: TerminalOptions,
): string[] {
  const scale = spansDecades(points) ? 'log10' : 'linear';
  const remarks = [...(unit === null ? [] : [unit]), ...(scale === 'log10' ? ['log scale'] : [])];
  const title = `Training loss${remarks.length > 0 ? ` (${remarks.join(', ')})` : ''}`;
  return linePlot([{ label: 'mean', points }], { title, scale, xUnit: STEPS }, terminal);
}
