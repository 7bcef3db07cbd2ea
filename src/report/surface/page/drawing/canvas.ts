// What all drawings of the page share: a canvas as sharp as the screen, and the colours of the scheme
// in use.

/** A canvas ready to be drawn on, in CSS pixels. */
export interface Drawing {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly density: number;
}

/** Colours of the page's scheme, light or dark. */
export interface Theme {
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly panel: string;
}

/** Size of text in drawings, in CSS pixels. */
export const TEXT_SIZE = 12;

/** Reads the colours of the scheme in use. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    faint: read('--faint'),
    line: read('--line'),
    panel: read('--panel'),
  };
}

/**
 * Makes a canvas as large as it is shown, and blank.
 *
 * @param canvas - the element.
 * @returns null where it is not shown or cannot be drawn on.
 */
export function startDrawing(canvas: HTMLCanvasElement): Drawing | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext('2d');
  if (!context || width === 0 || height === 0) return null;
  const density = window.devicePixelRatio || 1;
  const [columns, rows] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = `${TEXT_SIZE}px system-ui, sans-serif`;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  return { context, width, height, density };
}
