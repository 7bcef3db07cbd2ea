// Runs one kernel under every implementation over equal memory and compares all of it, bit for bit:
// results, padding, and what no kernel may touch.
import { expect } from 'vitest';
import { Arena } from '../../src/math/arena.ts';
import { createKernels } from '../../src/math/engine.ts';
import type { Address, KernelName, Kernels, Precision } from '../../src/math/kernels.ts';
import { alignUp, placeTensor, type Tensor } from '../../src/math/layout.ts';
import { allKernels } from './kernels.ts';

/** A matrix in memory before the kernel runs. */
export interface Content {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly number[];
}

/** Memory before the kernel runs, and which matrices it may write. */
export interface Scene<Name extends string> {
  readonly matrices: Readonly<Record<Name, Content>>;
  readonly indices?: readonly number[];
  readonly targets: readonly NoInfer<Name>[];
}

/** Calls the kernel; a number it returns is compared too. */
export type Call<Name extends string> = (
  kernels: Kernels,
  at: Readonly<Record<Name, Tensor>>,
  indices: Address,
) => unknown;

/** What the reference kernel left. */
export interface Aftermath<Name extends string> {
  readonly returned: number;
  /** Values of a matrix, row by row, without padding. */
  readonly values: (name: Name) => number[];
}

interface Stage {
  readonly arena: Arena;
  readonly kernels: Kernels;
}

const CAPACITY_BYTES = 8 << 20;
/** Room around every matrix, filled with a pattern no kernel may change. */
const GAP_BYTES = 96;
const GAP_PATTERN = 0x5a;

const stages = new Map<string, Stage>();

function stageOf(name: KernelName, precision: Precision): Stage {
  const key = `${name} ${precision}`;
  let stage = stages.get(key);
  if (!stage) {
    const arena = new Arena(precision, CAPACITY_BYTES);
    stage = { arena, kernels: createKernels(name, arena.memory, precision) };
    stages.set(key, stage);
  }
  return stage;
}

/** Runs a kernel under every implementation and checks that they leave the same memory. */
export function runEverywhere<Name extends string>(
  precision: Precision,
  scene: Scene<Name>,
  call: Call<Name>,
): Aftermath<Name> {
  const { places, indices, end } = place(scene, precision);
  const [reference, ...others] = allKernels.map((name) => {
    const { arena, kernels } = stageOf(name, precision);
    expect(kernels.name).toBe(name);
    expect(kernels.precision).toBe(precision);
    const before = prepare(scene, arena, places, indices, end);
    const result = call(kernels, places, indices);
    const returned = typeof result === 'number' ? result : 0;
    const after = snapshot(arena, end);
    expectUntouched(scene, arena, places, before, after, name);
    expectZeroPadding(scene, arena, places, after, name);
    return { name, returned, after };
  });
  for (const { name, returned, after } of others) {
    expect(returned, `what the ${name} kernel returns`).toBe(reference!.returned);
    expectSameBits(reference!.after, after, name);
  }
  const { arena } = stageOf('reference', precision);
  return {
    returned: reference!.returned,
    values: (name) => valuesOf(arena, places[name], reference!.after),
  };
}

function place<Name extends string>({ matrices, indices = [] }: Scene<Name>, precision: Precision) {
  let end = GAP_BYTES;
  const names = Object.keys(matrices) as Name[];
  const places = {} as Record<Name, Tensor>;
  for (const name of names) {
    const { rows, columns } = matrices[name];
    places[name] = placeTensor({ name, shape: [rows, columns] }, precision, end);
    end += places[name].byteLength + GAP_BYTES;
  }
  const indexAddress = end;
  end += alignUp(4 * indices.length) + GAP_BYTES;
  if (end > CAPACITY_BYTES) throw new RangeError(`scene: needs ${end} bytes`);
  return { places, indices: indexAddress, end };
}

function prepare<Name extends string>(
  { matrices, indices = [] }: Scene<Name>,
  arena: Arena,
  places: Readonly<Record<Name, Tensor>>,
  indexAddress: Address,
  end: number,
): Float32Array | Float64Array {
  new Uint8Array(arena.memory.buffer, 0, end).fill(GAP_PATTERN);
  for (const name of Object.keys(places) as Name[]) {
    arena.view(places[name]).fill(0);
    arena.write(places[name], matrices[name].values);
  }
  arena.integers.set(indices, indexAddress / 4);
  return snapshot(arena, end);
}

/** Copies the memory with every NaN the same: which NaN comes out is not specified. */
function snapshot(arena: Arena, end: number): Float32Array | Float64Array {
  const copy = arena.elements.slice(0, end / arena.elements.BYTES_PER_ELEMENT);
  for (let i = 0; i < copy.length; i++) if (Number.isNaN(copy[i])) copy[i] = NaN;
  return copy;
}

function equalBits(a: Float32Array | Float64Array, b: Float32Array | Float64Array): boolean {
  return Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
}

function expectSameBits(
  expected: Float32Array | Float64Array,
  actual: Float32Array | Float64Array,
  name: KernelName,
): void {
  if (equalBits(expected, actual)) return;
  const at = actual.findIndex((value, i) => !Object.is(value, expected[i]));
  expect.fail(
    `${name} differs from reference at element ${at}: ${actual[at]}, expected ${expected[at]}`,
  );
}

function expectUntouched<Name extends string>(
  { targets }: Scene<Name>,
  arena: Arena,
  places: Readonly<Record<Name, Tensor>>,
  before: Float32Array | Float64Array,
  after: Float32Array | Float64Array,
  name: KernelName,
): void {
  const masked = after.slice();
  for (const target of targets) {
    const start = arena.indexOf(places[target], 0, 0);
    const end = arena.indexOf(places[target], places[target].rows, 0);
    masked.set(before.subarray(start, end), start);
  }
  if (equalBits(before, masked)) return;
  const at = masked.findIndex((value, i) => !Object.is(value, before[i]));
  expect.fail(`${name} wrote outside its targets, at element ${at}`);
}

function expectZeroPadding<Name extends string>(
  { targets }: Scene<Name>,
  arena: Arena,
  places: Readonly<Record<Name, Tensor>>,
  after: Float32Array | Float64Array,
  name: KernelName,
): void {
  for (const target of targets) {
    const tensor = places[target];
    for (let i = 0; i < tensor.rows; i++) {
      const padding = after.subarray(
        arena.indexOf(tensor, i, tensor.columns),
        arena.indexOf(tensor, i + 1, 0),
      );
      if (!padding.every((value) => value === 0)) {
        expect.fail(`${name} left ${padding.join(', ')} as padding of ${target}, row ${i}`);
      }
    }
  }
}

function valuesOf(arena: Arena, tensor: Tensor, after: Float32Array | Float64Array): number[] {
  const values: number[] = [];
  for (let i = 0; i < tensor.rows; i++) {
    const start = arena.indexOf(tensor, i, 0);
    values.push(...after.subarray(start, start + tensor.columns));
  }
  return values;
}
