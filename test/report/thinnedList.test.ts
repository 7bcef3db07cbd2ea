import { describe, expect, it } from 'vitest';
import { createThinnedList } from '../../src/report/thinnedList.ts';

const fill = (count: number) => {
  const list = createThinnedList<number>(8);
  for (let i = 0; i < count; i += 1) list.add(i);
  return list.items();
};

describe('createThinnedList', () => {
  it('keeps all items while there is room', () => {
    expect(fill(8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('keeps evenly spaced items, the first and the last, however many come', () => {
    expect(fill(12)).toEqual([0, 2, 4, 6, 8, 10, 11]);
    for (let count = 1; count < 300; count += 1) {
      const items = fill(count);
      expect(items.length).toBeLessThanOrEqual(9);
      expect(items[0]).toBe(0);
      expect(items.at(-1)).toBe(count - 1);
      const gaps = items.slice(1, -1).map((item, i) => item - (items[i] ?? 0));
      expect(new Set(gaps).size).toBeLessThanOrEqual(1);
    }
  });

  it('is empty before the first item', () => {
    expect(fill(0)).toEqual([]);
  });
});
