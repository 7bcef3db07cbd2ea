// Which entries are checked.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseEntries } from '../../../src/training/gradientCheck/sample.ts';

describe('the sample of entries', () => {
  it('is everything where it may be', () => {
    expect(chooseEntries(5, 5, 0, 1, 'W')).toEqual([0, 1, 2, 3, 4]);
    expect(chooseEntries(3, Infinity, 0, 1, 'W')).toEqual([0, 1, 2]);
  });

  it('has one entry of each stretch, the given one among them', () => {
    const sizes = fc
      .tuple(fc.integer({ min: 2, max: 5000 }), fc.nat(), fc.nat(), fc.nat(1000))
      .map(([size, count, always, seed]) => ({
        size,
        count: 1 + (count % (size - 1)),
        always: always % size,
        seed,
      }));
    fc.assert(
      fc.property(sizes, ({ size, count, always, seed }) => {
        const chosen = chooseEntries(size, count, always, seed, 'W');
        expect(chosen).toHaveLength(count);
        expect(chosen).toContain(always);
        const outside = chosen.filter(
          (entry, stretch) =>
            entry < Math.floor((stretch * size) / count) ||
            entry >= Math.floor(((stretch + 1) * size) / count),
        );
        expect(outside).toEqual([]);
      }),
    );
  });

  it('depends on seed and name alone', () => {
    const of = (seed: number, name: string) => chooseEntries(2500, 100, 7, seed, name);
    expect(of(1, 'W')).toEqual(of(1, 'W'));
    expect(of(1, 'W')).not.toEqual(of(2, 'W'));
    expect(of(1, 'W')).not.toEqual(of(1, 'U'));
  });

  it('favours no column of a matrix', () => {
    const columns = new Set(chooseEntries(2500, 100, 0, 1, 'W').map((index) => index % 50));
    expect(columns.size).toBeGreaterThan(30);
  });
});
