// The gradient check itself: it must fail where a gradient is wrong, however little.
import { describe, expect, it } from 'vitest';
import type { Case } from './cases.ts';
import { derivative, mismatches } from './differences.ts';
import { gradientsOf } from './numericGradient.ts';

const example: Case = {
  activation: 'tanh',
  loss: 'squaredError',
  depth: 2,
  initialState: 'trainable',
  bias: true,
  steps: 'everyStep',
  readout: 'linear',
  carry: false,
  input: 'dense',
  target: 'value',
};

describe('the gradient check', () => {
  const { analytic, numeric } = gradientsOf(example);

  it('accepts the right gradient', () => {
    expect(mismatches(analytic, numeric)).toEqual([]);
  });

  it.each([...analytic.keys()])('finds an error of 1e-5 in each entry of %s', (tensor) => {
    const values = analytic.get(tensor)!;
    values.forEach((_, index) => {
      const wrong = values.map((value, i) => (i === index ? value * (1 + 1e-5) : value));
      expect(mismatches(new Map([...analytic, [tensor, wrong]]), numeric)).toHaveLength(1);
    });
  });

  it.each([...analytic.keys()])('finds an entry of %s that is left out', (tensor) => {
    const wrong = analytic.get(tensor)!.with(0, 0);
    expect(mismatches(new Map([...analytic, [tensor, wrong]]), numeric)).toMatchObject([
      { tensor, index: 0, analytic: 0 },
    ]);
  });

  it('finds a tensor that is missing or NaN', () => {
    const count = analytic.get('layers.0.Whh')!.length;
    const without = new Map([...analytic].filter(([name]) => name !== 'layers.0.Whh'));
    expect(mismatches(without, numeric)).toHaveLength(count);
    const broken = new Map([...analytic, ['layers.0.Whh', new Array<number>(count).fill(NaN)]]);
    expect(mismatches(broken, numeric)).toHaveLength(count);
  });

  it('finds Whh where Whhᵀ belongs', () => {
    const wrong = analytic.get('layers.1.Whh')!;
    const size = Math.sqrt(wrong.length);
    const turned = wrong.map((_, at) => wrong[(at % size) * size + Math.floor(at / size)]!);
    expect(
      mismatches(new Map([...analytic, ['layers.1.Whh', turned]]), numeric).length,
    ).toBeGreaterThan(size);
  });

  it('takes derivatives to 1e-11', () => {
    for (const x of [-1, 0, 0.5, 2]) {
      expect(Math.abs(derivative((d) => Math.exp(x + d)) - Math.exp(x))).toBeLessThan(1e-11);
      expect(Math.abs(derivative((d) => Math.sin(x + d)) - Math.cos(x))).toBeLessThan(1e-11);
    }
  });
});
