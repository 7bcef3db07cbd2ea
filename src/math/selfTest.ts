// A check at start that the kernels compute what they computed when they were released: every
// operation once, on fixed numbers, hashed and compared with a built-in value.
import { createHash } from 'node:crypto';
import { ArenaPlan } from './arena.ts';
import type { Kernels, Precision } from './kernels.ts';

/** SHA-256 of the self-test's memory, first 16 hex digits; the same for every implementation. */
export const SELF_TEST_HASH: Readonly<Record<Precision, string>> = {
  f32: '21a04517d714f4e9',
  f64: '0f4f60eba36d1605',
};

// Odd sizes: row and column tails, an odd number of terms, more than one column block.
const ROWS = 7;
const COLUMNS = 21;
const TERMS = 9;

/** Makes kernels over a memory. */
export type MakeKernels = (memory: WebAssembly.Memory, precision: Precision) => Kernels;

/** Runs every operation on fixed numbers and returns the hash of all that memory then holds. */
export function selfTestHash(make: MakeKernels, precision: Precision): string {
  const plan = new ArenaPlan(precision);
  const a = plan.tensor('a', ROWS, TERMS);
  const b = plan.tensor('b', TERMS, COLUMNS);
  const c = plan.tensor('c', ROWS, COLUMNS);
  const d = plan.tensor('d', ROWS, COLUMNS);
  const e = plan.tensor('e', ROWS, COLUMNS);
  const sums = plan.tensor('sums', 1, COLUMNS);
  const square = plan.tensor('square', TERMS, TERMS);
  const turned = plan.tensor('turned', COLUMNS, ROWS);
  const indices = plan.indices(ROWS);
  const arena = plan.allocate();
  const k = make(arena.memory, precision);

  let seed = 12345;
  const next = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed / 2_147_483_648 - 1) * 4;
  };
  for (const tensor of [a, b, c, d]) {
    arena.write(
      tensor,
      Array.from({ length: tensor.rows * tensor.columns }, () => next()),
    );
  }
  arena.indexView(indices).forEach((_, n, view) => {
    view[n] = (n * 5) % ROWS;
  });
  const results: number[] = [];
  const element = arena.elements.BYTES_PER_ELEMENT;
  const length = c.byteLength;

  k.matmul(c.address, c.row, a.address, a.row, element, b.address, b.row, ROWS, COLUMNS, TERMS, 1);
  k.matmul(
    square.address,
    square.row,
    a.address,
    element,
    a.row,
    a.address,
    a.row,
    TERMS,
    TERMS,
    ROWS,
    0,
  );
  k.transpose(turned.address, turned.row, c.address, c.row, ROWS, COLUMNS);
  for (const [forward, backward] of [
    [k.tanhForward, k.tanhBackward],
    [k.sigmoidForward, k.sigmoidBackward],
    [k.reluForward, k.reluBackward],
  ] as const) {
    // Numbers of both signs for each: relu would change none of sigmoid's.
    k.gatherRows(e.address, e.row, d.address, c.address, indices.address, ROWS);
    forward(e.address, e.row, ROWS, COLUMNS);
    backward(d.address, c.address, e.address, length);
    for (const { address, row } of [d, e]) {
      k.scatterAddRows(c.address, address, row, indices.address, ROWS);
    }
    k.sumRows(sums.address, c.address, c.row, ROWS);
  }
  results.push(
    k.softmaxCrossEntropy(d.address, c.address, c.row, indices.address, ROWS, COLUMNS, 0.25),
    k.sigmoidCrossEntropy(e.address, c.address, d.address, c.row, ROWS, COLUMNS, 0.25),
    k.squaredError(d.address, c.address, e.address, c.row, ROWS, COLUMNS, 0.25),
    k.sumSquares(d.address, length),
  );
  k.scale(d.address, length, 0.3);
  results.push(k.clipValue(d.address, length, 0.05));
  k.sgd(c.address, d.address, length, 0.01);
  k.momentum(c.address, d.address, e.address, length, 0.01, 0.9, 1);
  k.momentum(c.address, d.address, e.address, length, 0.01, 0.9, 0);
  k.sigmoidForward(e.address, e.row, ROWS, COLUMNS);
  k.adam(c.address, d.address, d.address, e.address, length, 0.01, 0.9, 0.999, 1e-8, 10, 1000);
  k.fillRows(b.address, b.row, c.address, TERMS);
  return createHash('sha256')
    .update(new Uint8Array(arena.memory.buffer, 0, plan.byteLength))
    .update(new Uint8Array(Float64Array.from(results).buffer))
    .digest('hex')
    .slice(0, 16);
}
