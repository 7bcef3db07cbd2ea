// Filter-normalised random directions.
import { describe, expect, it } from 'vitest';
import { parameterBlocks } from '../../../../src/experiment/surface/network/parameterLayout.ts';
import { randomDirections } from '../../../../src/experiment/surface/network/randomDirections.ts';
import { ConfigurationError } from '../../../../src/math/configurationError.ts';
import { expectClose } from '../../../helpers/close.ts';
import { drawNumbers } from '../../../helpers/numbers.ts';

const blocks = parameterBlocks([
  { name: 'layers.0.Wxh', shape: [3, 40], role: 'input' },
  { name: 'layers.0.Whh', shape: [40, 40], role: 'recurrent' },
  { name: 'layers.0.bh', shape: [40], role: 'bias' },
  { name: 'layers.0.h0', shape: [40], role: 'initialState' },
  { name: 'readout.W', shape: [40, 2], role: 'output' },
  { name: 'readout.b', shape: [2], role: 'bias' },
]);

const size = 3 * 40 + 40 * 40 + 40 + 40 + 40 * 2 + 2;
const origin = Float64Array.from(drawNumbers(5, 'ordinary', size, 'f64'));

/** Norms of the columns of every weight matrix. */
function columnNorms(vector: Float64Array): number[] {
  return blocks
    .filter(({ rows }) => rows > 1)
    .flatMap(({ start, rows, columns }) =>
      Array.from({ length: columns }, (_, column) =>
        Math.hypot(
          ...Array.from({ length: rows }, (_, row) => vector[start + row * columns + column]!),
        ),
      ),
    );
}

/** The elements of biases and initial states. */
function unmoved(vector: Float64Array): number[] {
  return blocks
    .filter(({ rows }) => rows === 1)
    .flatMap(({ start, columns }) => [...vector.subarray(start, start + columns)]);
}

const cosine = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, x, k) => sum + x * b[k]!, 0) / (Math.hypot(...a) * Math.hypot(...b));

describe('random directions', () => {
  const { directions } = randomDirections(blocks, origin, 1);

  it('have the norm of the parameters in every filter', () => {
    const norms = columnNorms(origin);
    expect(norms).toHaveLength(40 + 40 + 2);
    for (const direction of directions) {
      expectClose(columnNorms(direction), norms, (i) => 1e-14 * norms[i]!);
    }
  });

  it('leave biases and initial states where they are', () => {
    for (const direction of directions) expect(unmoved(direction)).toEqual(new Array(82).fill(0));
  });

  it('point anywhere, each another way', () => {
    const [first, second] = directions;
    for (const cos of [cosine(first, second), cosine(first, origin), cosine(second, origin)]) {
      expect(Math.abs(cos)).toBeLessThan(0.1);
      expect(cos).not.toBe(0);
    }
  });

  it('are gaussian within a filter: the share within one deviation is 68%', () => {
    const { start, rows, columns } = blocks[1]!;
    const [first] = directions;
    const inside = Array.from({ length: rows * columns }, (_, k) => {
      const filter = columnNorms(origin)[40 + (k % columns)]!;
      return Math.abs(first[start + k]!) < filter / Math.sqrt(rows);
    }).filter(Boolean).length;
    expect(Math.abs(inside / (rows * columns) - 0.6827)).toBeLessThan(0.04);
  });

  it('are the same for the same seed, and others for another', () => {
    expect(randomDirections(blocks, origin, 1).directions).toEqual(directions);
    expect(randomDirections(blocks, origin, 2).directions).not.toEqual(directions);
  });

  it('do not move a filter that is zero', () => {
    const withDead = origin.slice();
    const { start, rows, columns } = blocks[1]!;
    for (let row = 0; row < rows; row++) withDead[start + row * columns + 3] = 0;
    for (const direction of randomDirections(blocks, withDead, 1).directions) {
      expect(columnNorms(direction)[40 + 3]).toBe(0);
      expect(direction.every(Number.isFinite)).toBe(true);
    }
  });

  it('are refused where every weight is zero, or one is not finite', () => {
    const onlyBiases = origin.map((value, k) => (k >= 1720 && k < 1800 ? value : 0));
    expect(() => randomDirections(blocks, onlyBiases, 1)).toThrow(
      'directions random: every weight is zero, and directions are scaled to the weights; ' +
        'start from a trained run or another initializer',
    );
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const broken = origin.slice().fill(value, 500, 501);
      expect(() => randomDirections(blocks, broken, 1)).toThrow(
        'directions random: the weights are not all finite',
      );
      expect(() => randomDirections(blocks, broken, 1)).toThrow(ConfigurationError);
    }
  });
});
