// The plane in which a training run moved most: principal components of its checkpoints.
import { ConfigurationError } from '../../../math/configurationError.ts';
import { dot, rightSingularVectors } from '../../../math/linearAlgebra.ts';
import type { Plane } from '../../../model/parameterPlane.ts';
import type { Place } from '../surface.ts';

/** All parameters after a number of updates. */
export interface Snapshot {
  readonly step: number;
  /** [p] */
  readonly parameters: Float64Array;
}

/** A snapshot's projection onto the plane. */
export interface TrajectoryPoint extends Place {
  readonly step: number;
}

/** The plane of a trajectory. */
export interface TrajectoryPlane {
  readonly plane: Plane;
  /** Share of the snapshots' squared distances from the origin that lies along each direction. */
  readonly explainedFractions: readonly [number, number];
  /** Where the snapshots project to, in their order. */
  readonly path: readonly TrajectoryPoint[];
}

/**
 * Finds the two leading principal components of θ_k − origin over the snapshots of a run, origin
 * being its end. Directions have length 1, are orthogonal, and their element of largest modulus is
 * positive. Components are taken about the origin, so that of all planes through it this one is
 * nearest to the snapshots; the code released with the paper takes them about the mean.
 *
 * @param snapshots at least three different ones, the origin among them
 * @param origin parameters the plane goes through, [p]
 * @throws ConfigurationError if the snapshots are not finite, or lie on one line
 * @see Li et al. (2018), Visualizing the loss landscape of neural nets, section 7.
 */
export function trajectoryDirections(
  snapshots: readonly Snapshot[],
  origin: Float64Array,
): TrajectoryPlane {
  const size = origin.length;
  const moves = new Float64Array(snapshots.length * size);
  snapshots.forEach(({ parameters }, i) => {
    moves.set(
      parameters.map((value, k) => value - (origin[k] ?? 0)),
      i * size,
    );
  });
  if (moves.some((value) => !Number.isFinite(value))) {
    throw new ConfigurationError('directions trajectory: the checkpoints are not all finite');
  }
  const { fractions, vectors } = rightSingularVectors(moves, snapshots.length, size, 2);
  const [first, second] = vectors;
  if (!first || !second) throw new ConfigurationError(tooFew(snapshots));
  return {
    plane: { origin, directions: [first, second] },
    explainedFractions: [fractions[0] ?? 0, fractions[1] ?? 0],
    path: snapshots.map(({ step }, i) => {
      const move = moves.subarray(i * size, (i + 1) * size);
      return { step, x: dot(move, first), y: dot(move, second) };
    }),
  };
}

const CHECKPOINTS_WANTED = 20;

function tooFew(snapshots: readonly Snapshot[]): string {
  const last = Math.max(0, ...snapshots.map(({ step }) => step));
  const every = Math.max(1, Math.floor(last / CHECKPOINTS_WANTED));
  return (
    `directions trajectory: the ${snapshots.length} points known of the run (its start and its ` +
    'checkpoints) span no plane; keep more checkpoints in training: ' +
    `--set checkpoint.keep=${CHECKPOINTS_WANTED} --set checkpoint.every=${every}`
  );
}
