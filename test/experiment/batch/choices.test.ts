import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Choices,
  choicesOf,
  concatOf,
  noChoice,
  productOf,
  zipOf,
} from '../../../src/experiment/batch/choices.ts';

/** An axis whose labels say which value they are. */
const axis = (name: string, count: number): Choices =>
  choicesOf(count, (index) => ({ labels: [[name, index]], settings: [] }));

const listed = ({ count, at }: Choices): string[] =>
  Array.from({ length: count }, (_, index) =>
    at(index)
      .labels.map(([name, label]) => `${name}${label}`)
      .join(' '),
  );

const counts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
const axesOf = (sizes: readonly number[]) => sizes.map((size, index) => axis(`a${index}=`, size));

describe('choices', () => {
  test('of a product are all combinations, each once, the last axis changing fastest', () => {
    expect(listed(productOf([axis('x', 2), axis('y', 3)]))).toEqual([
      ...['x0 y0', 'x0 y1', 'x0 y2', 'x1 y0', 'x1 y1', 'x1 y2'],
    ]);
    fc.assert(
      fc.property(counts, (sizes) => {
        const all = listed(productOf(axesOf(sizes)));
        expect(all).toHaveLength(sizes.reduce((product, size) => product * size, 1));
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  test('of a concatenation are those of each, in order', () => {
    fc.assert(
      fc.property(counts, (sizes) => {
        const axes = axesOf(sizes);
        expect(listed(concatOf(axes))).toEqual(axes.flatMap(listed));
      }),
    );
    expect(() => concatOf([axis('x', 2)]).at(2)).toThrow(RangeError);
  });

  test('of a zip share their index', () => {
    expect(listed(zipOf([axis('x', 2), axis('y', 2)]))).toEqual(['x0 y0', 'x1 y1']);
  });

  test('nest', () => {
    const inner = concatOf([zipOf([axis('x', 2), axis('y', 2)]), axis('z', 1)]);
    expect(listed(productOf([inner, axis('s', 2)]))).toEqual([
      ...['x0 y0 s0', 'x0 y0 s1', 'x1 y1 s0', 'x1 y1 s1', 'z0 s0', 'z0 s1'],
    ]);
    expect(listed(productOf([]))).toEqual(listed(noChoice));
  });

  test('are counted without being made, and made once', () => {
    let made = 0;
    const large = choicesOf(1e9, (index) => {
      made++;
      return { labels: [['x', index]], settings: [] };
    });
    expect(productOf([large, large, large]).count).toBe(1e27);
    expect(made).toBe(0);
    expect(large.at(5)).toBe(large.at(5));
    expect(made).toBe(1);
  });
});
