// Initializers that give the recurrent matrix a structure: orthogonal or identity.
import { orthonormalizeRows } from '../../math/linearAlgebra.ts';
import { gaussians, type Initializer, isWeight, zerosFor } from './initializer.ts';

/** Options of `orthogonal`. */
export interface OrthogonalOptions {
  readonly type: 'orthogonal';
  readonly gain: number;
}

/** Options of `identity`. */
export interface IdentityOptions {
  readonly type: 'identity';
  readonly scale: number;
}

/** Standard deviation of the weights that `identity` does not set. */
const SMALL_DEVIATION = 0.001;

/**
 * Every weight matrix gain·Q with orthonormal rows or columns, whichever are fewer, from a Gaussian
 * matrix by Gram–Schmidt; biases 0.
 * @see Saxe, McClelland, Ganguli (2014), Exact solutions to the nonlinear dynamics of learning.
 */
export const orthogonal: Initializer<OrthogonalOptions> = {
  type: 'orthogonal',
  summary: 'weights gain·Q with orthonormal rows or columns, biases 0',
  source: 'Saxe et al. 2014',
  values({ gain }, parameter, stream) {
    if (!isWeight(parameter)) return zerosFor(parameter);
    const { rows, columns } = parameter;
    const draws = gaussians(parameter, 1, stream);
    if (rows <= columns) {
      orthonormalizeRows(draws, rows, columns);
      return draws.map((value) => gain * value);
    }
    orthonormalizeRows(draws, columns, rows);
    return draws.map((_, at) => gain * draws[(at % columns) * rows + Math.floor(at / columns)]!);
  },
};

/**
 * Whh = scale·I, other weights N(0, 0.001²), biases 0.
 * @see Le, Jaitly, Hinton (2015), A simple way to initialize recurrent networks of rectified linear units.
 */
export const identity: Initializer<IdentityOptions> = {
  type: 'identity',
  summary: 'Whh = scale·I, other weights N(0, 0.001²), biases 0',
  source: 'Le, Jaitly & Hinton 2015 (IRNN)',
  values({ scale }, parameter, stream) {
    if (!isWeight(parameter)) return zerosFor(parameter);
    if (parameter.role !== 'recurrent') return gaussians(parameter, SMALL_DEVIATION, stream);
    const { columns } = parameter;
    return zerosFor(parameter).map((_, at) =>
      Math.floor(at / columns) === at % columns ? scale : 0,
    );
  },
};
