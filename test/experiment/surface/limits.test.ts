// What a sweep needs is said before anything is allocated.
import { describe, expect, it } from 'vitest';
import { checkSurfaceSize, SURFACE_LIMIT_BYTES } from '../../../src/experiment/surface/limits.ts';
import { ConfigurationError } from '../../../src/math/configurationError.ts';
import { axis } from './toys.ts';

const check = (columns: number, rows: number, refinementPoints = 0, hasText = false) =>
  checkSurfaceSize(axis('w', 0, 1, columns), axis('b', 0, 1, rows), { refinementPoints, hasText });

describe('the size of a surface', () => {
  it('of 1e7 by 1e7 points is refused with what it would need', () => {
    const asked = () => check(1e7, 1e7);
    expect(asked).toThrow(ConfigurationError);
    expect(asked).toThrow(
      /10000000 × 10000000 points need about [\d.]+ \S+, limit 1.00 GiB.*--x and --y/,
    );
  });

  it('is allowed up to 1 GiB and refused beyond', () => {
    const most = Math.floor(SURFACE_LIMIT_BYTES / 96);
    expect(() => check(most, 1)).not.toThrow();
    expect(() => check(most + 1, 1)).toThrow(/limit/);
  });

  it('counts the points of refinement', () => {
    const most = Math.floor(SURFACE_LIMIT_BYTES / 176);
    expect(() => check(100, 100, most - 10_000)).not.toThrow();
    expect(() => check(100, 100, most - 9_999)).toThrow(
      /100 × 100 points and \d+ of refinement need .*limit 1.00 GiB: .* or of --refine/,
    );
  });

  it('is smaller where a table or a document holds every point', () => {
    expect(() => check(2000, 2000, 0, false)).not.toThrow();
    expect(() => check(2000, 2000, 0, true)).toThrow(
      /--csv and --json, which take 3355443: .*--npy/,
    );
    expect(() => check(1500, 1500, 0, true)).not.toThrow();
    expect(() => check(1500, 1500, 2_000_000, true)).toThrow(/--csv/);
  });
});
