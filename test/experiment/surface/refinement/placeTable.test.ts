// Places are numbered as they first come, as by a map of texts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlaceTable } from '../../../../src/experiment/surface/refinement/placeTable.ts';

describe('a table of places', () => {
  it('numbers places in the order they first come', () => {
    const index = fc.oneof(
      fc.nat(6),
      fc.nat(6).map((n) => n * 2 ** 32),
      fc.nat(2 ** 31 - 1),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(index, index), { maxLength: 300 }), (asked) => {
        const names = [...new Set(asked.map(([i, j]) => `${i} ${j}`))];
        const table = createPlaceTable(names.length);
        expect(asked.map(([i, j]) => table.numberOf(i, j))).toEqual(
          asked.map(([i, j]) => names.indexOf(`${i} ${j}`)),
        );
        const { i, j } = table.places();
        expect(Array.from(i, (column, n) => `${column} ${j[n]}`)).toEqual(names);
      }),
    );
  });

  it('refuses more places than it was made for, and knows those it has', () => {
    const table = createPlaceTable(2);
    table.numberOf(1, 2);
    table.numberOf(2, 1);
    expect(table.numberOf(1, 2)).toBe(0);
    expect(() => table.numberOf(3, 3)).toThrow('more than 2 places');
  });
});
