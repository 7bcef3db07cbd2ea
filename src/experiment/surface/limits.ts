// What a sweep needs, estimated before anything is allocated or computed.
import { ConfigurationError } from '../../math/configurationError.ts';
import { formatBytes } from '../schema/memory.ts';
import type { Axis } from './axis.ts';

/** Most memory the numbers of a surface may take, in bytes: 1 GiB. */
export const SURFACE_LIMIT_BYTES = 2 ** 30;

/** Coordinates, cost, gradient and its norm, and the tiles they came in. */
const BYTES_PER_POINT = 96;
/** The same where refinement keeps every point in columns of its own, with the cells between them. */
const BYTES_PER_REFINED_POINT = 176;

/** Longest text a JavaScript engine holds, in characters. */
const TEXT_LIMIT = 2 ** 29 - 32;
/** Characters of one point in a table or document, at most. */
const CHARACTERS_PER_POINT = 160;

/** What beside the surface itself is to be made. */
export interface SweepExtras {
  /** Points of refinement at most. */
  readonly refinementPoints: number;
  /** Whether a table or document of all points is written. */
  readonly hasText: boolean;
}

/**
 * Checks that a surface fits.
 * @throws ConfigurationError naming what it needs and the limit
 */
export function checkSurfaceSize(x: Axis, y: Axis, extras: SweepExtras): void {
  const { refinementPoints } = extras;
  const points = x.count * y.count + refinementPoints;
  const bytes = points * (refinementPoints > 0 ? BYTES_PER_REFINED_POINT : BYTES_PER_POINT);
  const size =
    `${x.count} × ${y.count} points` +
    (refinementPoints > 0 ? ` and ${refinementPoints} of refinement` : '');
  if (bytes > SURFACE_LIMIT_BYTES) {
    const limit = formatBytes(SURFACE_LIMIT_BYTES);
    throw new ConfigurationError(
      `sweep: ${size} need about ${formatBytes(bytes)}, limit ${limit}: lower the counts of --x and --y${refinementPoints > 0 ? ' or of --refine' : ''}`,
    );
  }
  if (extras.hasText && points * CHARACTERS_PER_POINT > TEXT_LIMIT) {
    const most = Math.floor(TEXT_LIMIT / CHARACTERS_PER_POINT);
    throw new ConfigurationError(
      `sweep: ${size} are too many for --csv and --json, which take ${most}: lower the counts, or use --npy`,
    );
  }
}
