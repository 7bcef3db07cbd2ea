// The vector code against the scalar reference, bit for bit: special values, all magnitudes, every
// lane and every tail length. Compiles its own small module.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  cos,
  elementary32,
  elementary64,
  gaussianPair,
  sin,
} from '../../../src/math/elementary/index.ts';

type Loop = (output: number, input: number, count: number) => void;
type GaussianLoop = (a: number, b: number, u1: number, u2: number, count: number) => void;

const INPUT = 0;
const OUTPUT = 1 << 20;
const COUNT = 1 << 16;
const memory = new WebAssembly.Memory({ initial: 64 });
let exported: Readonly<Record<string, unknown>>;

function loop(name: string): Loop {
  return exported[name] as Loop;
}

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'elementary-'));
  const outFile = join(directory, 'elementary.wasm');
  const source = 'src/math/simd/assembly/elementaryLoops.ts';
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];
  const { error, stderr } = await main([source, '--outFile', outFile, ...options]);
  if (error) throw new Error(stderr.toString());
  const module = new WebAssembly.Module(readFileSync(outFile));
  rmSync(directory, { recursive: true });
  exported = new WebAssembly.Instance(module, { env: { memory } }).exports;
});

/** A fixed sequence of 32-bit patterns (a linear congruence, high and low halves mixed). */
function patterns(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state ^ (state >>> 15)) >>> 0;
  };
}

const SPECIAL = [
  0,
  1,
  -1,
  0.5,
  2,
  1e-3,
  9.01,
  9.0109,
  9.02,
  16.6,
  17,
  19.06,
  19.0617,
  20,
  36.8,
  40,
  41,
  87.3,
  88,
  88.3763,
  88.72,
  88.7229,
  89,
  103.9,
  104,
  105,
  150,
  708.4,
  709.78,
  709.79,
  710,
  745.1,
  745.2,
  746,
  1023.9,
  1024,
  1024.5,
  1e10,
  1e30,
  3e38,
  1e300,
  1e-30,
  1e-38,
  1e-44,
  1e-300,
  5e-324,
  2 ** -126,
  2 ** -149,
  2 ** -1022,
  Math.SQRT1_2,
  Math.SQRT2,
  Math.PI,
  Math.PI / 2,
  Math.PI / 4,
  Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
  Number.NaN,
].flatMap((x) => [x, -x]);

/** Compares by Object.is: −0 is not 0, all NaN are one. */
function expectSameBits(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  input: ArrayLike<number>,
): void {
  let first: string | null = null;
  for (let i = 0; i < expected.length && first === null; i++) {
    if (!Object.is(actual[i], expected[i])) {
      first = `f(${input[i]}) is ${actual[i]}, expected ${expected[i]} (index ${i})`;
    }
  }
  expect(first).toBeNull();
}

const SINGLE = Object.entries(elementary32);
const DOUBLE = Object.entries({ ...elementary64, sin, cos });

describe('f32 vector code', () => {
  const input = new Float32Array(memory.buffer, INPUT, COUNT);
  const inputBits = new Uint32Array(memory.buffer, INPUT, COUNT);
  const output = new Float32Array(memory.buffer, OUTPUT, COUNT);
  const check = (name: string, compute: (x: number) => number): void => {
    const expected = Float32Array.from(input, compute);
    loop(`f32_${name}`)(OUTPUT, INPUT, COUNT);
    expectSameBits(output, expected, input);
  };

  it.each(SINGLE)('%s gives the bits of the reference for any bit pattern', (name, compute) => {
    const next = patterns(1);
    for (let round = 0; round < 16; round++) {
      for (let i = 0; i < COUNT; i++) inputBits[i] = next();
      input.set(SPECIAL, round);
      check(name, compute);
    }
  });

  it.each(SINGLE)('%s gives the bits of the reference for usual arguments', (name, compute) => {
    const next = patterns(2);
    for (const width of [0.01, 1, 12, 110]) {
      for (let i = 0; i < COUNT; i++) input[i] = (next() / 2 ** 31 - 1) * width;
      check(name, compute);
    }
  });

  it.each(SINGLE)('%s writes exactly count results, in place too', (name, compute) => {
    const next = patterns(3);
    for (let count = 0; count <= 35; count++) {
      for (let i = 0; i < 40; i++) input[i] = (next() / 2 ** 31 - 1) * 5;
      const before = input.slice(0, 40);
      const expected = before.map((x, i) => (i < count ? compute(x) : x));
      loop(`f32_${name}`)(INPUT, INPUT, count);
      expectSameBits(input, expected, before);
    }
  });
});

describe('f64 vector code', () => {
  const input = new Float64Array(memory.buffer, INPUT, COUNT);
  const inputBits = new Uint32Array(memory.buffer, INPUT, 2 * COUNT);
  const output = new Float64Array(memory.buffer, OUTPUT, COUNT);
  const check = (name: string, compute: (x: number) => number): void => {
    const expected = Float64Array.from(input, compute);
    loop(`f64_${name}`)(OUTPUT, INPUT, COUNT);
    expectSameBits(output, expected, input);
  };

  it.each(DOUBLE)('%s gives the bits of the reference for any bit pattern', (name, compute) => {
    const next = patterns(4);
    for (let round = 0; round < 8; round++) {
      for (let i = 0; i < 2 * COUNT; i++) inputBits[i] = next();
      input.set(SPECIAL, round);
      check(name, compute);
    }
  });

  it.each(DOUBLE)('%s gives the bits of the reference for usual arguments', (name, compute) => {
    const next = patterns(5);
    for (const width of [0.01, 1, 25, 800, 1030]) {
      for (let i = 0; i < COUNT; i++) input[i] = (next() / 2 ** 31 - 1 + next() / 2 ** 63) * width;
      check(name, compute);
    }
  });

  it.each(DOUBLE)('%s writes exactly count results, in place too', (name, compute) => {
    const next = patterns(6);
    for (let count = 0; count <= 17; count++) {
      for (let i = 0; i < 20; i++) input[i] = (next() / 2 ** 31 - 1) * 5;
      const before = input.slice(0, 20);
      const expected = before.map((x, i) => (i < count ? compute(x) : x));
      loop(`f64_${name}`)(INPUT, INPUT, count);
      expectSameBits(input, expected, before);
    }
  });

  it('gaussian gives the bits of the reference', () => {
    const next = patterns(7);
    const half = COUNT / 2;
    for (let i = 0; i < COUNT; i++) input[i] = next() / 2 ** 32 + next() / 2 ** 64;
    input.set([0, 0.25, 0.5, 0.75, 0.125, 0.875, 1 - 2 ** -53], half);
    input.set([0, 1 - 2 ** -53], 0);
    const expected = new Float64Array(COUNT);
    const pair = new Float64Array(2);
    for (let i = 0; i < half; i++) {
      gaussianPair(input[i]!, input[half + i]!, pair);
      expected[i] = pair[0]!;
      expected[half + i] = pair[1]!;
    }
    const compute = exported.f64_gaussian as GaussianLoop;
    compute(OUTPUT, OUTPUT + 8 * half, INPUT, INPUT + 8 * half, half);
    expectSameBits(output, expected, input);
  });
});
