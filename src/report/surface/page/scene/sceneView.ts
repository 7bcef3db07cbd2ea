// The surface in its box, in three dimensions: background, surface, lines over it, labels.
import { colorOf } from '../../colorMap.ts';
import { rangeLabels } from '../../rangeLabels.ts';
import { type Drawing, startDrawing, type Theme } from '../drawing/canvas.ts';
import type { PagePicture } from '../pagePicture.ts';
import { drawBox } from './box.ts';
import { boxLabels, drawBoxLabels } from './boxLabels.ts';
import { BOX_HEIGHT, createCamera, type View } from './camera.ts';
import { gridOf, type Mesh, meshOf } from './mesh.ts';
import { createRaster, drawMesh, shadeColors } from './raster.ts';
import { drawGridLines, drawSceneCursor, drawSceneMarks } from './sceneMarks.ts';

/** How much work a picture may take: while the view moves, or when it stands. */
export type Quality = 'fast' | 'fine';

/** Most pixels of the surface's raster, and how many there are per device pixel at best. */
const RASTER = {
  fast: { most: 600_000, perDevicePixel: 1 },
  fine: { most: 4_000_000, perDevicePixel: 2 },
} as const satisfies Record<Quality, unknown>;

/** Draws the scene. */
export interface SceneView {
  /**
   * Draws what is shown.
   *
   * @returns pixels of the surface painted.
   */
  draw(picture: PagePicture, view: View, theme: Theme, quality: Quality): number;
}

/**
 * Makes the view of a canvas.
 *
 * @param canvas - the element.
 */
export function createSceneView(canvas: HTMLCanvasElement): SceneView {
  const buffer = document.createElement('canvas');
  const colors = shadeColors(colorOf);
  let raster = createRaster(1, 1);
  let painted = 0;
  let drawn: { heights: Float64Array; view: View } | null = null;
  let mesh: { readonly of: Float64Array; readonly mesh: Mesh } | null = null;

  const meshFor = ({ model, heights }: PagePicture) => {
    if (mesh?.of !== heights) {
      const grid = gridOf(heights, model.columns, model.rows);
      mesh = { of: heights, mesh: meshOf(grid, BOX_HEIGHT) };
    }
    return mesh.mesh;
  };

  const drawSurface = (drawing: Drawing, picture: PagePicture, view: View, quality: Quality) => {
    const { width, height } = drawing;
    const { most, perDevicePixel } = RASTER[quality];
    const density = Math.min(
      Math.max(drawing.density, Math.min(2, drawing.density * perDevicePixel)),
      Math.sqrt(most / (width * height)),
    );
    const size = { width: Math.round(width * density), height: Math.round(height * density) };
    const hasSize = raster.width === size.width && raster.height === size.height;
    if (!hasSize || drawn?.heights !== picture.heights || drawn.view !== view) {
      if (!hasSize) raster = createRaster(size.width, size.height);
      raster.pixels.fill(0);
      raster.nearness.fill(0);
      drawn = { heights: picture.heights, view };
      painted = drawMesh(raster, meshFor(picture), createCamera(view, size, density), colors);
      buffer.width = size.width;
      buffer.height = size.height;
      const pixels = new Uint8ClampedArray(raster.pixels.buffer);
      buffer.getContext('2d')?.putImageData(new ImageData(pixels, size.width, size.height), 0, 0);
    }
    drawing.context.imageSmoothingQuality = 'high';
    drawing.context.drawImage(buffer, 0, 0, width, height);
    return density;
  };

  return {
    draw(picture, view, theme, quality) {
      const drawing = startDrawing(canvas);
      if (!drawing) return 0;
      const camera = createCamera(view, drawing);
      const heightLabels = rangeLabels(picture.range, 4);
      const labels = boxLabels(picture.model.data, heightLabels, picture.quantityName, drawing);
      drawBox(drawing, camera, view.yaw, labels, theme);
      const density = drawSurface(drawing, picture, view, quality);
      const scene = { drawing, camera, raster, density };
      drawGridLines(scene, picture, labels);
      drawSceneMarks(scene, picture);
      drawBoxLabels(drawing, camera, view, labels, theme);
      drawSceneCursor(scene, picture, theme);
      return painted;
    },
  };
}
