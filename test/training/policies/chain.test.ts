// What a chain reports of each of its policies, and that it can go on from what they keep.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PolicyOptions } from '../../../src/training/policies/index.ts';
import type { OwnPolicy } from '../../../src/training/policies/ownPolicy.ts';
import { allKernels, precisions } from '../../helpers/kernels.ts';
import { norm, numbers, SIZE } from '../vectors.ts';
import { apply, five, makeChain, withElement } from './chains.ts';

const clipByNorm: PolicyOptions = { type: 'clipByNorm', maxNorm: 1, scope: 'global' };
const clipByValue: PolicyOptions = { type: 'clipByValue', maxValue: 0.5 };
const noise: PolicyOptions = { type: 'noise', eta: 0.3, gamma: 0.55 };
const history: PolicyOptions = {
  type: 'clipByHistory',
  statistic: 'percentile',
  factor: 0.7,
  percentile: 60,
  window: 5,
  warmup: 2,
};
const everything: readonly PolicyOptions[] = [
  { type: 'nonFinite', action: 'shrinkRecurrent', limit: 1e10 },
  history,
  { type: 'adaptive', clipping: 0.2, epsilon: 1e-3 },
  { type: 'clipByNorm', maxNorm: 2, scope: 'tensor' },
  clipByValue,
  noise,
];

const cosineOf = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0) / (norm(a) * norm(b));

const gradients = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), {
  minLength: SIZE,
  maxLength: SIZE,
});

describe('a chain reports', () => {
  test('the norm before and after each policy and whether it acted', () => {
    const { policies } = apply([{ type: 'none' }, clipByNorm, clipByValue], five);
    expect(policies).toHaveLength(2);
    expect(policies[0]).toMatchObject({ type: 'clipByNorm', acted: true, normBefore: 5 });
    expect(policies[0]!.norm).toBeCloseTo(1, 14);
    expect(policies[1]).toMatchObject({ type: 'clipByValue', acted: true });
    expect(policies[1]!.normBefore).toBe(policies[0]!.norm);
    expect(policies[1]!.norm).toBeCloseTo(Math.SQRT1_2, 14);
  });

  test('the cosine between the gradient before it and as each policy left it', () => {
    fc.assert(
      fc.property(gradients, (gradient) => {
        fc.pre(norm(gradient) > 1e-3);
        const one = apply([clipByValue], gradient);
        expect(one.cosine).toBeCloseTo(cosineOf(gradient, one.gradient), 12);
        const [first, second] = apply([clipByValue, clipByNorm], gradient).policies;
        expect(first!.cosine).toBe(one.cosine);
        expect(second!.cosine).toBe(one.cosine);
      }),
    );
  });

  test('a cosine of exactly 1 while only the length changes', () => {
    fc.assert(
      fc.property(gradients, (gradient) => {
        const { cosine, policies } = apply([clipByNorm, history], gradient);
        expect([cosine, ...policies.map((policy) => policy.cosine)]).toEqual([1, 1, 1]);
      }),
    );
  });

  test('no angle where a norm is 0 or not finite', () => {
    const toZero: OwnPolicy = ({ gradient }) => {
      for (const row of Object.values(gradient).flat()) row.fill(0);
      return 'changed';
    };
    expect(apply([], five, { own: [toZero] })).toMatchObject({ norm: 0, cosine: Number.NaN });
    expect(apply([clipByValue], withElement(Number.POSITIVE_INFINITY)).cosine).toBeNaN();
    expect(apply([noise], new Array<number>(SIZE).fill(0)).cosine).toBeNaN();
  });

  test('noise as acting but not as clipping', () => {
    expect(apply([noise], five)).toMatchObject({ clipped: false, policies: [{ acted: true }] });
    expect(apply([clipByNorm, noise], five).clipped).toBe(true);
  });

  test('a policy that asks for an update to be left out as acting', () => {
    const step = apply([], five, { own: [() => 'skip'] });
    expect(step).toMatchObject({
      skipped: true,
      policies: [{ type: 'own', acted: true, norm: 5 }],
    });
  });

  test('each step anew', () => {
    const { step } = makeChain([clipByValue, clipByNorm]);
    expect(step(five)).toMatchObject({ clipped: true });
    const small = five.map((value) => value / 100);
    const quiet = { acted: false, normBefore: norm(small), norm: norm(small), cosine: 1 };
    expect(step(small)).toMatchObject({ clipped: false, cosine: 1, policies: [quiet, quiet] });
  });

  test.each([
    ['skip', 'skipped'],
    ['shrinkRecurrent', 'replaced'],
  ] as const)('with %s only the step that is %s', (action, flag) => {
    const { step } = makeChain([{ type: 'nonFinite', action, limit: 1e10 }]);
    const flagsOf = (gradient: readonly number[]) => step(gradient)[flag];
    expect(flagsOf(withElement(Number.NaN))).toBe(true);
    expect(flagsOf(five)).toBe(false);
  });
});

describe('a chain goes on', () => {
  const gradientAt = (step: number) => numbers(step).map((value) => value * (1 + (step % 7)));

  test('from the states of its policies, bit for bit, through JSON', () => {
    const whole = makeChain(everything);
    const steps = Array.from({ length: 20 }, (_, step) => whole.step(gradientAt(step)));
    const first = makeChain(everything);
    for (let step = 0; step < 9; step++) first.step(gradientAt(step));
    const states = JSON.parse(JSON.stringify(first.chain.states()));
    const second = makeChain(everything, { states });
    for (let step = 9; step < 20; step++) {
      expect(second.step(gradientAt(step))).toEqual(steps[step]);
    }
    expect(second.chain.states()).toEqual(whole.chain.states());
  });

  test('elsewhere without them', () => {
    const whole = makeChain(everything);
    for (let step = 0; step < 9; step++) whole.step(gradientAt(step));
    expect(makeChain(everything).step(gradientAt(9))).not.toEqual(whole.step(gradientAt(9)));
  });

  test('only from a state that is its own', () => {
    expect(() => makeChain([noise], { states: [{ seen: 3, norms: [] }] })).toThrow(
      'policy state: c is not a number',
    );
    expect(() => makeChain([history], { states: [{ seen: 3, norms: 3 }] })).toThrow(
      'policy state: norms is not a list of numbers',
    );
  });
});

describe.each(precisions)('in %s', (precision) => {
  test('every policy leaves the same bits with all kernels', () => {
    fc.assert(
      fc.property(fc.array(gradients, { minLength: 1, maxLength: 8 }), (steps) => {
        const [reference, ...others] = allKernels.map((kernelName) => {
          const { step } = makeChain(everything, { precision, kernelName });
          return steps.map((gradient) => step(gradient));
        });
        for (const other of others) expect(other).toEqual(reference);
      }),
      { numRuns: 50 },
    );
  });

  test('padding stays zero', () => {
    const { step, vectors } = makeChain(everything, { precision });
    for (let n = 0; n < 4; n++) {
      const { gradient } = step(n === 3 ? withElement(Number.NaN) : numbers(n));
      const all = [...vectors.arena.view(vectors.all[0]!)].filter((value) => value !== 0);
      expect(all.sort()).toEqual(gradient.filter((value) => value !== 0).sort());
    }
  });
});
