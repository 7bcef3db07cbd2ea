// Draws a mesh into pixels, each triangle by its rows, with the nearness of every pixel: what lies
// behind is covered, and lines drawn later can tell what hides them. Colour follows the height inside
// a triangle too, so that a wall one cell wide shows all its colours. No canvas here.
import type { Camera } from './camera.ts';
import { type Mesh, shareAt } from './mesh.ts';

/** A picture with depth. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** Colours as a canvas holds them (red in the lowest byte), 0 where nothing is, [height · width]. */
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** Nearness of what is seen, 0 where nothing is, [height · width]. */
  readonly nearness: Float32Array;
}

/** Brightness levels of the colours. */
const LEVELS = 64;
/** Colours of each level. */
const COLORS = 512;
/** Brightness where light only grazes, and what is added where it falls straight. */
const SHADE = { ambient: 0.62, direct: 0.48 };

/** Colours by brightness and height, [LEVELS · COLORS]. */
export type ShadedColors = Uint32Array;

/**
 * Lists colours at all brightnesses.
 *
 * @param colorOf - colour of a height 0 … 1: red, green and blue, 0 … 255 each.
 */
export function shadeColors(colorOf: (share: number) => readonly number[]): ShadedColors {
  const colors = new Uint32Array(LEVELS * COLORS);
  for (let color = 0; color < COLORS; color += 1) {
    const channels = colorOf(color / (COLORS - 1));
    for (let level = 0; level < LEVELS; level += 1) {
      const brightness = SHADE.ambient + (SHADE.direct * level) / (LEVELS - 1);
      const [red = 0, green = 0, blue = 0] = channels.map((channel) =>
        Math.min(255, Math.round(channel * brightness)),
      );
      colors[level * COLORS + color] = (0xff << 24) | (blue << 16) | (green << 8) | red;
    }
  }
  return colors;
}

/**
 * Makes an empty picture.
 *
 * @param width - pixels.
 * @param height - pixels.
 */
export function createRaster(width: number, height: number): Raster {
  return {
    width,
    height,
    pixels: new Uint32Array(width * height),
    nearness: new Float32Array(width * height),
  };
}

/** Numbers of a point that change linearly inside a triangle, beside its place. */
const X = 0;
const Y = 1;
const NEARNESS = 2;
const COLOR = 3;
const LEVEL = 4;
const STRIDE = 5;

function projectPoints(mesh: Mesh, camera: Camera): Float64Array {
  const { columns, rows, heights, normals } = mesh;
  const points = new Float64Array(heights.length * STRIDE);
  const [lightX, lightY, lightZ] = camera.light;
  heights.forEach((height, index) => {
    const column = index % columns;
    const row = (index - column) / columns;
    const { x, y, nearness } = camera.project(
      shareAt(column, columns) * 2 - 1,
      1 - shareAt(row, rows) * 2,
      height,
    );
    const facing =
      (normals[index * 3] ?? 0) * lightX +
      (normals[index * 3 + 1] ?? 0) * lightY +
      (normals[index * 3 + 2] ?? 0) * lightZ;
    points[index * STRIDE + X] = x;
    points[index * STRIDE + Y] = y;
    points[index * STRIDE + NEARNESS] = nearness;
    points[index * STRIDE + COLOR] = height * (COLORS - 1);
    points[index * STRIDE + LEVEL] = Math.max(0, facing) * (LEVELS - 1);
  });
  return points;
}

/**
 * Draws a mesh over whatever a picture holds.
 *
 * @param raster - is changed.
 * @param mesh - what to draw.
 * @param camera - how it is seen, for a picture of the raster's size.
 * @param colors - from {@link shadeColors}.
 * @returns how many pixels were painted, those painted over again included.
 */
