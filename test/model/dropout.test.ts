// Masks of dropout by themselves: what they hold, how much of it, and where.
import { describe, expect, test } from 'vitest';
import { type Arena, ArenaPlan } from '../../src/math/arena.ts';
import type { Tensor } from '../../src/math/layout.ts';
import { openStream } from '../../src/math/random.ts';
import { drawMask, fillMask } from '../../src/model/dropout.ts';
import { precisions } from '../helpers/kernels.ts';

const UNTOUCHED = -7;

/** A mask between two other tensors, every element at a value that no mask has. */
function openMask(precision: 'f32' | 'f64', rows: number, columns: number) {
  const plan = new ArenaPlan(precision);
  const before = plan.tensor('before', 1, 1);
  const mask = plan.tensor('mask', rows, columns);
  const after = plan.tensor('after', 1, 1);
  const arena = plan.allocate();
  for (const tensor of [before, mask, after])
    arena.write(tensor, new Array<number>(tensor.rows * tensor.columns).fill(UNTOUCHED));
  const expectNeighboursUntouched = () => {
    for (const tensor of [before, after]) expect(arena.read(tensor)).toEqual([UNTOUCHED]);
  };
  return { arena, mask, expectNeighboursUntouched };
}

/** What lies behind the columns of every row. */
function padding(arena: Arena, mask: Tensor): number[] {
  return Array.from({ length: mask.rows }, (_, i) => [
    ...arena.elements.subarray(arena.indexOf(mask, i, mask.columns), arena.indexOf(mask, i + 1, 0)),
  ]).flat();
}

describe.each(precisions)('in %s', (precision) => {
  test.each([0.1, 0.5, 0.9])('p = %d leaves out that share and scales up the others', (p) => {
    const [rows, columns] = [200, 50];
    const { arena, mask } = openMask(precision, rows, columns);
    drawMask(arena, mask, rows, p, openStream(1, 'dropout'));
    const factors = arena.read(mask);
    const kept = precision === 'f32' ? Math.fround(1 / (1 - p)) : 1 / (1 - p);
    expect(new Set(factors)).toEqual(new Set([0, kept]));
    const count = rows * columns;
    const dropped = factors.filter((factor) => factor === 0).length;
    const deviation = Math.sqrt(count * p * (1 - p));
    expect(Math.abs(dropped - count * p)).toBeLessThan(4.5 * deviation);
  });

  test('p = 0 leaves nothing out', () => {
    const { arena, mask } = openMask(precision, 4, 5);
    drawMask(arena, mask, 4, 0, openStream(1, 'dropout'));
    expect(arena.read(mask)).toEqual(new Array(20).fill(1));
  });

  test('only the rows asked for are drawn, one draw an element', () => {
    const { arena, mask, expectNeighboursUntouched } = openMask(precision, 4, 5);
    const stream = openStream(1, 'dropout');
    drawMask(arena, mask, 3, 0.5, stream);
    const factors = arena.read(mask);
    expect(factors.slice(0, 15).every((factor) => factor === 0 || factor === 2)).toBe(true);
    expect(factors.slice(15)).toEqual(new Array(5).fill(UNTOUCHED));
    expectNeighboursUntouched();
    const other = openStream(1, 'dropout');
    for (let i = 0; i < 15; i++) other.uniform();
    expect(stream.state()).toEqual(other.state());
  });

  test('a mask follows from its stream alone', () => {
    const draw = (seed: number) => {
      const { arena, mask } = openMask(precision, 4, 5);
      drawMask(arena, mask, 4, 0.5, openStream(seed, 'dropout'));
      return arena.read(mask);
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  test('before the first draw a mask is all ones', () => {
    const { arena, mask, expectNeighboursUntouched } = openMask(precision, 4, 5);
    fillMask(arena, mask);
    expect(arena.read(mask)).toEqual(new Array(20).fill(1));
    expectNeighboursUntouched();
  });

  test.each<[string, (arena: Arena, mask: Tensor) => void]>([
    ['drawn', (arena, mask) => drawMask(arena, mask, 4, 0.5, openStream(1, 'dropout'))],
    ['filled', fillMask],
  ])('padding stays zero where a mask is %s', (_, act) => {
    const { arena, mask } = openMask(precision, 4, 5);
    act(arena, mask);
    expect(padding(arena, mask)).toEqual(new Array(4 * 3).fill(0));
  });
});
