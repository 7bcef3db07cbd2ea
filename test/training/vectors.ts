// A vector of two tensors with padding between them, as parameters and gradients are, for trying
// policies and optimizers on given numbers.
import { type Arena, ArenaPlan } from '../../src/math/arena.ts';
import { createKernels } from '../../src/math/engine.ts';
import type { KernelName, Kernels, Precision } from '../../src/math/kernels.ts';
import type { TensorVector } from '../../src/math/layout.ts';

const SPECS = [
  { name: 'matrix', shape: [2, 3] },
  { name: 'vector', shape: [5] },
] as const;

/** How many numbers a vector holds, padding aside. */
export const SIZE = 11;

/** Vectors of one layout with kernels over them. */
export interface Vectors {
  readonly arena: Arena;
  readonly kernels: Kernels;
  readonly all: readonly TensorVector[];
  write(which: number, values: readonly number[]): void;
  read(which: number): number[];
}

/** Makes `count` vectors of zeros. */
export function makeVectors(
  count: number,
  precision: Precision = 'f64',
  kernelName: KernelName = 'reference',
): Vectors {
  const plan = new ArenaPlan(precision);
  const all = Array.from({ length: count }, () => plan.vector(SPECS));
  const arena = plan.allocate();
  const tensors = (which: number) => all[which]!.tensors;
  return {
    arena,
    kernels: createKernels(kernelName, arena.memory, precision),
    all,
    write(which, values) {
      const [matrix, vector] = tensors(which);
      arena.write(matrix!, values.slice(0, 6));
      arena.write(vector!, values.slice(6));
    },
    read: (which) => tensors(which).flatMap((tensor) => arena.read(tensor)),
  };
}

/** Global L2 norm in plain arithmetic. */
export function norm(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/** Fixed numbers of mixed size and sign. */
export function numbers(salt: number): number[] {
  return Array.from({ length: SIZE }, (_, i) => Math.sin(1.7 * i + salt) * (1 + (i % 4)));
}
