// What every reference kernel needs to know about its memory and precision.
import { type ElementaryFunctions, elementary32, elementary64 } from '../elementary/index.ts';
import type { Precision } from '../kernels.ts';

/** Memory seen as elements, and the arithmetic of one precision. */
export interface Scope {
  readonly elements: Float32Array | Float64Array;
  readonly indices: Int32Array;
  readonly doubles: Float64Array;
  /** Address in bytes >>> shift = index into `elements`. */
  readonly shift: number;
  /** Rounds the exact result of one operation to the precision. */
  readonly round: (x: number) => number;
  /** Elements in 32 bytes: how many partial sums a reduction keeps. */
  readonly lanes: number;
  readonly elementary: ElementaryFunctions;
}

const identity = (x: number): number => x;

/** Makes the scope of a memory for one precision. */
export function createScope(memory: WebAssembly.Memory, precision: Precision): Scope {
  const single = precision === 'f32';
  return {
    elements: single ? new Float32Array(memory.buffer) : new Float64Array(memory.buffer),
    indices: new Int32Array(memory.buffer),
    doubles: new Float64Array(memory.buffer),
    shift: single ? 2 : 3,
    round: single ? Math.fround : identity,
    lanes: single ? 8 : 4,
    elementary: single ? elementary32 : elementary64,
  };
}

/** Adds partial sums by halves: i and i + length/2, until one is left. */
export function fold(sums: number[], round: (x: number) => number): number {
  for (let half = sums.length >> 1; half >= 1; half >>= 1) {
    for (let i = 0; i < half; i++) sums[i] = round(sums[i]! + sums[i + half]!);
  }
  return sums[0]!;
}
