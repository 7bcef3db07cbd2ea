// Policies against PyTorch and NumPy: policies.py beside this file made policies.json.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ArenaPlan } from '../../src/math/arena.ts';
import { createKernels } from '../../src/math/engine.ts';
import type { KernelName } from '../../src/math/kernels.ts';
import type { TensorSpec } from '../../src/math/layout.ts';
import { bindChain } from '../../src/training/policies/chain.ts';
import type { PolicyOptions } from '../../src/training/policies/index.ts';
import { expectClose } from '../helpers/close.ts';
import { allKernels } from '../helpers/kernels.ts';

type Numbers = Readonly<Record<string, readonly number[]>>;
interface Clipped {
  readonly gradients: Numbers;
}
interface Golden {
  readonly shapes: Readonly<Record<string, TensorSpec['shape']>>;
  readonly parameters: Numbers;
  readonly gradients: Numbers;
  readonly clipByNorm: readonly (Clipped & { readonly maxNorm: number; readonly norm: number })[];
  readonly clipByNormOfTensors: readonly (Clipped & {
    readonly maxNorm: number;
    readonly norms: Readonly<Record<string, number>>;
  })[];
  readonly clipByValue: readonly (Clipped & { readonly maxValue: number })[];
  readonly adaptive: readonly (Clipped & {
    readonly clipping: number;
    readonly epsilon: number;
  })[];
  readonly norms: readonly number[];
  readonly clipByHistory: readonly (Omit<
    Extract<PolicyOptions, { type: 'clipByHistory' }>,
    'type'
  > & { readonly thresholds: readonly (number | null)[] })[];
}

const golden = JSON.parse(
  readFileSync(new URL('policies.json', import.meta.url), 'utf8'),
) as Golden;
const specs = Object.entries(golden.shapes).map(([name, shape]) => ({ name, shape }));

/** Ties a policy to parameters and gradient of the golden shapes, in f64. */
function bind(policy: PolicyOptions, kernelName: KernelName) {
  const plan = new ArenaPlan('f64');
  const [parameters, gradient, raw] = [plan.vector(specs), plan.vector(specs), plan.vector(specs)];
  const arena = plan.allocate();
  const kernels = createKernels(kernelName, arena.memory, 'f64');
  for (const tensor of parameters.tensors) arena.write(tensor, golden.parameters[tensor.name]!);
  const context = { kernels, arena, gradient, parameters, recurrent: new Set<string>(), seed: 1 };
  const chain = bindChain({ policy: [policy], ownPolicies: [] }, context, raw);
  return {
    run(gradients: Numbers): Numbers {
      for (const tensor of gradient.tensors) arena.write(tensor, gradients[tensor.name]!);
      chain.apply();
      return Object.fromEntries(gradient.tensors.map((one) => [one.name, arena.read(one)]));
    },
  };
}

/** Expects gradients that agree up to a relative difference, after a factor per tensor. */
function expectGradients(actual: Numbers, { gradients }: Clipped, factor = (_: string) => 1): void {
  for (const [name, values] of Object.entries(gradients)) {
    const expected = values.map((value) => value * factor(name));
    expectClose(actual[name]!, expected, (i) => 1e-14 * Math.abs(expected[i]!));
  }
}

describe.each(allKernels)('with the %s kernels', (kernels) => {
  const leftBy = (policy: PolicyOptions) => bind(policy, kernels).run(golden.gradients);

  /** Takes the 1e-6 out of PyTorch's denominator. */
  const exact = (norm: number, maxNorm: number) => (norm > maxNorm ? (norm + 1e-6) / norm : 1);

  test.each(golden.clipByNorm)('clipByNorm at $maxNorm', (clipped) => {
    const { maxNorm, norm } = clipped;
    const ours = leftBy({ type: 'clipByNorm', maxNorm, scope: 'global' });
    expectGradients(ours, clipped, () => exact(norm, maxNorm));
  });

  test.each(golden.clipByNormOfTensors)('clipByNorm of each tensor at $maxNorm', (clipped) => {
    const { maxNorm, norms } = clipped;
    const ours = leftBy({ type: 'clipByNorm', maxNorm, scope: 'tensor' });
    expectGradients(ours, clipped, (name) => exact(norms[name]!, maxNorm));
  });

  test.each(golden.clipByValue)('clipByValue at $maxValue', (clipped) => {
    expectGradients(leftBy({ type: 'clipByValue', maxValue: clipped.maxValue }), clipped);
  });

  test.each(golden.adaptive)('adaptive with clipping $clipping, epsilon $epsilon', (clipped) => {
    const { clipping, epsilon } = clipped;
    expectGradients(leftBy({ type: 'adaptive', clipping, epsilon }), clipped);
  });

  test.each(golden.clipByHistory)(
    'clipByHistory by $statistic $percentile of $window times $factor after $warmup',
    ({ thresholds, ...options }) => {
      const { run } = bind({ type: 'clipByHistory', ...options }, kernels);
      const zeros = Object.fromEntries(
        Object.entries(golden.gradients).map(([name, values]) => [name, values.map(() => 0)]),
      );
      let clippedCount = 0;
      golden.norms.forEach((norm, step) => {
        const gradients = { ...zeros, vector: [...zeros.vector!.slice(1), norm] };
        const threshold = thresholds[step] ?? Number.POSITIVE_INFINITY;
        if (norm > threshold) clippedCount++;
        const expected = Math.min(norm, threshold);
        expectClose([run(gradients).vector!.at(-1)!], [expected], () => 1e-14 * expected);
      });
      expect(clippedCount).toBeGreaterThan(0);
      expect(clippedCount).toBeLessThan(golden.norms.length);
    },
  );
});
