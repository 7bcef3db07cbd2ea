// Whole runs under policies: what the events say about them, and runs that go on where others diverge.
import { describe, expect, test } from 'vitest';
import type { PolicySummary, StepEvent } from '../../../src/training/events.ts';
import { train } from '../../../src/training/train.ts';
import { precisions } from '../../helpers/kernels.ts';
import {
  type Config,
  endOf,
  eventsOf,
  parametersOf,
  setupOf,
  stepsOf,
  temporalOrder,
} from '../runs.ts';
import { norm } from '../vectors.ts';

const clipByNorm = { type: 'clipByNorm', maxNorm: 0.2 };
const noise = { type: 'noise', eta: 1e-4 };

function run(policy: readonly Config[], training: Config = {}) {
  const setup = setupOf(temporalOrder({ steps: 30, policy, ...training }));
  const events = eventsOf(setup);
  return { setup, events, steps: stepsOf(events), end: endOf(events) };
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the events of a run', () => {
  test('say no more than before where one policy scales the gradient', () => {
    for (const policy of [[], [{ type: 'none' }], [clipByNorm], [{ type: 'none' }, clipByNorm]]) {
      for (const step of run(policy).steps) {
        expect(step).not.toHaveProperty('policies');
        expect(step).not.toHaveProperty('gradientCosine');
      }
    }
  });

  test('are the same with none in the chain as without', () => {
    expect(run([{ type: 'none' }, clipByNorm]).events).toEqual(run([clipByNorm]).events);
    expect(run([{ type: 'none' }]).events).toEqual(run([]).events);
    expect(run([]).end.gradient).not.toHaveProperty('policies');
  });

  test('say what each of several policies left, and how far they turned the gradient', () => {
    const { steps } = run([clipByNorm, noise]);
    for (const { policies, clipped, gradientNorm, gradientNormAfter, gradientCosine } of steps) {
      expect(policies).toEqual([
        { acted: clipped, norm: expect.closeTo(Math.min(gradientNorm, 0.2), 6) },
        { acted: true, norm: gradientNormAfter },
      ]);
      expect(gradientCosine).toBeLessThan(1);
      expect(gradientCosine).toBeGreaterThan(0);
    }
  });

  test('end with means over the steps in which each policy acted', () => {
    const { steps, end } = run([{ type: 'clipByNorm', maxNorm: 0.4 }, noise]);
    const summaryOf = (
      type: string,
      acted: readonly StepEvent[],
      before: (step: StepEvent) => number,
      after: (step: StepEvent) => number,
    ): PolicySummary => ({
      type,
      actedFraction: acted.length / steps.length,
      normBeforeMean: mean(acted.map(before)),
      normAfterMean: mean(acted.map(after)),
      cosineMean:
        type === 'noise' ? mean(acted.map(({ gradientCosine }) => gradientCosine!)) : null,
    });
    const clipped = steps.filter((step) => step.clipped);
    expect(clipped.length).toBeGreaterThan(0);
    expect(clipped.length).toBeLessThan(steps.length);
    const between = ({ policies }: StepEvent) => policies![0]!.norm;
    expect(end.gradient.policies).toEqual([
      summaryOf('clipByNorm', clipped, ({ gradientNorm }) => gradientNorm, between),
      summaryOf('noise', steps, between, ({ gradientNormAfter }) => gradientNormAfter),
    ]);
    expect(end.gradient.clippedFraction).toBe(clipped.length / steps.length);
  });

  test('end with null for a policy that never acted', () => {
    const { end } = run([{ type: 'clipByValue', maxValue: 1e6 }]);
    expect(end.gradient.policies).toEqual([
      {
        type: 'clipByValue',
        actedFraction: 0,
        normBeforeMean: null,
        normAfterMean: null,
        cosineMean: null,
      },
    ]);
  });
});

describe.each(precisions)('shrinkRecurrent in %s', (precision) => {
  /** Linear units whose recurrent weights blow everything up until they have shrunk. */
  const exploding = (policy: readonly Config[], steps = 400) =>
    setupOf(
      temporalOrder(
        { steps, batchSize: 4, policy, optimizer: { type: 'sgd', learningRate: 1 } },
        {
          precision,
          evaluation: { every: 1e6, size: 4 },
          task: { type: 'temporalOrder', length: 400 },
          model: {
            layers: [
              { type: 'elman', hiddenSize: 5, activation: 'linear' },
              { type: 'elman', hiddenSize: 4, activation: 'tanh' },
            ],
            initializer: { type: 'orthogonal', gain: 12 },
          },
        },
      ),
    );
  const rule = { type: 'nonFinite', action: 'shrinkRecurrent' };
  const clip = { type: 'clipByNorm', maxNorm: 1 };

  test('lets a run go on that ends as diverged without it', () => {
    expect(endOf(eventsOf(exploding([clip]))).outcome).toBe('diverged');
    const events = eventsOf(exploding([rule, clip]));
    const { outcome, gradient } = endOf(events);
    expect(outcome).toBe('completed');
    const replaced = stepsOf(events).filter(({ policies }) => policies![0]!.acted);
    expect(replaced.length).toBeGreaterThan(5);
    expect(replaced.length).toBeLessThan(400);
    expect(stepsOf(events).at(-1)!.loss).toBeLessThan(10);
    expect(gradient.policies![0]).toMatchObject({
      type: 'nonFinite',
      actedFraction: replaced.length / 400,
    });
    for (const { clipped, skipped, gradientNorm } of replaced) {
      expect({ clipped, skipped }).toEqual({ clipped: true, skipped: false });
      expect(gradientNorm <= 1e10).toBe(false);
    }
  });

  test('takes 2% off every recurrent matrix and nothing off the rest', () => {
    const setup = exploding([rule], 1);
    const before = setup.network.parameters.tensors.map((tensor) => setup.arena.read(tensor));
    const [step] = train(setup, { interrupted: false });
    expect(step).toMatchObject({ type: 'step', clipped: true });
    setup.network.parameters.tensors.forEach((tensor, index) => {
      const factor = tensor.name.endsWith('Whh') ? 0.98 : 1;
      const after = setup.arena.read(tensor);
      const expected = before[index]!.map((value) => value * factor);
      const off = after.map((value, i) => value - expected[i]!);
      expect(norm(off)).toBeLessThanOrEqual(factor === 1 ? 0 : 1e-6 * norm(expected));
    });
    expect(parametersOf(setup)).not.toEqual(before.flat());
  });

  test('does not hide parameters that are not finite', () => {
    const setup = exploding([rule]);
    const [matrix] = setup.network.parameters.tensors.filter(({ name }) => name.endsWith('Whh'));
    setup.arena.elements[setup.arena.indexOf(matrix!, 0, 0)] = Number.NaN;
    expect(endOf(eventsOf(setup))).toMatchObject({
      outcome: 'diverged',
      step: 1,
      divergence: { quantity: 'parameter', tensor: matrix!.name },
    });
  });
});
