// Planes of training trajectories, against NumPy's singular value decomposition.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { trajectoryDirections } from '../../../../src/experiment/surface/network/trajectoryDirections.ts';
import { ConfigurationError } from '../../../../src/math/configurationError.ts';
import { expectClose } from '../../../helpers/close.ts';

interface Golden {
  readonly name: string;
  readonly snapshots: readonly (readonly number[])[];
  readonly directions: readonly [readonly number[], readonly number[]];
  readonly explainedFractions: readonly [number, number];
  readonly path: readonly (readonly [number, number])[];
}

const golden = JSON.parse(
  readFileSync(new URL('./golden/trajectory.json', import.meta.url), 'utf8'),
) as readonly Golden[];

const snapshotsOf = (rows: readonly (readonly number[])[]) =>
  rows.map((row, i) => ({ step: 10 * i, parameters: Float64Array.from(row) }));

const planeOf = (rows: readonly (readonly number[])[]) => {
  const snapshots = snapshotsOf(rows);
  return trajectoryDirections(snapshots, snapshots.at(-1)!.parameters);
};

describe('the plane of a trajectory', () => {
  it.each(golden)('is what NumPy finds: $name', (expected) => {
    const { plane, explainedFractions, path } = planeOf(expected.snapshots);
    const size = Math.max(...expected.path.flat().map(Math.abs));
    plane.directions.forEach((direction, i) => {
      expectClose(direction, expected.directions[i]!, () => 1e-10);
    });
    expectClose(explainedFractions, expected.explainedFractions, () => 1e-12);
    expected.path.forEach(([x, y], i) => {
      expect(path[i]!.step).toBe(10 * i);
      expectClose([path[i]!.x, path[i]!.y], [x, y], () => 1e-10 * size);
    });
  });

  it.each(golden)('has orthonormal directions and ends at its origin: $name', ({ snapshots }) => {
    const { plane, path } = planeOf(snapshots);
    const [first, second] = plane.directions;
    const product = (a: Float64Array, b: Float64Array) => a.reduce((s, x, k) => s + x * b[k]!, 0);
    expectClose(
      [product(first, first), product(second, second), product(first, second)],
      [1, 1, 0],
      () => 1e-14,
    );
    expect(path.at(-1)).toMatchObject({ x: 0, y: 0 });
  });

  it('holds a trajectory within a plane entirely', () => {
    const { explainedFractions, path } = planeOf([
      [5, 1, 3],
      [2, 1, 7],
      [2, 1, 3],
    ]);
    expectClose([explainedFractions[0] + explainedFractions[1]], [1], () => 1e-15);
    expectClose(
      path.map(({ x, y }) => Math.hypot(x, y)),
      [3, 4, 0],
      () => 1e-14,
    );
  });
});

describe('a trajectory that spans no plane', () => {
  const remedy =
    'span no plane; keep more checkpoints in training: ' +
    '--set checkpoint.keep=20 --set checkpoint.every=';

  it.each([
    [
      'two points',
      [
        [1, 2, 3],
        [4, 5, 7],
      ],
      1,
    ],
    ['points on a line', Array.from({ length: 50 }, (_, i) => [i / 7, 1, -i / 3]), 24],
    ['points that are all the same', Array.from({ length: 5 }, () => [1, 2, 3]), 2],
    ['one parameter', [[1], [4], [2]], 1],
  ])('is refused with what to do: %s', (_name, rows, every) => {
    expect(() => planeOf(rows)).toThrow(ConfigurationError);
    expect(() => planeOf(rows)).toThrow(
      `directions trajectory: the ${rows.length} points known of the run (its start and its ` +
        `checkpoints) ${remedy}${every}`,
    );
  });

  it('is refused where a checkpoint is not finite', () => {
    expect(() =>
      planeOf([
        [1, 2],
        [Number.NaN, 3],
        [2, 2],
      ]),
    ).toThrow('directions trajectory: the checkpoints are not all finite');
  });
});
