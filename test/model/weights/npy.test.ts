// The encoder of .npy against a file that NumPy wrote: golden/npy.py made golden/numbers.npy.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { npyBytes } from '../../../src/model/weights/npy.ts';

/** Reads the header's text and the numbers. */
function parse(bytes: Uint8Array): { header: string; numbers: number[]; start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 10 + view.getUint16(8, true);
  const header = new TextDecoder().decode(bytes.subarray(10, start));
  const numbers: number[] = [];
  for (let at = start; at < bytes.length; at += 8) numbers.push(view.getFloat64(at, true));
  return { header, numbers, start };
}

const NUMBERS = [0.1, -2.5, 1e300, 5e-324, Number.POSITIVE_INFINITY, Number.NaN];

describe('npyBytes', () => {
  it('gives the bytes that NumPy gives', () => {
    const golden = readFileSync(new URL('golden/numbers.npy', import.meta.url));
    expect(Buffer.from(npyBytes(Float64Array.from(NUMBERS), [2, 3])).equals(golden)).toBe(true);
  });

  it('writes single precision as it is', () => {
    const bytes = npyBytes(Float32Array.of(0.1, Number.NaN), [2]);
    const text = new TextDecoder().decode(bytes.subarray(10, 74));
    expect(text).toContain("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }");
    expect([...bytes.subarray(-8)]).toEqual([0xcd, 0xcc, 0xcc, 0x3d, 0, 0, 0xc0, 0x7f]);
  });

  it('writes shapes as Python tuples', () => {
    const headerOf = (shape: number[], count: number) =>
      parse(npyBytes(new Float64Array(count), shape)).header.trimEnd();
    const shaped = (tuple: string) =>
      `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }`;
    expect(headerOf([], 1)).toBe(shaped('()'));
    expect(headerOf([3], 3)).toBe(shaped('(3,)'));
    expect(headerOf([2, 3], 6)).toBe(shaped('(2, 3)'));
    expect(headerOf([1, 2, 3], 6)).toBe(shaped('(1, 2, 3)'));
    expect(headerOf([0, 4], 0)).toBe(shaped('(0, 4)'));
  });

  it('lets the numbers begin at a multiple of 64, right after a newline', () => {
    for (const dimensions of [0, 1, 2, 10, 24, 25, 26, 27, 28, 40]) {
      const bytes = npyBytes(Float64Array.of(7), Array(dimensions).fill(1));
      const { header, numbers, start } = parse(bytes);
      expect(start % 64).toBe(0);
      expect(header).toMatch(/, } *\n$/);
      expect(numbers).toEqual([7]);
    }
  });

  it('writes every NaN with the same bits', () => {
    const odd = new Float64Array(new BigUint64Array([0xfff8_0000_0000_0001n]).buffer);
    const bits = npyBytes(odd, [1]).subarray(-8);
    expect([...bits]).toEqual([0, 0, 0, 0, 0, 0, 0xf8, 0x7f]);
  });

  it('refuses a shape that the values do not fill', () => {
    expect(() => npyBytes(new Float64Array(5), [2, 3])).toThrow(
      'npyBytes: 5 values do not fill [2, 3]',
    );
  });
});
