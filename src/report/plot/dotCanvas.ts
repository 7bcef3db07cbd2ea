// Curves drawn finer than characters: braille cells of 2 by 4 dots, or one character per cell where
// only ASCII can be shown. Knows nothing of numbers or scales.
import type { ChalkInstance } from 'chalk';
import type { Canvas } from './canvas.ts';
import { clipLine, type DotPoint } from './clipLine.ts';

/** How a curve looks. Of several curves in a cell the one with the highest rank gives the colour. */
export interface CurveStyle {
  readonly paint: ChalkInstance | null;
  /** Stands for the curve where there is no braille. */
  readonly character: string;
  readonly rank: number;
  /** Dots across the curve. */
  readonly thickness: number;
  /** Dots from one that is drawn to the next, at least 1. */
  readonly spacing: number;
}

/** Curves in dots, laid over a canvas when they are complete. */
export interface DotCanvas {
  /** Dots across. */
  readonly width: number;
  /** Dots down. */
  readonly height: number;
  /** Draws straight lines from point to point, or a dot for one point; parts outside are left out. */
  curve(points: readonly DotPoint[], style: CurveStyle): void;
  /** Whether a cell, counted in characters, holds anything. */
  holds(column: number, row: number): boolean;
  /** Puts every cell that holds something on a canvas. */
  drawOn(canvas: Canvas): void;
}

interface Cell {
  dots: number;
  style: CurveStyle;
}

/** Bits of a braille character by row and column of its dots; their block begins at U+2800. */
const BRAILLE_BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const BRAILLE_BLOCK = 0x2800;

/**
 * Makes an empty canvas of dots.
 *
 * @param columns - characters across.
 * @param rows - characters down.
 * @param isBraille - whether braille characters can be shown; else a cell is one dot.
 */
export function createDotCanvas(columns: number, rows: number, isBraille: boolean): DotCanvas {
  const [across, down] = isBraille ? [2, 4] : [1, 1];
  const [width, height] = [columns * across, rows * down];
  const cells = new Map<number, Cell>();

  function set(x: number, y: number, style: CurveStyle): void {
    if (!(x >= 0 && x < width && y >= 0 && y < height)) return;
    const place = Math.floor(y / down) * columns + Math.floor(x / across);
    const bit = BRAILLE_BITS[y % down]?.[x % across] ?? 0;
    const cell = cells.get(place) ?? { dots: 0, style };
    cell.dots |= bit;
    if (style.rank > cell.style.rank) cell.style = style;
    cells.set(place, cell);
  }

  /** Sets the dots across a curve, centred on it. */
  function setAcross({ x, y }: DotPoint, isSteep: boolean, style: CurveStyle): void {
    const thickness = isBraille ? style.thickness : 1;
    for (let dot = 0; dot < thickness; dot += 1) {
      const shift = dot - Math.floor(thickness / 2);
      if (isSteep) set(Math.round(x) + shift, Math.round(y), style);
      else set(Math.round(x), Math.round(y) + shift, style);
    }
  }

  function line(from: DotPoint, to: DotPoint, style: CurveStyle): void {
    const inside = clipLine(from, to, width - 1, height - 1);
    if (inside === null) return;
    const [{ x, y }, end] = inside;
    const [dx, dy] = [end.x - x, end.y - y];
    const isSteep = Math.abs(dy) > Math.abs(dx);
    const count = Math.max(1, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy))));
    for (let step = 0; step <= count; step += 1) {
      const point = { x: x + (dx * step) / count, y: y + (dy * step) / count };
      const along = Math.round(isSteep ? point.y : point.x);
      if (!isBraille || along % style.spacing === 0) setAcross(point, isSteep, style);
    }
  }

  return {
    width,
    height,
    curve(points, style) {
      points.forEach((point, index) => {
        const from = points[index - 1] ?? point;
        if (index > 0 || points.length === 1) line(from, point, style);
      });
    },
    holds: (column, row) => cells.has(row * columns + column),
    drawOn(canvas) {
      for (const [place, { dots, style }] of cells) {
        const character = isBraille ? String.fromCodePoint(BRAILLE_BLOCK + dots) : style.character;
        canvas.set(place % columns, Math.floor(place / columns), character, style.paint);
      }
    },
  };
}
