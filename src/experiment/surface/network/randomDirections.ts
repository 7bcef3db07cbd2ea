// Two random directions in parameter space, scaled like the weights they disturb.
import { ConfigurationError } from '../../../math/configurationError.ts';
import { openStream, type RandomStream } from '../../../math/random.ts';
import { gaussians, isWeight } from '../../../model/initializers/initializer.ts';
import type { Plane } from '../../../model/parameterPlane.ts';
import type { ParameterBlock } from './parameterLayout.ts';

/**
 * Draws two filter-normalised directions from the random stream `directions`: every weight from
 * N(0, 1), then each filter d of a direction scaled to the norm of the same filter w of the
 * parameters, d·‖w‖/‖d‖. A filter is what comes into one unit through one matrix: with row vectors
 * a column of Wxh, of Whh or of the readout's W. Biases and initial states do not move, as by
 * default in the code released with the paper, which adds 1e-10 to ‖d‖. The two directions are not
 * made orthogonal; in many dimensions they nearly are.
 *
 * @param blocks the network's parameters
 * @param origin their values, [p]
 * @returns the plane through them
 * @throws ConfigurationError if every weight is zero, or one is not finite
 * @see Li et al. (2018), Visualizing the loss landscape of neural nets, section 4.
 */
export function randomDirections(
  blocks: readonly ParameterBlock[],
  origin: Float64Array,
  seed: number,
): Plane {
  const stream = openStream(seed, 'directions');
  const first = randomDirection(blocks, origin, stream);
  const second = randomDirection(blocks, origin, stream);
  return { origin, directions: [first, second] };
}

function randomDirection(
  blocks: readonly ParameterBlock[],
  origin: Float64Array,
  stream: RandomStream,
): Float64Array {
  const direction = new Float64Array(origin.length);
  for (const block of blocks.filter(isWeight)) {
    const { start, rows, columns } = block;
    direction.set(gaussians(block, 1, stream), start);
    for (let column = 0; column < columns; column++) {
      const filter = Array.from({ length: rows }, (_, row) => start + row * columns + column);
      const drawn = normAt(direction, filter);
      const factor = drawn > 0 ? normAt(origin, filter) / drawn : 0;
      for (const k of filter) direction[k] = (direction[k] ?? 0) * factor;
    }
  }
  if (direction.some((value) => !Number.isFinite(value))) {
    throw new ConfigurationError('directions random: the weights are not all finite');
  }
  if (direction.every((value) => value === 0)) {
    throw new ConfigurationError(
      'directions random: every weight is zero, and directions are scaled to the weights; ' +
        'start from a trained run or another initializer',
    );
  }
  return direction;
}

function normAt(vector: Float64Array, indices: readonly number[]): number {
  let sum = 0;
  for (const k of indices) sum += (vector[k] ?? 0) * (vector[k] ?? 0);
  return Math.sqrt(sum);
}
