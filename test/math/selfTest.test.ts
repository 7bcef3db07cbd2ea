// The built-in hash: every implementation computes it, and a single wrong bit would show.
import { describe, expect, it } from 'vitest';
import { createKernels } from '../../src/math/engine.ts';
import { SELF_TEST_HASH, selfTestHash } from '../../src/math/selfTest/selfTest.ts';
import { allKernels, precisions } from '../helpers/kernels.ts';

describe.each(precisions)('the self-test, %s', (precision) => {
  it.each(allKernels)('gives the built-in hash with the %s kernels', (name) => {
    const hash = selfTestHash((memory, format) => {
      const kernels = createKernels(name, memory, format);
      expect(kernels.name).toBe(name);
      return kernels;
    }, precision);
    expect(hash).toBe(SELF_TEST_HASH[precision]);
  });

  // Whatever the kernels can do, so that an operation added later is asked about too.
  const operations = Object.entries(
    createKernels('reference', new WebAssembly.Memory({ initial: 1 }), precision),
  ).flatMap(([name, member]) => (typeof member === 'function' ? [name] : []));

  it.each(operations)('gives another hash where %s does nothing', (operation) => {
    const hash = selfTestHash(
      (memory, format) => ({
        ...createKernels('reference', memory, format),
        [operation]: () => 0,
      }),
      precision,
    );
    expect(hash).not.toBe(SELF_TEST_HASH[precision]);
  });

  it('covers every operation of the kernels', () => {
    const kernels = createKernels('reference', new WebAssembly.Memory({ initial: 1 }), precision);
    const { name, precision: _, ...rest } = kernels;
    expect(Object.keys(rest).sort()).toEqual([...operations].sort());
    expect(name).toBe('reference');
  });
});
