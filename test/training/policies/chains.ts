// A chain of policies over the vectors of ../vectors.ts, run on given gradients.
import type { KernelName, Precision } from '../../../src/math/kernels.ts';
import { bindChain, type PolicyReport } from '../../../src/training/policies/chain.ts';
import { type PolicyOptions, policyOf } from '../../../src/training/policies/index.ts';
import type { OwnPolicy } from '../../../src/training/policies/ownPolicy.ts';
import type { PolicyState } from '../../../src/training/policies/policyState.ts';
import { makeVectors, numbers } from '../vectors.ts';

/** How a chain is bound; everything has a value for tests that do not care. */
export interface ChainSettings {
  readonly precision?: Precision;
  readonly kernelName?: KernelName;
  readonly own?: readonly OwnPolicy[];
  readonly parameters?: readonly number[];
  readonly seed?: number;
  readonly states?: readonly PolicyState[];
}

/** What a chain left of a gradient and what it reported, as a copy. */
export interface ChainStep {
  readonly gradient: readonly number[];
  readonly normBefore: number;
  readonly norm: number;
  readonly cosine: number;
  readonly clipped: boolean;
  readonly replaced: boolean;
  readonly skipped: boolean;
  readonly policies: readonly PolicyReport[];
}

/** Binds a chain; the matrix of the vectors is the recurrent one. */
export function makeChain(policy: readonly PolicyOptions[], settings: ChainSettings = {}) {
  const { precision, kernelName, own = [], seed = 1, states } = settings;
  const vectors = makeVectors(3, precision, kernelName);
  const [gradient, parameters, raw] = vectors.all;
  vectors.write(1, settings.parameters ?? numbers(7));
  const turns = own.length > 0 || policy.some((options) => policyOf(options).turns(options));
  const chain = bindChain(
    { policy, ownPolicies: own },
    {
      kernels: vectors.kernels,
      arena: vectors.arena,
      gradient: gradient!,
      parameters: parameters!,
      recurrent: new Set(['matrix']),
      seed,
    },
    turns ? raw! : null,
    states,
  );
  return {
    chain,
    vectors,
    step(values: readonly number[]): ChainStep {
      vectors.write(0, values);
      chain.apply();
      const { policies, ...report } = chain.report;
      return {
        gradient: vectors.read(0),
        ...report,
        policies: policies.map((one) => ({ ...one })),
      };
    },
  };
}

/** Runs a chain on one gradient. */
export function apply(
  policy: readonly PolicyOptions[],
  values: readonly number[],
  settings?: ChainSettings,
): ChainStep {
  return makeChain(policy, settings).step(values);
}

/** A gradient of norm 5 whose norm is exact: 3 and 4 in different tensors. */
export const five = [0, 0, 3, 0, 0, 0, 0, -4, 0, 0, 0];

/** A gradient with one element put in. */
export const withElement = (value: number) =>
  numbers(1).map((other, i) => (i === 4 ? value : other));
