// The box around the surface: floor and back walls with lines at round numbers.
import type { AxisLabel } from '../../../plot/scale.ts';
import type { Drawing, Theme } from '../drawing/canvas.ts';
import type { Camera } from './camera.ts';

/** What the axes of a box say. */
export interface BoxLabels {
  readonly x: readonly AxisLabel[];
  readonly y: readonly AxisLabel[];
  readonly height: readonly AxisLabel[];
  readonly names: { readonly x: string; readonly y: string; readonly height: string };
}

/** Height of the floor: below the lowest height, so that a flat surface does not lie in it. */
export const FLOOR = -0.03;

/** A point of the box: −1 … 1 twice, and a height of 0 … 1. */
export type BoxPoint = readonly [x: number, y: number, height: number];

/**
 * Finds the corner of the floor farthest from the viewer.
 *
 * @param yaw - turn of the view, in degrees.
 * @returns −1 or 1 each.
 */
export function farCorner(yaw: number): { x: number; y: number } {
  const turn = (yaw * Math.PI) / 180;
  return { x: Math.sin(turn) > 0 ? -1 : 1, y: Math.cos(turn) > 0 ? 1 : -1 };
}

/**
 * Draws what stands behind the surface: floor, back walls and their lines.
 *
 * @param drawing - the picture.
 * @param camera - how the box is seen.
 * @param yaw - turn of the view, in degrees.
 * @param labels - where lines are.
 * @param theme - colours.
 */
export function drawBox(
  { context }: Drawing,
  camera: Camera,
  yaw: number,
  labels: BoxLabels,
  theme: Theme,
): void {
  const far = farCorner(yaw);
  const path = (points: readonly BoxPoint[]) => {
    context.beginPath();
    for (const [x, y, height] of points) {
      const place = camera.project(x, y, height);
      context.lineTo(place.x, place.y);
    }
  };
  const faces: readonly (readonly BoxPoint[])[] = [
    [
      [-1, -1, FLOOR],
      [1, -1, FLOOR],
      [1, 1, FLOOR],
      [-1, 1, FLOOR],
    ],
    [
      [far.x, -1, FLOOR],
      [far.x, 1, FLOOR],
      [far.x, 1, 1],
      [far.x, -1, 1],
    ],
    [
      [-1, far.y, FLOOR],
      [1, far.y, FLOOR],
      [1, far.y, 1],
      [-1, far.y, 1],
    ],
  ];
  context.save();
  context.lineWidth = 1;
  context.strokeStyle = theme.line;
  context.fillStyle = theme.panel;
  for (const face of faces) {
    path(face);
    context.closePath();
    context.fill();
    context.stroke();
  }
  const at = (share: number) => share * 2 - 1;
  const lines: (readonly BoxPoint[])[] = [
    ...labels.x.map(({ share }): BoxPoint[] => [
      [at(share), -far.y, FLOOR],
      [at(share), far.y, FLOOR],
      [at(share), far.y, 1],
    ]),
    ...labels.y.map(({ share }): BoxPoint[] => [
      [-far.x, at(share), FLOOR],
      [far.x, at(share), FLOOR],
      [far.x, at(share), 1],
    ]),
    ...labels.height.map(({ share }): BoxPoint[] => [
      [-far.x, far.y, share],
      [far.x, far.y, share],
      [far.x, -far.y, share],
    ]),
  ];
  for (const line of lines) {
    path(line);
    context.stroke();
  }
  context.restore();
}
