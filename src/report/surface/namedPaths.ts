// Descent paths with a letter and a name each, the same on the map, in its legend and over tables.
import type { DescentPath } from '../../experiment/surface/surface.ts';
import { formatNumber } from '../format.ts';
import { stripControl } from '../text.ts';
import type { Mark } from './shading.ts';

/** A descent path and what it is called. */
export interface NamedPath {
  readonly path: DescentPath;
  /** Marks its points. */
  readonly mark: Mark;
  /** Marks its last point: the same letter as a capital. */
  readonly endMark: Mark;
  /** What tells it from the others: `clipped at 0.1`. */
  readonly name: string;
  /** How it was made: `clipped at 0.1, sgd, learning rate 0.1, from (5, -2.2)`. */
  readonly description: string;
}

/** Without o and x, which mark starts and the minimum. */
const LETTERS = 'abcdefghijklmnpqrstuvwyz';

const clippingOf = ({ maxNorm }: DescentPath) =>
  maxNorm === null ? 'not clipped' : `clipped at ${formatNumber(maxNorm)}`;

const labelOf = ({ label }: DescentPath) => (label === undefined ? null : stripControl(label));

/** Further properties, named where paths differ in them. */
const PROPERTIES: readonly ((path: DescentPath) => string)[] = [
  ({ optimizer }) => stripControl(optimizer),
  ({ learningRate }) => `learning rate ${formatNumber(learningRate)}`,
  ({ steps: [start] }) =>
    start ? `from (${formatNumber(start.x)}, ${formatNumber(start.y)})` : 'from nowhere',
];

const written = (path: DescentPath, properties: typeof PROPERTIES) =>
  [clippingOf, ...properties].map((property) => property(path)).join(', ');

/**
 * Names descent paths by their clipping and by whatever else they differ in.
 *
 * @param paths - the paths in order; letters begin again after the last.
 */
export function namePaths(paths: readonly DescentPath[]): NamedPath[] {
  const telling = PROPERTIES.filter((property) => new Set(paths.map(property)).size > 1);
  return paths.map((path, index) => {
    const letter = LETTERS[index % LETTERS.length] ?? '';
    const tone = index % 2 === 0 ? 'black' : 'white';
    return {
      path,
      mark: { character: letter, tone },
      endMark: { character: letter.toUpperCase(), tone },
      name: labelOf(path) ?? written(path, telling),
      description: labelOf(path) ?? written(path, PROPERTIES),
    };
  });
}
