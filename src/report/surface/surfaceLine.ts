// A surface whose grid is a single row, column or point: a line over the one axis that varies, or a
// sentence. Maps of two axes are heatMap's.
import type { SurfaceView } from '../../experiment/surface/surface.ts';
import { formatNumber } from '../format.ts';
import { linePlot } from '../plot/linePlot.ts';
import { coordinate } from '../plot/xAxis.ts';
import { singlePoint } from '../seriesRecorder.ts';
import { clampColumns, type TerminalOptions } from '../terminal.ts';
import { wrapText } from '../text.ts';
import { QUANTITY_NAMES, SCALE_NAMES, surfaceTitle, writePlace } from './words.ts';

const POINT_DIGITS = 6;

/**
 * Draws a surface of one row or one column of points; of one point, says its numbers.
 *
 * @param view - the surface and which of its numbers is shown.
 * @param terminal - what the terminal can show.
 * @returns lines no wider than the terminal.
 */
export function surfaceLine(view: SurfaceView, terminal: TerminalOptions): string[] {
  const { surface, quantity, scale } = view;
  const { x, y, xs, ys } = surface;
  const columns = clampColumns(terminal.columns);
  if (x.count === 1 && y.count === 1) {
    const [cost, norm] = [surface.cost, surface.gradientNorm].map(([value = Number.NaN]) =>
      formatNumber(value, { digits: POINT_DIGITS }),
    );
    const place = writePlace({ x: x.min, y: y.min }, surface);
    return wrapText(`cost ${cost}, gradient norm ${norm} at ${place}`, columns);
  }
  const [axis, places] = y.count === 1 ? [x, xs] : [y, ys];
  const points = [...surface[quantity]].map((value, index) =>
    singlePoint(places[index] ?? Number.NaN, value),
  );
  return [
    ...linePlot(
      [{ label: QUANTITY_NAMES[quantity], points }],
      {
        title: `${surfaceTitle(view)}${scale === 'log' ? ` (${SCALE_NAMES.log})` : ''}`,
        scale: scale === 'log' ? 'log10' : 'linear',
        xUnit: coordinate(axis.name),
        xRange: { first: axis.min, last: axis.max },
      },
      terminal,
    ),
    ...(view.paths.length > 0
      ? wrapText('descents leave this line and are not drawn', columns)
      : []),
  ];
}
