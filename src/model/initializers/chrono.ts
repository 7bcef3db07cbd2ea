// Biases of gates for dependencies of a given length.
import type { ParameterSpec } from '../../cells/cell.ts';
import { elementary64 } from '../../math/elementary/index.ts';
import { type BaseOptions, baseInitializer } from './base.ts';
import type { Initializer } from './initializer.ts';
import { valuesByGate } from './valuesByGate.ts';

/** Options of `chrono`. */
export interface ChronoOptions {
  readonly type: 'chrono';
  /** T, the longest dependency expected in steps, at least 3: usually the sequence length. */
  readonly longest: number;
  /** What draws everything else. */
  readonly base: BaseOptions;
}

/** Gates that keep the state when open, each with the gate that then has to close, if there is one. */
const KEEPING_GATES: Readonly<Record<string, string | null>> = { f: 'i', z: null };

function keepingGateOf({ role, gates = [] }: ParameterSpec): string | undefined {
  return role === 'bias' ? gates.find((gate) => Object.hasOwn(KEEPING_GATES, gate)) : undefined;
}

/** Whether a parameter is a bias that `chrono` sets. */
export function isChronoBias(parameter: ParameterSpec): boolean {
  return keepingGateOf(parameter) !== undefined;
}

/**
 * Chrono initialization: the bias of the gate that keeps the state starts at ln U[1, T − 1), a
 * memory of 1 to T − 1 steps; T = longest. In an LSTM b_f = ln U and b_i = −b_f, unit by unit; in a
 * GRU b_z = ln U, in PyTorch's sense of z, which keeps: h' = (1 − z)∘n + z∘h.
 * Everything else as `base` draws it.
 *
 * @see Tallec & Ollivier (2018), Can recurrent neural networks warp time?
 */
export const chrono: Initializer<ChronoOptions> = {
  type: 'chrono',
  summary: 'gate biases for memories up to longest steps: b_f = ln U[1, T-1), b_i = -b_f',
  source: 'Tallec & Ollivier 2018, Can recurrent neural networks warp time?',
  takesWholeTensors: true,
  values({ longest, base }, parameter, stream) {
    const filled = valuesByGate(baseInitializer(base), base, parameter, stream);
    const keeping = keepingGateOf(parameter);
    if (keeping === undefined) return filled;
    const gates = parameter.gates ?? [];
    const width = parameter.columns / gates.length;
    const kept = gates.indexOf(keeping) * width;
    const closing = gates.indexOf(KEEPING_GATES[keeping] ?? '') * width;
    for (let unit = 0; unit < width; unit++) {
      const bias = elementary64.log(1 + (longest - 2) * stream.uniform());
      filled[kept + unit] = bias;
      if (closing >= 0) filled[closing + unit] = -bias;
    }
    return filled;
  },
};
