// The axes around the map, and where on the canvas the map lies.
import { roundLabels } from '../../../plot/scale.ts';
import type { PageAxis } from '../../pageData.ts';
import type { WindowPlace } from '../../windowPlace.ts';
import { type Drawing, TEXT_SIZE, type Theme } from '../drawing/canvas.ts';
import type { CanvasPlace } from '../drawing/strokes.ts';
import type { SurfaceModel } from '../surfaceModel.ts';

/** Where the map lies on its canvas. */
export interface MapFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const MARGIN = { top: 8, right: 14, bottom: 40 };

/** Pixels from one number of an axis to the next, about. */
const PIXELS_PER_LABEL = { x: 58, y: 45 };

/**
 * Gives the way from the window to the canvas. A grid point is the middle of its cell: the window ends
 * half a cell inside the map's edges.
 *
 * @param frame - where the map lies.
 * @param grid - its columns and rows.
 */
export function placeIn(
  frame: MapFrame,
  { columns, rows }: Pick<SurfaceModel, 'columns' | 'rows'>,
) {
  return ({ across, up }: WindowPlace): CanvasPlace => ({
    x: frame.left + ((across * (columns - 1) + 0.5) / columns) * frame.width,
    y: frame.top + (((1 - up) * (rows - 1) + 0.5) / rows) * frame.height,
  });
}

/**
 * Writes axes around the map.
 *
 * @param drawing - the canvas.
 * @param model - the surface.
 * @param theme - colours of the page.
 * @returns where the map lies.
 */
export function drawAxes(
  { context, width, height }: Drawing,
  model: SurfaceModel,
  theme: Theme,
): MapFrame {
  const { x, y } = model.data;
  const inner = { width: width - 60, height: height - MARGIN.top - MARGIN.bottom };
  const labelsOf = ({ min, max, labels }: PageAxis, count: number) =>
    min === max
      ? [{ share: 0.5, text: labels[0] ?? '' }]
      : roundLabels(min, max, Math.max(1, count));
  const yLabels = labelsOf(y, inner.height / PIXELS_PER_LABEL.y);
  const xLabels = labelsOf(x, inner.width / PIXELS_PER_LABEL.x);
  const widest = Math.max(...yLabels.map(({ text }) => context.measureText(text).width));
  const left = Math.ceil(widest) + TEXT_SIZE + 18;
  const frame = { left, top: MARGIN.top, width: width - left - MARGIN.right, height: inner.height };
  const place = placeIn(frame, model);
  context.save();
  context.strokeStyle = theme.faint;
  context.fillStyle = theme.faint;
  context.lineWidth = 1;
  const bottom = frame.top + frame.height;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const { share, text } of xLabels) {
    const at = place({ across: share, up: 0 }).x;
    context.fillRect(at - 0.5, bottom + 1, 1, 4);
    const half = context.measureText(text).width / 2;
    context.fillText(text, Math.min(at, width - half - 1), bottom + 8);
  }
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { share, text } of yLabels) {
    const at = place({ across: 0, up: share }).y;
    context.fillRect(frame.left - 5, at - 0.5, 4, 1);
    context.fillText(text, frame.left - 8, at);
  }
  context.fillStyle = theme.ink;
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  context.fillText(x.name, frame.left + frame.width / 2, height - 2, frame.width);
  context.translate(2, frame.top + frame.height / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'top';
  context.fillText(y.name, 0, 0, frame.height);
  context.restore();
  return frame;
}