export function drawMesh(raster: Raster, mesh: Mesh, camera: Camera, colors: ShadedColors): number {
  const { columns, rows, heights } = mesh;
  const points = projectPoints(mesh, camera);
  let painted = 0;
  const triangle = (a: number, b: number, c: number) => {
    painted += drawTriangle(raster, points, a * STRIDE, b * STRIDE, c * STRIDE, colors);
  };
  for (let row = 0; row < rows - 1; row += 1) {
    for (let column = 0; column < columns - 1; column += 1) {
      const farLeft = row * columns + column;
      const farRight = farLeft + 1;
      const nearLeft = farLeft + columns;
      const nearRight = nearLeft + 1;
      const down = Math.abs((heights[farLeft] ?? 0) - (heights[nearRight] ?? 0));
      const up = Math.abs((heights[farRight] ?? 0) - (heights[nearLeft] ?? 0));
      // Cut along the flatter diagonal: a ridge across the grid then has no teeth.
      if (down <= up || Number.isNaN(up)) {
        triangle(farLeft, nearLeft, nearRight);
        triangle(farLeft, nearRight, farRight);
      } else {
        triangle(farLeft, nearLeft, farRight);
        triangle(farRight, nearLeft, nearRight);
      }
    }
  }
  return painted;
}

/** Draws the triangle of three points; nothing where one has no height. Returns pixels painted. */
function drawTriangle(
  { width, height, pixels, nearness }: Raster,
  points: Float64Array,
  a: number,
  b: number,
  c: number,
  colors: ShadedColors,
): number {
  const at = (point: number, what: number) => points[point + what] ?? 0;
  const ax = at(a, X);
  const ay = at(a, Y);
  const bx = at(b, X);
  const by = at(b, Y);
  const cx = at(c, X);
  const cy = at(c, Y);
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  if (!(area !== 0)) return 0;
  // What changes linearly is start + x · perX + y · perY.
  const perX = (what: number) =>
    ((at(b, what) - at(a, what)) * (cy - ay) - (at(c, what) - at(a, what)) * (by - ay)) / area;
  const perY = (what: number) =>
    ((at(c, what) - at(a, what)) * (bx - ax) - (at(b, what) - at(a, what)) * (cx - ax)) / area;
  const nearX = perX(NEARNESS);
  const nearY = perY(NEARNESS);
  const colorX = perX(COLOR);
  const colorY = perY(COLOR);
  const levelX = perX(LEVEL);
  const levelY = perY(LEVEL);
  const top = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(ay, by, cy) - 0.5) - 1);
  let painted = 0;
  for (let row = top; row <= bottom; row += 1) {
    const y = row + 0.5;
    let left = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    // Where the row meets the three edges; an edge owns its upper end only.
    if (ay <= y !== by <= y) {
      const x = ax + ((y - ay) * (bx - ax)) / (by - ay);
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
    if (by <= y !== cy <= y) {
      const x = bx + ((y - by) * (cx - bx)) / (cy - by);
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
    if (cy <= y !== ay <= y) {
      const x = cx + ((y - cy) * (ax - cx)) / (ay - cy);
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
    const first = Math.max(0, Math.ceil(left - 0.5));
    const last = Math.min(width - 1, Math.ceil(right - 0.5) - 1);
    const dx = first + 0.5 - ax;
    const dy = y - ay;
    let near = at(a, NEARNESS) + dx * nearX + dy * nearY;
    let color = at(a, COLOR) + dx * colorX + dy * colorY;
    let level = at(a, LEVEL) + dx * levelX + dy * levelY;
    for (let pixel = row * width + first; pixel <= row * width + last; pixel += 1) {
      if (near > (nearness[pixel] ?? 0)) {
        nearness[pixel] = near;
        pixels[pixel] =
          colors[
            Math.max(0, Math.min(LEVELS - 1, Math.round(level))) * COLORS +
              Math.max(0, Math.min(COLORS - 1, Math.round(color)))
          ] ?? 0;
        painted += 1;
      }
      near += nearX;
      color += colorX;
      level += levelX;
    }
  }
  return painted;
}
