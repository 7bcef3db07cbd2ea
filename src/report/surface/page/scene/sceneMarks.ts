// What is drawn over the surface in the scene, faint or not at all where the surface hides it.
import type { PageStroke } from '../../pageData.ts';
import type { Drawing, Theme } from '../drawing/canvas.ts';
import {
  type CanvasPlace,
  drawArrowHead,
  drawBadge,
  drawDisc,
  drawStar,
  MARK_STROKE,
  spread,
  strokeLine,
  WALL_STROKE,
} from '../drawing/strokes.ts';
import { gridLine, type OverlayLine, type OverlayPoint } from '../overlayLine.ts';
import { type PagePicture, pointAt } from '../pagePicture.ts';
import type { PathOverlay } from '../pathOverlay.ts';
import type { BoxLabels } from './box.ts';
import type { Camera } from './camera.ts';
import { isHidden, lineRuns, projectOverlay } from './hiddenLines.ts';
import type { Raster } from './raster.ts';

/** How much of a mark is seen through the surface. */
const HIDDEN_ALPHA = 0.35;

/** What marks are drawn on, and what may hide them. */
export interface MarkedScene {
  readonly drawing: Drawing;
  readonly camera: Camera;
  /** The surface as drawn. */
  readonly raster: Raster;
  /** Pixels of the raster per CSS pixel. */
  readonly density: number;
}

/**
 * Draws lines over the surface where the axes have their numbers.
 *
 * @param scene - the scene.
 * @param picture - the surface.
 * @param labels - of the axes.
 */
export function drawGridLines(
  { drawing: { context }, camera, raster, density }: MarkedScene,
  { model, heights }: PagePicture,
  labels: BoxLabels,
): void {
  const lines = [
    ...labels.x.flatMap(({ share }) => gridLine(model, heights, 'y', share)),
    ...labels.y.flatMap(({ share }) => gridLine(model, heights, 'x', share)),
  ];
  context.save();
  context.strokeStyle = 'rgba(0, 0, 0, 0.28)';
  context.lineWidth = 1;
  context.beginPath();
  for (const { places, isHidden } of lines.flatMap((points) =>
    lineRuns(points, camera, raster, density),
  )) {
    if (isHidden) continue;
    places.forEach(({ x, y }, index) => {
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
  }
  context.stroke();
  context.restore();
}

/** Draws a line, faint where the surface hides it. */
function drawLine(
  { drawing: { context }, camera, raster, density }: MarkedScene,
  { points, leaves }: OverlayLine,
  stroke: PageStroke,
): void {
  const runs = lineRuns(points, camera, raster, density);
  context.save();
  context.globalAlpha = HIDDEN_ALPHA;
  context.lineWidth = 1.5;
  context.setLineDash([2, 3]);
  context.strokeStyle = stroke.color;
  for (const { places } of runs.filter((run) => run.isHidden)) {
    context.beginPath();
    for (const { x, y } of places) context.lineTo(x, y);
    context.stroke();
  }
  context.restore();
  for (const { places } of runs.filter((run) => !run.isHidden)) {
    strokeLine(context, places, stroke);
  }
  const [before, last] = points.slice(-2);
  if (leaves && before && last && stroke !== WALL_STROKE) {
    const [from, to] = [before, last].map((point) => projectOverlay(camera, point));
    if (from && to) drawArrowHead(context, from, to, stroke);
  }
}

function drawPath(
  lines: MarkedScene,
  { lines: parts, stops, start, end }: PathOverlay,
  letter: string,
  stroke: PageStroke,
): void {
  const { drawing, camera, raster, density } = lines;
  const { context } = drawing;
  for (const part of parts) drawLine(lines, part, stroke);
  for (const place of spread(stops.map((stop) => projectOverlay(camera, stop)))) {
    if (!isHidden(raster, place, density)) drawDisc(context, place, 2.2, stroke);
  }
  const drawEnd = (point: OverlayPoint | null, draw: (place: CanvasPlace) => void) => {
    if (!point) return;
    const place = projectOverlay(camera, point);
    context.save();
    if (isHidden(raster, place, density)) context.globalAlpha = HIDDEN_ALPHA;
    draw(place);
    context.restore();
  };
  drawEnd(start, (place) => drawDisc(context, place, 4.5, stroke));
  drawEnd(end, (place) => drawBadge(context, place, letter, stroke));
}

/**
 * Draws wall, paths and the smallest cost.
 *
 * @param scene - the scene.
 * @param picture - what is shown.
 */
export function drawSceneMarks(
  scene: MarkedScene,
  { model, wall, paths, minimum }: PagePicture,
): void {
  for (const line of wall) drawLine(scene, line, WALL_STROKE);
  const { drawing, camera, raster, density } = scene;
  if (minimum) {
    const place = projectOverlay(camera, minimum);
    if (!isHidden(raster, place, density)) drawStar(drawing.context, place);
  }
  model.data.paths.forEach(({ letter, stroke }, index) => {
    const path = paths[index];
    if (path) drawPath(scene, path, letter, stroke);
  });
}

/**
 * Draws the point the reader points at: a pin from the floor.
 *
 * @param scene - the scene.
 * @param picture - what is shown.
 * @param theme - colours of the page.
 */
export function drawSceneCursor(
  { drawing: { context }, camera }: MarkedScene,
  { model, heights, cursor }: PagePicture,
  theme: Theme,
): void {
  if (cursor === null) return;
  const point = pointAt(model, heights, cursor);
  const [floor, top] = [
    projectOverlay(camera, { ...point, height: 0 }),
    projectOverlay(camera, point),
  ];
  context.save();
  context.strokeStyle = theme.ink;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(floor.x, floor.y);
  context.lineTo(top.x, top.y);
  context.stroke();
  context.restore();
  drawDisc(context, top, 5, MARK_STROKE);
}
