// Scaling a square matrix to a spectral radius.
import { spectralRadius } from '../../math/linearAlgebra.ts';

/**
 * Scales a matrix to a spectral radius.
 * @param a [size, size]
 * @param radius the largest modulus its eigenvalues are to have, above 0
 * @returns a·radius/ρ(a), or null for a nilpotent matrix, whose radius is 0 and cannot be scaled
 */
export function scaledToRadius(a: Float64Array, size: number, radius: number): Float64Array | null {
  const drawn = spectralRadius(a, size);
  return drawn > 0 ? a.map((value) => (value * radius) / drawn) : null;
}
