// Tensors between the padded vector of a network and the world outside.
import { beforeEach, describe, expect, test } from 'vitest';
import { type Arena, ArenaPlan } from '../../../src/math/arena.ts';
import type { TensorVector } from '../../../src/math/layout.ts';
import { tensorsOf, writeParameters } from '../../../src/model/weights/parameters.ts';

describe.each(['f32', 'f64'] as const)('in %s', (precision) => {
  const numbers = precision === 'f32' ? Float32Array : Float64Array;
  let arena: Arena;
  let vector: TensorVector;

  beforeEach(() => {
    const plan = new ArenaPlan(precision);
    plan.tensor('something before it', 3, 3);
    vector = plan.vector([
      { name: 'W', shape: [2, 3] },
      { name: 'b', shape: [1] },
    ]);
    arena = plan.allocate();
  });

  const named = (entries: Readonly<Record<string, readonly number[]>>) =>
    new Map(Object.entries(entries).map(([name, values]) => [name, numbers.from(values)]));

  test('tensors come out as they were put in, row by row, without padding', () => {
    writeParameters(arena, vector, named({ W: [1, 2, 3, 4, 5, -0], b: [Number.NaN] }));
    expect([...tensorsOf(vector, arena.view(vector))]).toEqual([
      { name: 'W', shape: [2, 3], precision, values: numbers.of(1, 2, 3, 4, 5, -0) },
      { name: 'b', shape: [1], precision, values: numbers.of(Number.NaN) },
    ]);
  });

  test('they are copies, of the vector or of a copy of it', () => {
    writeParameters(arena, vector, named({ W: [1, 2, 3, 4, 5, 6], b: [7] }));
    const copy = arena.view(vector).slice();
    const [W] = tensorsOf(vector, copy);
    writeParameters(arena, vector, named({ W: [0, 0, 0, 0, 0, 0], b: [0] }));
    copy.fill(0);
    expect(W?.values).toEqual(numbers.of(1, 2, 3, 4, 5, 6));
  });

  test('padding stays zero', () => {
    writeParameters(arena, vector, named({ W: [1, 1, 1, 1, 1, 1], b: [1] }));
    const nonZero = Array.from(arena.elements).filter((value) => value !== 0);
    expect(nonZero).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  test.each([
    ['a tensor is missing', { W: [1, 2, 3, 4, 5, 6] }, /expected 1 values of b, got none$/],
    ['one is too short', { W: [1, 2, 3, 4, 5], b: [7] }, /expected 6 values of W, got 5$/],
    ['one is too long', { W: [1, 2, 3, 4, 5, 6], b: [7, 8] }, /1 values of b, got 2$/],
    ['there is one more', { W: [1, 2, 3, 4, 5, 6], b: [7], c: [1] }, /2 tensors, got 3$/],
  ])('nothing is written where %s', (_, entries, message) => {
    expect(() => writeParameters(arena, vector, named(entries))).toThrow(
      expect.objectContaining({
        name: 'WeightsFileError',
        message: expect.stringMatching(message),
      }),
    );
    expect(arena.elements.every((value) => value === 0)).toBe(true);
  });
});
