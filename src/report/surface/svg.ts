// A surface as a picture in SVG, for papers and slides: a map, or a line where an axis has one value.
// One file with nothing outside it; fonts every system has, colours that print.
import type { SurfaceView } from '../../experiment/surface/surface.ts';
import { escapeMarkup } from '../markup.ts';
import { stripControl, wrapText } from '../text.ts';
import { element } from './svg/elements.ts';
import { linePicture } from './svg/linePicture.ts';
import { mapPicture } from './svg/mapPicture.ts';
import type { Area, Picture } from './svg/picture.ts';
import { pointPicture } from './svg/pointPicture.ts';
import { charactersIn, FONT, INK, MUTED, textElement } from './svg/typography.ts';

/** Words above a picture; of any origin. */
export interface SvgLabels {
  readonly title: string;
  readonly subtitle: string;
}

const WIDTH = 960;
const MARGIN = 28;
const TITLE = { size: 20, lineHeight: 26 };
const SUBTITLE = { size: 13, lineHeight: 18 };
const HEADING_GAP = 24;
/** Longer headings would push the picture off the page. */
const MOST_LINES = 3;

const linesOf = (text: string, size: number) =>
  wrapText(stripControl(text), charactersIn(WIDTH - 2 * MARGIN, size)).slice(0, MOST_LINES);

function pictureOf(view: SurfaceView, area: Area): Picture {
  const { x, y } = view.surface;
  if (x.count > 1 && y.count > 1) return mapPicture(view, area);
  return x.count === 1 && y.count === 1 ? pointPicture(view, area) : linePicture(view, area);
}

/**
 * Draws a surface as SVG, 960 pixels wide: colours (red high, purple low), contours, the wall, descent
 * paths, the smallest cost, with axes, colour bar and legend. The same text on every machine whose
 * logarithms agree.
 *
 * @param view - the surface and everything drawn over it.
 * @param labels - title and subtitle.
 * @returns the whole file.
 */
export function surfaceSvg(view: SurfaceView, { title, subtitle }: SvgLabels): string {
  const titleLines = linesOf(title, TITLE.size);
  const subtitleLines = subtitle === '' ? [] : linesOf(subtitle, SUBTITLE.size);
  const titleBottom = MARGIN + titleLines.length * TITLE.lineHeight;
  const top = titleBottom + subtitleLines.length * SUBTITLE.lineHeight + HEADING_GAP;
  const picture = pictureOf(view, { left: MARGIN, top, width: WIDTH - 2 * MARGIN });
  const height = Math.ceil(top + picture.height + MARGIN / 2);
  const content = [
    element('title', { id: 'surface-title' }, escapeMarkup(title)),
    element(
      'desc',
      { id: 'surface-description' },
      escapeMarkup([subtitle, picture.description].filter(Boolean).join('. ')),
    ),
    element('rect', { width: WIDTH, height, fill: '#ffffff' }),
    ...titleLines.map((line, row) =>
      textElement(line, {
        x: MARGIN,
        y: MARGIN + row * TITLE.lineHeight + TITLE.size * 0.8,
        'font-size': TITLE.size,
        'font-weight': 'bold',
      }),
    ),
    ...subtitleLines.map((line, row) =>
      textElement(line, {
        x: MARGIN,
        y: titleBottom + row * SUBTITLE.lineHeight + SUBTITLE.size * 0.8,
        'font-size': SUBTITLE.size,
        fill: MUTED,
      }),
    ),
    picture.markup,
  ];
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: WIDTH,
      height,
      viewBox: `0 0 ${WIDTH} ${height}`,
      role: 'img',
      'aria-labelledby': 'surface-title surface-description',
      'font-family': FONT,
      fill: INK,
    },
    `\n${content.join('\n')}\n`,
  );
  return `${svg}\n`;
}
