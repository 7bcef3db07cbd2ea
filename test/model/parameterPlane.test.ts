// Planes through the parameters of a network: where points put the parameters, and slopes.
import { describe, expect, it } from 'vitest';
import { bindPlane, type Plane } from '../../src/model/parameterPlane.ts';
import { precisions } from '../helpers/kernels.ts';
import { type Lab, openLab, readTensors } from '../helpers/network.ts';
import { drawNumbers } from '../helpers/numbers.ts';

// Wxh [2, 3], Whh [3, 3], bh [3], W [3, 1], b [1]: no row without padding.
const options = {
  layers: [{ type: 'elman', hiddenSize: 3, activation: 'tanh', initialState: 'zero', bias: true }],
  readout: { type: 'linear' },
  loss: { type: 'squaredError' },
  input: { kind: 'dense', size: 2 },
  target: { kind: 'value', size: 1, steps: 'lastStep' },
  size: { sequenceLength: 2, batchSize: 1 },
  carriesState: false,
} as const;

const SIZE = 6 + 9 + 3 + 3 + 1;

const draw = (seed: number): Float64Array =>
  Float64Array.from(drawNumbers(seed, 'ordinary', SIZE, 'f64'));

const unit = (at: number): Float64Array => new Float64Array(SIZE).fill(1, at, at + 1);

const flat = ({ arena, network }: Lab): number[] =>
  [...readTensors(arena, network.parameters).values()].flat();

/** What the rows of the tensors do not hold of all that is there. */
function padding(lab: Lab): number {
  const size = (values: Iterable<number>): number =>
    [...values].reduce((sum, value) => sum + Math.abs(value), 0);
  return size(lab.arena.view(lab.network.parameters)) - size(flat(lab));
}

describe.each(precisions)('in %s', (precision) => {
  const round = precision === 'f32' ? Math.fround : (value: number) => value;

  it('moves along both directions and rounds once', () => {
    const lab = openLab(options, precision, 'reference');
    const plane: Plane = { origin: draw(1), directions: [draw(2), draw(3)] };
    const bound = bindPlane(lab.arena, lab.network, plane);
    for (const [x, y] of [
      [0.3, -0.7],
      [0, 0],
      [-12.5, 3],
    ] as const) {
      bound.moveTo(x, y);
      const expected = plane.origin.map(
        (value, k) => value + x * plane.directions[0][k]! + y * plane.directions[1][k]!,
      );
      expect(flat(lab)).toEqual([...expected.map(round)]);
      expect(Math.abs(padding(lab))).toBeLessThan(1e-12);
    }
  });

  it('gives two elements exactly the coordinates, and leaves the others', () => {
    const lab = openLab(options, precision, 'reference');
    const [at, other] = [7, 16];
    const origin = draw(1);
    origin[at] = 0;
    origin[other] = 0;
    const bound = bindPlane(lab.arena, lab.network, {
      origin,
      directions: [unit(at), unit(other)],
    });
    const values = [0.1, -1 / 3, 1e-300, 1e30, Number.NaN, Number.POSITIVE_INFINITY];
    for (const [i, x] of values.entries()) {
      const y = values[(i + 1) % values.length]!;
      bound.moveTo(x, y);
      const expected = [...origin.map(round)];
      expected[at] = round(x);
      expected[other] = round(y);
      expect(flat(lab)).toEqual(expected);
    }
  });

  it('takes slopes as products of the gradient with the directions', () => {
    const lab = openLab(options, precision, 'reference');
    const { arena, network } = lab;
    const directions = [draw(2), unit(4)] as const;
    const bound = bindPlane(arena, network, { origin: draw(1), directions });
    const slopes = draw(5).map(round);
    let k = 0;
    for (const tensor of network.gradient.tensors) {
      const count = tensor.rows * tensor.columns;
      arena.write(tensor, slopes.subarray(k, k + count));
      k += count;
    }
    const expected = directions[0].reduce((sum, value, i) => sum + slopes[i]! * value, 0);
    expect(bound.slopes()).toEqual([expected, slopes[4]]);
  });

  it('takes no slope of an element that does not move, be it infinite', () => {
    const lab = openLab(options, precision, 'reference');
    const { arena, network } = lab;
    const bound = bindPlane(arena, network, { origin: draw(1), directions: [unit(0), unit(1)] });
    arena.write(network.gradient.tensors[0]!, [2, 3, Number.POSITIVE_INFINITY, Number.NaN, 0, 0]);
    expect(bound.slopes()).toEqual([2, 3]);
  });
});

it('refuses a plane of another network', () => {
  const { arena, network } = openLab(options, 'f64', 'reference');
  const plane: Plane = { origin: draw(1), directions: [draw(2), new Float64Array(3)] };
  expect(() => bindPlane(arena, network, plane)).toThrow(
    'plane: origin and directions have 22, 22, 3 elements, the network 22',
  );
});
