// The words of the page: heading, settings, what the marks mean, and the numbers at the point the
// reader points at. Every text is set as text.

import type { Quantity } from '../../../experiment/surface/surface.ts';
import { formatCount, formatCounted, formatNumber } from '../../format.ts';
import type { PageData } from '../pageData.ts';
import { startDrawing } from './drawing/canvas.ts';
import { drawBadge, drawStar, strokeLine, WALL_STROKE } from './drawing/strokes.ts';
import { elementOf, textElement } from './elements.ts';
import type { PagePicture } from './pagePicture.ts';

/** Digits of a number at a point. */
const DIGITS = 4;

/**
 * Writes heading and settings.
 *
 * @param data - what the page carries.
 */
export function writeHeading({ title, subtitle, settings }: PageData): void {
  document.title = title;
  elementOf('title', HTMLHeadingElement).textContent = title;
  const below = elementOf('subtitle', HTMLElement);
  below.textContent = subtitle;
  below.hidden = subtitle === '';
  elementOf('settings', HTMLElement).replaceChildren(
    ...settings.map(([name, value]) => {
      const setting = document.createElement('div');
      setting.append(textElement('dt', name), textElement('dd', value));
      return setting;
    }),
  );
}

/** A row of the legend: a sample of the mark, and what it is. */
function legendRow(
  text: string,
  drawSample: (context: CanvasRenderingContext2D, width: number, middle: number) => void,
): HTMLLIElement {
  const row = document.createElement('li');
  const sample = document.createElement('canvas');
  sample.setAttribute('aria-hidden', 'true');
  row.append(sample, textElement('span', text));
  sampleDrawings.set(sample, () => {
    const drawing = startDrawing(sample);
    if (drawing) drawSample(drawing.context, drawing.width, drawing.height / 2);
  });
  return row;
}

const lineOver = (width: number, y: number) => [4, width - 4].map((x) => ({ x, y }));

/** How each sample is drawn: again whenever the screen changes. */
const sampleDrawings = new Map<HTMLCanvasElement, () => void>();

/** Draws the samples of the legend. */
export function drawLegend(): void {
  for (const draw of sampleDrawings.values()) draw();
}

/**
 * Writes what the marks mean.
 *
 * @param data - what the page carries.
 * @param hasMinimum - whether the smallest cost is marked.
 */
export function writeLegend({ wall, paths, frames }: PageData, hasMinimum: boolean): void {
  const rows: HTMLElement[] = [];
  if (hasMinimum) {
    rows.push(
      legendRow('smallest cost of the grid', (context, width, middle) =>
        drawStar(context, { x: width / 2, y: middle }),
      ),
    );
  }
  if (wall.length > 0) {
    rows.push(
      legendRow('analytic wall (T → ∞)', (context, width, middle) =>
        strokeLine(context, lineOver(width, middle), WALL_STROKE),
      ),
    );
  }
  for (const { letter, description, stroke } of paths) {
    rows.push(
      legendRow(`descent ${letter}, ${description}`, (context, width, middle) => {
        strokeLine(context, lineOver(width, middle), stroke);
        drawBadge(context, { x: width - 9, y: middle }, letter, stroke);
      }),
    );
  }
  if (frames.length > 1) {
    const steps = `T = ${formatCount(frames.at(-1)?.steps ?? 0)}`;
    const descents = paths.length > 0 ? `; descents belong to ${steps} alone` : '';
    rows.push(textElement('li', `Colours and heights keep the range of ${steps}${descents}.`));
  }
  elementOf('legend', HTMLElement).replaceChildren(...rows);
}

/**
 * Writes the numbers at the point the reader points at, or how to point.
 *
 * @param picture - what is shown.
 */
export function writeReadout({ model, shown, cursor }: PagePicture): void {
  const { x, y } = model.data;
  const write = (value: number) => formatNumber(value, { digits: DIGITS });
  const readout = elementOf('readout', HTMLOutputElement);
  if (cursor === null) {
    readout.textContent = `${extent(model.values(shown.quantity, shown.frame), write)} Point at the map to read numbers.`;
    return;
  }
  const index = cursor.row * model.columns + cursor.column;
  const numberOf = (quantity: Quantity) =>
    write(model.values(quantity, shown.frame)[index] ?? Number.NaN);
  readout.textContent = [
    `${x.name} = ${x.labels[cursor.column]}`,
    `${y.name} = ${y.labels[model.rows - 1 - cursor.row]}`,
    `cost ${numberOf('cost')}`,
    `gradient norm ${numberOf('gradientNorm')}`,
  ].join(' · ');
}

/** From where to where numbers go, and how many are not finite. */
function extent(values: Float64Array, write: (value: number) => string): string {
  const finite = values.filter((value) => Number.isFinite(value));
  const holes = values.length - finite.length;
  const from = finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const to = finite.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const sentences: string[] = [];
  if (from < to) sentences.push(`From ${write(from)} to ${write(to)}.`);
  if (from === to) sentences.push(`${write(from)} everywhere.`);
  if (holes > 0) {
    sentences.push(`${formatCounted(holes, 'point is', 'points are')} not finite and grey.`);
  }
  return sentences.join(' ');
}
