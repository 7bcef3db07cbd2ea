// The colours from the smallest to the largest number, with round numbers below.
import { colorOf } from '../../colorMap.ts';
import { rangeLabels } from '../../rangeLabels.ts';
import { startDrawing, type Theme } from '../drawing/canvas.ts';
import type { PagePicture } from '../pagePicture.ts';

const MARGIN = 24;
const BAR_HEIGHT = 14;
const PIXELS_PER_LABEL = 60;

/**
 * Draws the colour bar.
 *
 * @param canvas - the element.
 * @param picture - what is shown.
 * @param theme - colours of the page.
 */
export function drawColorBar(
  canvas: HTMLCanvasElement,
  { range, quantityName }: PagePicture,
  theme: Theme,
): void {
  const drawing = startDrawing(canvas);
  if (!drawing) return;
  const { context, width } = drawing;
  const barWidth = width - 2 * MARGIN;
  context.textBaseline = 'top';
  context.fillStyle = theme.ink;
  if (Number.isNaN(range.min)) {
    context.fillText(`no ${quantityName} is finite here`, MARGIN, 2);
    return;
  }
  const gradient = context.createLinearGradient(MARGIN, 0, MARGIN + barWidth, 0);
  const stops = 24;
  for (let stop = 0; stop <= stops; stop += 1) {
    gradient.addColorStop(stop / stops, `rgb(${colorOf(stop / stops).join(' ')})`);
  }
  context.fillStyle = gradient;
  context.fillRect(MARGIN, 0, barWidth, BAR_HEIGHT);
  context.fillStyle = theme.faint;
  context.textAlign = 'center';
  let free = 0;
  for (const { share, text } of rangeLabels(range, Math.max(2, barWidth / PIXELS_PER_LABEL))) {
    const at = MARGIN + share * barWidth;
    const half = context.measureText(text).width / 2;
    const middle = Math.max(half, Math.min(width - half, at));
    context.fillRect(at - 0.5, BAR_HEIGHT, 1, 4);
    if (middle - half < free) continue;
    context.fillText(text, middle, BAR_HEIGHT + 6);
    free = middle + half + 6;
  }
}
