// Numbers and names along the edges of the box that no surface hides.
import { type AxisLabel, roundLabels } from '../../../plot/scale.ts';
import type { PageAxis, PageData } from '../../pageData.ts';
import { type Drawing, TEXT_SIZE, type Theme } from '../drawing/canvas.ts';
import { type BoxLabels, type BoxPoint, FLOOR, farCorner } from './box.ts';
import type { Camera, Projected, Size } from './camera.ts';

/** Pixels from one number of an axis to the next, about. */
const PIXELS_PER_LABEL = 110;

/** Beyond this tilt heights are seen from above and the upright axis is a dot. */
const STEEPEST_PITCH = 80;

/** How far outside the box numbers and names stand, its sides being 2. */
const OUTSIDE = { tick: 0.03, number: 0.09, name: 0.32 };

/**
 * Finds what the axes of a box say.
 *
 * @param data - axes of the page.
 * @param height - labels of the upright axis.
 * @param name - name of the upright axis.
 * @param size - of the picture.
 */
export function boxLabels(
  { x, y }: PageData,
  height: readonly AxisLabel[],
  name: string,
  size: Size,
): BoxLabels {
  const count = Math.max(2, Math.min(6, size.width / PIXELS_PER_LABEL));
  const labelsOf = ({ min, max, labels }: PageAxis) =>
    min === max ? [{ share: 0.5, text: labels[0] ?? '' }] : roundLabels(min, max, count);
  return {
    x: labelsOf(x),
    y: labelsOf(y),
    height,
    names: { x: x.name, y: y.name, height: name },
  };
}

/** Writes a text outside the box, aligned away from it. */
function writeOutside(
  context: CanvasRenderingContext2D,
  text: string,
  place: Projected,
  edge: Projected,
): void {
  const [across, down] = [place.x - edge.x, place.y - edge.y];
  const slant = Math.abs(across) / Math.max(1e-9, Math.abs(across) + Math.abs(down));
  context.textAlign = slant < 0.3 ? 'center' : across > 0 ? 'left' : 'right';
  context.textBaseline = slant > 0.8 ? 'middle' : down > 0 ? 'top' : 'bottom';
  context.fillText(text, place.x, place.y);
}

/**
 * Writes numbers and names along the near edges of the floor and the leftmost upright edge.
 *
 * @param drawing - the picture.
 * @param camera - how the box is seen.
 * @param view - turn and tilt of the view, in degrees.
 * @param labels - what to write.
 * @param theme - colours.
 */
export function drawBoxLabels(
  { context }: Drawing,
  camera: Camera,
  { yaw, pitch }: { readonly yaw: number; readonly pitch: number },
  labels: BoxLabels,
  theme: Theme,
): void {
  const far = farCorner(yaw);
  const near = { x: -far.x, y: -far.y };
  context.save();
  context.strokeStyle = theme.faint;
  context.lineWidth = 1;
  const axis = (
    marks: readonly AxisLabel[],
    name: string,
    pointAt: (share: number, outside: number) => BoxPoint,
  ) => {
    const project = (share: number, outside: number) => camera.project(...pointAt(share, outside));
    context.fillStyle = theme.faint;
    for (const { share, text } of marks) {
      const [edge, tick] = [project(share, 0), project(share, OUTSIDE.tick)];
      context.beginPath();
      context.moveTo(edge.x, edge.y);
      context.lineTo(tick.x, tick.y);
      context.stroke();
      writeOutside(context, text, project(share, OUTSIDE.number), edge);
    }
    context.fillStyle = theme.ink;
    writeOutside(context, name, project(0.5, OUTSIDE.name), project(0.5, 0));
  };
  axis(labels.x, labels.names.x, (share, outside) => [
    share * 2 - 1,
    near.y * (1 + outside),
    FLOOR,
  ]);
  axis(labels.y, labels.names.y, (share, outside) => [
    near.x * (1 + outside),
    share * 2 - 1,
    FLOOR,
  ]);
  if (pitch < STEEPEST_PITCH) {
    const corners = [
      { x: far.x, y: near.y },
      { x: near.x, y: far.y },
    ];
    const [left] = corners.sort(
      (a, b) => camera.project(a.x, a.y, 0).x - camera.project(b.x, b.y, 0).x,
    );
    if (left) drawUpright(context, camera, left, labels, theme);
  }
  context.restore();
}

/** Writes the upright axis: numbers left of the edge, the name over its top. */
function drawUpright(
  context: CanvasRenderingContext2D,
  camera: Camera,
  corner: { readonly x: number; readonly y: number },
  labels: BoxLabels,
  theme: Theme,
): void {
  const project = (share: number) => camera.project(corner.x, corner.y, share);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.fillStyle = theme.faint;
  for (const { share, text } of labels.height) {
    const { x, y } = project(share);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x - 4, y);
    context.stroke();
    context.fillText(text, x - 7, y);
  }
  const top = project(1);
  context.fillStyle = theme.ink;
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  const half = context.measureText(labels.names.height).width / 2;
  context.fillText(labels.names.height, Math.max(half + 2, top.x), top.y - TEXT_SIZE * 0.8);
}
