// The one allocation of a run and its views.
import { describe, expect, it } from 'vitest';
import { Arena, ArenaPlan, MAXIMUM_ARENA_BYTES } from '../../src/math/arena.ts';
import { ROW_ALIGNMENT } from '../../src/math/kernels.ts';
import { precisions } from '../helpers/kernels.ts';

describe.each(precisions)('an arena plan, %s', (precision) => {
  it('hands out aligned places that do not overlap and leaves address 0 free', () => {
    const plan = new ArenaPlan(precision);
    const places = [
      plan.tensor('a', 3, 5),
      plan.indices(7),
      plan.vector([{ name: 'W', shape: [2, 2] }]),
      plan.indices(1),
      plan.tensor('b', 1, 1),
    ];
    let end = 1;
    for (const place of places) {
      expect(place.address).toBeGreaterThanOrEqual(end);
      expect(place.address % ROW_ALIGNMENT).toBe(0);
      end = place.address + ('byteLength' in place ? place.byteLength : 4 * place.length);
    }
    expect(plan.byteLength).toBeGreaterThanOrEqual(end);
  });

  it('allocates all of it at once, zeroed, in memory that cannot grow', () => {
    const plan = new ArenaPlan(precision);
    const last = plan.tensor('last', 300, 300);
    const arena = plan.allocate();
    expect(arena.memory.buffer.byteLength).toBeGreaterThanOrEqual(last.address + last.byteLength);
    expect(arena.elements.every((value) => value === 0)).toBe(true);
    const memory = arena.memory as unknown as { grow(pages: number): number };
    expect(() => memory.grow(1)).toThrow(RangeError);
  });

  it('writes and reads a tensor row by row, around its padding', () => {
    const plan = new ArenaPlan(precision);
    const a = plan.tensor('a', 2, 3);
    const b = plan.tensor('b', 1, 1);
    const arena = plan.allocate();
    arena.write(b, [9]);
    arena.write(a, [1, 2, 3, 4, 5, 6]);
    expect(arena.read(a)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(arena.read(b)).toEqual([9]);
    expect(arena.elements[arena.indexOf(a, 1, 2)]).toBe(6);
    expect(arena.view(a).filter((value) => value !== 0)).toHaveLength(6);
    expect(arena.view(a)).toHaveLength(a.byteLength / arena.elements.BYTES_PER_ELEMENT);
  });

  it('gives live views of elements and of indices', () => {
    const plan = new ArenaPlan(precision);
    const a = plan.tensor('a', 1, 4);
    const symbols = plan.indices(3);
    const arena = plan.allocate();
    arena.indexView(symbols).set([4, 5, 6]);
    expect([...arena.indexView(symbols)]).toEqual([4, 5, 6]);
    arena.view(a)[2] = 7;
    expect(arena.read(a)).toEqual([0, 0, 7, 0]);
  });

  it('refuses to write another number of values than the tensor holds', () => {
    const plan = new ArenaPlan(precision);
    const a = plan.tensor('a', 2, 3);
    const arena = plan.allocate();
    expect(() => arena.write(a, [1, 2])).toThrow('write: a holds 6 values, got 2');
  });

  it('refuses more than 32-bit addresses reach, before anything is allocated', () => {
    const plan = new ArenaPlan(precision);
    plan.tensor('a', 2 ** 20, 2 ** 20);
    expect(() => plan.allocate()).toThrow(/^arena: needs \d+ bytes, limit \d+/);
    expect(() => new Arena(precision, MAXIMUM_ARENA_BYTES + 1)).toThrow(RangeError);
  });
});
