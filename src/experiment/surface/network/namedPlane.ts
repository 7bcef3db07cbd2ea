// The plane over which two parameters vary and all others stay.
import { ConfigurationError } from '../../../math/configurationError.ts';
import type { Plane } from '../../../model/parameterPlane.ts';
import type { ParameterPlace } from './parameterPlace.ts';

/**
 * Makes the plane whose coordinates are the values of two parameters.
 * @param parameters all parameters, [p]; the two named ones do not matter
 * @throws ConfigurationError if both names mean the same parameter
 */
export function namedPlane(parameters: Float64Array, x: ParameterPlace, y: ParameterPlace): Plane {
  if (x.index === y.index) {
    const names = x.name === y.name ? x.name : `${x.name} and ${y.name}, which is the same`;
    throw new ConfigurationError(`both axes are ${names}; name two different parameters`);
  }
  const at = (index: number) => parameters.map((_, k) => (k === index ? 1 : 0));
  return {
    origin: parameters.map((value, k) => (k === x.index || k === y.index ? 0 : value)),
    directions: [at(x.index), at(y.index)],
  };
}
