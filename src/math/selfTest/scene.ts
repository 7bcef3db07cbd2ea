// What a scene of the self-test is given and gives back. Which scenes there are: selfTest.ts.
import type { Arena, ArenaPlan } from '../arena.ts';
import type { Kernels, Precision } from '../kernels.ts';
import type { Tensor } from '../layout.ts';

/** Makes kernels over a memory. */
export type MakeKernels = (memory: WebAssembly.Memory, precision: Precision) => Kernels;

/** What a scene works on: its memory is hashed when it has run. */
export interface SceneStage {
  readonly arena: Arena;
  readonly kernels: Kernels;
  /** The next of fixed numbers in [-4, 4). */
  readonly next: () => number;
}

/** A group of operations on fixed numbers. */
export interface Scene {
  /** Plans memory and returns what runs over it; the numbers that operations return are hashed too. */
  prepare(plan: ArenaPlan): (stage: SceneStage) => readonly number[];
}

/** Fills tensors with the next fixed numbers. */
export function fillTensors({ arena, next }: SceneStage, tensors: readonly Tensor[]): void {
  for (const tensor of tensors) {
    arena.write(
      tensor,
      Array.from({ length: tensor.rows * tensor.columns }, () => next()),
    );
  }
}
