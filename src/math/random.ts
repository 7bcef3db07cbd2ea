// Named random streams over seedrandom's Alea: the same draws on every machine, with a state that
// can be saved. Never global: who draws names the stream.
import alea from 'seedrandom/lib/alea.js';
import { gaussianPair } from './elementary/index.ts';

/** State of a stream, as plain numbers. */
export interface RandomState {
  readonly c: number;
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
}

/** A sequence of draws. */
export interface RandomStream {
  /** Uniform in [0, 1), a multiple of 2⁻³². */
  uniform(): number;
  /** Uniform whole number in [0, count), count ≤ 2³². */
  integer(count: number): number;
  /** Standard normal; takes two 53-bit uniforms and keeps nothing back. */
  gaussian(): number;
  /**
   * Fills an array with standard normals: both of each pair that two 53-bit uniforms give, in order;
   * where the length is odd, the last pair's second is dropped. Faster than `gaussian`.
   */
  gaussians(target: Float64Array): void;
  /** The state after the draws so far. */
  state(): RandomState;
}

/**
 * Opens the stream of a seed and a purpose; equal arguments give equal draws.
 * @param seed the run's seed
 * @param purpose what the draws are for, for example `train` or `evaluate/1000`
 * @param state where to go on, as `state()` gave it; the beginning without it
 * @see Baagøe, J. (2010), Alea: a multiply-with-carry generator with 32-bit output.
 */
export function openStream(seed: number, purpose: string, state?: RandomState): RandomStream {
  const draw = alea(`${seed}/${purpose}`, { state: state ?? true });
  const pair = new Float64Array(2);
  return {
    uniform: draw,
    integer: (count) => Math.floor(draw() * count),
    gaussian() {
      gaussianPair(draw.double(), draw.double(), pair);
      return pair[0]!;
    },
    gaussians(target) {
      // Writing behind the end of a typed array does nothing.
      for (let i = 0; i < target.length; i += 2) {
        gaussianPair(draw.double(), draw.double(), target, i);
      }
    },
    state: () => draw.state() as RandomState,
  };
}
