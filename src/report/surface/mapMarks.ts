// Which character cells of a map carry a mark: ways of descents, the minimum, starts and ends. The
// later of these covers the earlier; paths that go the same way take turns.
import type { Place, Surface } from '../../experiment/surface/surface.ts';
import type { MapGlyphs } from './mapGlyphs.ts';
import type { NamedPath } from './namedPaths.ts';
import { type PixelSize, pixelAt } from './pixels.ts';
import type { Mark } from './shading.ts';

/** A map on which marks are placed. */
export interface MarkedMap {
  readonly surface: Surface;
  readonly size: PixelSize;
  /** Pixels one above the other in a character cell. */
  readonly pixelsPerCell: number;
}

const onMap = (character: string): Mark => ({ character, tone: 'map' });

/**
 * Places the marks of a map.
 *
 * @param map - the surface and its size in pixels.
 * @param paths - descents; points outside the window carry no mark.
 * @param minimum - place of the smallest cost, or null for none.
 * @param glyphs - characters to mark with.
 * @returns marks by cell, row · width + column.
 */
export function mapMarks(
  { surface, size, pixelsPerCell }: MarkedMap,
  paths: readonly NamedPath[],
  minimum: Place | null,
  glyphs: MapGlyphs,
): Map<number, Mark> {
  const cellOf = (place: Place | undefined | null) => {
    const pixel = place && pixelAt(surface, place, size);
    return pixel && Math.floor(pixel.row / pixelsPerCell) * size.width + pixel.column;
  };
  const ways = new Map<number, Set<NamedPath>>();
  for (const path of paths) {
    for (const step of path.path.steps) {
      const cell = cellOf(step);
      if (cell != null) ways.set(cell, (ways.get(cell) ?? new Set()).add(path));
    }
  }
  const marks = new Map<number, Mark>();
  const put = (place: Place | undefined | null, mark: Mark) => {
    const cell = cellOf(place);
    if (cell != null) marks.set(cell, mark);
  };
  for (const [cell, sharing] of ways) {
    const path = [...sharing][((cell % size.width) + Math.floor(cell / size.width)) % sharing.size];
    if (path) marks.set(cell, path.mark);
  }
  put(minimum, onMap(glyphs.minimum));
  for (const { path } of paths) put(path.steps[0], onMap(glyphs.start));
  for (const { path, endMark } of [...paths].reverse()) put(path.steps.at(-1), endMark);
  return marks;
}
