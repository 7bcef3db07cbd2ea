// Recurrent matrices scaled to a spectral radius, the quantity that decides in a linear recurrence
// whether gradients vanish or explode.
import { ConfigurationError } from '../../math/configurationError.ts';
import { type BaseOptions, baseInitializer } from './base.ts';
import type { Initializer } from './initializer.ts';
import { scaledToRadius } from './scaledToRadius.ts';

/** Options of `spectralRadius`. */
export interface SpectralRadiusOptions {
  readonly type: 'spectralRadius';
  /** Largest modulus of an eigenvalue, above 0. */
  readonly radius: number;
  /** What draws the matrices before they are scaled, and everything else. */
  readonly base: BaseOptions;
}

/**
 * Everything as `base` draws it, then each recurrent matrix W (of each gate by itself) scaled to
 * W·radius/ρ(W), ρ the largest modulus of its eigenvalues.
 *
 * @see Jaeger (2001), The "echo state" approach to analysing and training recurrent neural networks
 * (below 1, for a reservoir); Sutskever et al. (2013), section 4.1 (1.1, trained).
 */
export const spectralRadius: Initializer<SpectralRadiusOptions> = {
  type: 'spectralRadius',
  summary: 'Whh of another initializer (base), scaled to a spectral radius; the rest as base',
  source: 'Jaeger 2001; Sutskever et al. 2013, section 4.1',
  values({ radius, base }, parameter, stream) {
    const drawn = baseInitializer(base).values(base, parameter, stream);
    if (parameter.role !== 'recurrent') return drawn;
    const scaled = scaledToRadius(drawn, parameter.rows, radius);
    if (scaled) return scaled;
    throw new ConfigurationError(
      `initializer spectralRadius: ${base.type} gives ${parameter.name} the spectral radius 0, ` +
        'which no factor changes',
    );
  },
};
