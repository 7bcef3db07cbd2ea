// The norm of dL/dh_t over the time steps, at the first and the last recorded step of a run: the
// picture and one sentence each that answer whether the gradient reaches the beginning.
import type { StateGradientEvent } from '../training/events.ts';
import { formatCount, formatPowerOfTen } from './format.ts';
import { linePlot } from './plot/linePlot.ts';
import { TIME_STEPS } from './plot/xAxis.ts';
import { singlePoint } from './seriesRecorder.ts';
import { clampColumns, glyphsFor, type TerminalOptions } from './terminal.ts';
import { wrapText } from './text.ts';

/** Decades of shrinking from which a gradient is said to vanish, of growing to explode. */
const DECISIVE_DECADES = 3;
/** Decades of change that count as none. */
const NEGLIGIBLE_DECADES = 0.02;
/** Rows per layer where there are several: a deep net should still fit a screen or two. */
const STACKED_HEIGHT = 7;

const isDrawable = (norm: number) => Number.isFinite(norm) && norm > 0;

function changeOf(decades: number): string {
  if (Math.abs(decades) < NEGLIGIBLE_DECADES) return 'keeps its size';
  return `${decades < 0 ? 'shrinks' : 'grows'} by ${formatPowerOfTen(decades)}`;
}

function verdictOf(decades: number, startStep: number): string {
  if (decades <= -DECISIVE_DECADES) return 'vanishes';
  if (decades >= DECISIVE_DECADES) return 'explodes';
  return startStep > 0 ? 'reaches the beginning of its window' : 'reaches the beginning';
}

/**
 * Says what becomes of the gradient on its way back through time:
 * `from t = 100 back to t = 1 the gradient shrinks by 1e-14 (vanishes)`.
 *
 * @param norms - the norm of dL/dh_t for t = 1 … T.
 * @param startStep - time steps before the first of them, where BPTT went back through a window.
 * @returns one sentence; exact zeros and non-finite norms are named.
 */
export function reachSentence(norms: readonly number[], startStep = 0): string {
  const time = (index: number) => `t = ${formatCount(startStep + index + 1)}`;
  const end = norms.findLastIndex(isDrawable);
  if (end === -1) {
    return norms.some((norm) => !Number.isFinite(norm))
      ? 'the gradient is finite and above 0 at no time step'
      : 'the gradient is exactly 0 at every time step';
  }
  // The way back ends where the gradient first is 0 or not finite.
  const stop = norms.slice(0, end).findLastIndex((norm) => !isDrawable(norm));
  const begin = stop + 1;
  const decades = Math.log10(norms[begin] ?? 0) - Math.log10(norms[end] ?? 0);
  const way = `from ${time(end)} back to ${time(begin)} the gradient`;
  if (stop === -1) {
    if (begin === end) return 'there is one time step only';
    return `${way} ${changeOf(decades)} (${verdictOf(decades, startStep)})`;
  }
  const [state, verdict] =
    norms[stop] === 0 ? ['exactly 0', 'vanishes'] : ['not finite', 'explodes'];
  const before = `at ${time(stop)} it is ${state} (${verdict})`;
  return begin === end
    ? `the gradient is above 0 at ${time(end)}, and ${before}`
    : `${way} ${changeOf(decades)}, and ${before}`;
}

/**
 * Draws the norm of dL/dh_t over t = 1 … T on a log scale, one plot per layer, with one line for the
 * first and one for the last recorded step.
 *
 * @param first - the first recorded step.
 * @param last - the last recorded step; one line only where it is the first.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal.
 */
export function stateGradientPlot(
  first: StateGradientEvent,
  last: StateGradientEvent,
  terminal: TerminalOptions,
): string[] {
  const events = first.step === last.step ? [last] : [first, last];
  const columns = clampColumns(terminal.columns);
  const { norm } = glyphsFor(terminal);
  const stacked = last.layers.length > 1;
  return last.layers.flatMap((_, layer) => {
    const series = events.map((event) => ({
      step: event.step,
      label: `step ${formatCount(event.step)}`,
      startStep: event.startStep ?? 0,
      norms: event.layers[layer] ?? [],
    }));
    const name = stacked ? `layers.${layer}: ` : '';
    return [
      ...(layer > 0 ? [''] : []),
      ...linePlot(
        series.map(({ label, norms, startStep }) => ({
          label,
          points: norms.map((value, index) => singlePoint(startStep + index + 1, value)),
        })),
        {
          title: `${name}${norm}dL/dh_t${norm} over time (log scale)`,
          scale: 'log10',
          xUnit: TIME_STEPS,
          ...(stacked ? { height: STACKED_HEIGHT } : {}),
        },
        terminal,
      ),
      ...series.flatMap(({ label, norms, startStep }) =>
        wrapText(`${label}: ${reachSentence(norms, startStep)}`, columns, '  '),
      ),
    ];
  });
}
