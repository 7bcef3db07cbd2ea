// Choice of kernels: what was asked for, else the fastest that passes; never one that fails.
import { describe, expect, it, vi } from 'vitest';
import {
  chooseKernels,
  createKernels,
  KERNEL_NAMES,
  measureProducts,
  passesSelfTest,
} from '../../src/math/engine.ts';
import { KernelError } from '../../src/math/kernelError.ts';
import { canBeWide } from '../../src/math/simd/compile.ts';
import { allKernels, precisions } from '../helpers/kernels.ts';

const altered = vi.hoisted(() => ({ fail: new Set<string>() }));

vi.mock('../../src/math/selfTest/selfTest.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/math/selfTest/selfTest.ts')>();
  return {
    ...original,
    selfTestHash: (...[make, precision]: Parameters<typeof original.selfTestHash>) => {
      let name = '';
      const hash = original.selfTestHash((memory, format) => {
        const kernels = make(memory, format);
        name = kernels.name;
        return kernels;
      }, precision);
      return altered.fail.has(name) ? 'another hash' : hash;
    },
  };
});

describe.each(precisions)('the engine, %s', (precision) => {
  it.each(allKernels)('gives the %s kernels where they are asked for', (name) => {
    expect(chooseKernels(precision, name)).toEqual({ name, reason: 'asked for' });
    const kernels = createKernels(name, new WebAssembly.Memory({ initial: 1 }), precision);
    expect([kernels.name, kernels.precision]).toEqual([name, precision]);
  });

  it('chooses SIMD kernels by itself and says why', () => {
    const { name, reason } = chooseKernels(precision);
    expect(canBeWide() ? ['128', '256'] : ['128']).toContain(name);
    expect(reason).toMatch(canBeWide() ? /times as fast in a probe$/ : /cannot merge/);
  });

  it.each(allKernels)('refuses to run the %s kernels where their bits are wrong', (name) => {
    altered.fail.add(name);
    try {
      expect(passesSelfTest(name, precision)).toBe(false);
      expect(() => chooseKernels(precision, name)).toThrow(KernelError);
      expect(() => chooseKernels(precision, name)).toThrow(/fail their self-test on this machine/);
    } finally {
      altered.fail.delete(name);
    }
  });

  it('falls back to 128 bits where the wide kernels are wrong or cannot be had', () => {
    altered.fail.add('256');
    try {
      expect(chooseKernels(precision).name).toBe('128');
    } finally {
      altered.fail.delete('256');
    }
  });

  it('names the reason where wide kernels are asked for and cannot be had', (context) => {
    if (canBeWide()) context.skip('this Node has wide kernels');
    expect(() => chooseKernels(precision, '256')).toThrow(/256-bit kernels need Node 24 or newer/);
  });

  it('measures a rate of products', () => {
    const rate = measureProducts('128', precision, 16, 16, 16, 3);
    expect(rate).toBeGreaterThan(0);
    expect(rate).toBeLessThan(1e4);
  });
});

it('knows the names of all kernels', () => {
  expect(KERNEL_NAMES).toEqual(['reference', '128', '256']);
});
