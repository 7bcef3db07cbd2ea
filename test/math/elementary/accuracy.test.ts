// Largest errors against tables of exact values, in units in the last place of the exact result.
// Bounds are those the docstrings state.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cos, elementary32, elementary64, sin } from '../../../src/math/elementary/index.ts';

/** Distance between neighbours at |y|: 2^(e−p) with the spacing of subnormals as the least. */
function ulp(y: number, significandBits: number, leastExponent: number): number {
  let exponent = Math.floor(Math.log2(Math.abs(y)));
  if (2 ** exponent > Math.abs(y)) exponent--;
  return 2 ** (Math.max(exponent, leastExponent) - significandBits + 1);
}

function rows(table: string): Buffer[][] {
  const text = readFileSync(new URL(`golden/${table}.txt`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map((word) => Buffer.from(word, 'hex')));
}

function largestError32(table: string, compute: (x: number) => number): number {
  let largest = 0;
  for (const [x, y] of rows(table)) {
    const exact = y!.readDoubleBE();
    const error = Math.abs(compute(x!.readFloatBE()) - exact) / ulp(exact, 24, -126);
    largest = Math.max(largest, error);
  }
  return largest;
}

function largestError64(table: string, compute: (x: number) => number): number {
  let largest = 0;
  for (const [x, y, rest] of rows(table)) {
    const exact = y!.readDoubleBE();
    const difference = compute(x!.readDoubleBE()) - exact - exact * rest!.readFloatBE();
    largest = Math.max(largest, Math.abs(difference) / ulp(exact, 53, -1022));
  }
  return largest;
}

describe('single precision elementary functions', () => {
  it.each([
    ['exp', elementary32.exp, 1],
    ['tanh', elementary32.tanh, 2.6],
    ['sigmoid', elementary32.sigmoid, 2.5],
    ['log', elementary32.log, 1],
  ] as const)('%s stays within its stated error', (name, compute, bound) => {
    expect(largestError32(`${name}32`, compute)).toBeLessThan(bound);
  });
});

describe('double precision elementary functions', () => {
  it.each([
    ['exp', elementary64.exp, 1.2],
    ['tanh', elementary64.tanh, 2.6],
    ['sigmoid', elementary64.sigmoid, 2.5],
    ['log', elementary64.log, 1],
    ['sin', sin, 1],
    ['cos', cos, 1],
  ] as const)('%s stays within its stated error', (name, compute, bound) => {
    expect(largestError64(`${name}64`, compute)).toBeLessThan(bound);
  });
});
