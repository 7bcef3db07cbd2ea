// Where tensors lie.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ELEMENT_BYTES, ROW_ALIGNMENT } from '../../src/math/kernels.ts';
import { alignUp, placeTensor, placeVector } from '../../src/math/layout.ts';
import { precisions } from '../helpers/kernels.ts';

describe.each(precisions)('layout, %s', (precision) => {
  it('pads every row to the next multiple of 32 bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }), (m, n) => {
        const tensor = placeTensor({ name: 'W', shape: [m, n] }, precision, 64);
        const used = n * ELEMENT_BYTES[precision];
        expect(tensor.row % ROW_ALIGNMENT).toBe(0);
        expect(tensor.row).toBeGreaterThanOrEqual(used);
        expect(tensor.row - used).toBeLessThan(ROW_ALIGNMENT);
        expect(tensor.byteLength).toBe(m * tensor.row);
      }),
    );
  });

  it('takes a vector as a matrix of one row', () => {
    const tensor = placeTensor({ name: 'bh', shape: [5] }, precision, 0);
    expect([tensor.rows, tensor.columns]).toEqual([1, 5]);
  });

  it('places the tensors of a vector side by side, in order', () => {
    const specs = [
      { name: 'Wxh', shape: [3, 9] },
      { name: 'Whh', shape: [9, 9] },
      { name: 'bh', shape: [9] },
    ] as const;
    const vector = placeVector(specs, precision, 96);
    expect(vector.tensors.map(({ name }) => name)).toEqual(['Wxh', 'Whh', 'bh']);
    let end = vector.address;
    for (const tensor of vector.tensors) {
      expect(tensor.address).toBe(end);
      end += tensor.byteLength;
    }
    expect(vector.address).toBe(96);
    expect(vector.byteLength).toBe(end - 96);
  });

  it('refuses two tensors of one name', () => {
    const spec = { name: 'W', shape: [1, 1] } as const;
    expect(() => placeVector([spec, spec], precision, 0)).toThrow('layout: two tensors named W');
  });

  it.each([
    [0, 3],
    [3, 0],
    [-1, 2],
    [1.5, 2],
    [2, Number.NaN],
    [Infinity, 1],
  ])('refuses the shape [%d, %d]', (rows, columns) => {
    expect(() => placeTensor({ name: 'W', shape: [rows, columns] }, precision, 0)).toThrow(
      new RangeError(`layout: W needs positive whole sizes, got [${rows}, ${columns}]`),
    );
  });
});

describe('alignUp', () => {
  it.each([
    [0, 0],
    [1, 32],
    [32, 32],
    [33, 64],
    [2 ** 33 + 1, 2 ** 33 + 32],
  ])('takes %d to %d', (length, aligned) => {
    expect(alignUp(length)).toBe(aligned);
  });
});
