// The surface from above: a heat map with axes, and what is drawn over it.
import { colorOf } from '../../colorMap.ts';
import { startDrawing, type Theme } from '../drawing/canvas.ts';
import type { Cell, PagePicture } from '../pagePicture.ts';
import { drawAxes, type MapFrame } from './mapAxes.ts';
import { drawCrosshair, drawMapMarks } from './mapMarks.ts';

/** Draws the map and finds points on it. */
export interface MapView {
  /** Draws what is shown. */
  draw(picture: PagePicture, theme: Theme): void;
  /** Finds the grid point nearest to a place of the canvas, or null outside the map. */
  cellAt(x: number, y: number): Cell | null;
}

/**
 * Makes the view of a canvas.
 *
 * @param canvas - the element.
 */
export function createMapView(canvas: HTMLCanvasElement): MapView {
  const image = document.createElement('canvas');
  let painted: Float64Array | null = null;
  let frame: MapFrame = { left: 0, top: 0, width: 1, height: 1 };
  let grid = { columns: 1, rows: 1 };

  const paintImage = ({ heights, model: { columns, rows } }: PagePicture) => {
    if (painted === heights) return;
    painted = heights;
    const pixels = new ImageData(columns, rows);
    heights.forEach((height, index) => {
      pixels.data.set([...colorOf(height), 255], index * 4);
    });
    image.width = columns;
    image.height = rows;
    image.getContext('2d')?.putImageData(pixels, 0, 0);
  };

  return {
    draw(picture, theme) {
      const drawing = startDrawing(canvas);
      if (!drawing) return;
      paintImage(picture);
      grid = picture.model;
      frame = drawAxes(drawing, picture.model, theme);
      const { context } = drawing;
      context.imageSmoothingEnabled = false;
      context.drawImage(image, frame.left, frame.top, frame.width, frame.height);
      context.strokeStyle = theme.faint;
      context.lineWidth = 1;
      context.strokeRect(frame.left - 0.5, frame.top - 0.5, frame.width + 1, frame.height + 1);
      drawMapMarks(context, picture, frame);
      drawCrosshair(context, picture, frame);
    },
    cellAt(x, y) {
      const [column, row] = [
        Math.floor(((x - frame.left) / frame.width) * grid.columns),
        Math.floor(((y - frame.top) / frame.height) * grid.rows),
      ];
      const isOn = column >= 0 && row >= 0 && column < grid.columns && row < grid.rows;
      return isOn ? { column, row } : null;
    },
  };
}
