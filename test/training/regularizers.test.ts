import { describe, expect, test } from 'vitest';
import { alphaFactor } from '../../src/training/regularizers/alphaSchedule.ts';
import {
  type Config,
  endOf,
  eventsOf,
  parametersOf,
  setupOf,
  stepsOf,
  temporalOrder,
} from './runs.ts';

const regularized = (regularizer: Config, more: Config = {}): Config =>
  temporalOrder({ steps: 12, regularizer, ...more });

const each: readonly (readonly [string, Config])[] = [
  ['omega', { type: 'omega' }],
  ['l2', { type: 'l2', lambda: 0.1 }],
  ['stabilizer', { type: 'stabilizer' }],
];

describe('a regularizer', () => {
  test.each(each)('%s says what it added in every step and on average', (_, regularizer) => {
    const events = eventsOf(setupOf(regularized(regularizer)));
    const penalties = stepsOf(events).map(({ penalty }) => penalty ?? Number.NaN);
    expect(penalties.every((penalty) => penalty > 0 && penalty < Infinity)).toBe(true);
    const mean = penalties.reduce((sum, penalty) => sum + penalty, 0) / penalties.length;
    expect(endOf(events).penaltyMean).toBeCloseTo(mean, 12);
  });

  test('of type none is not spoken of', () => {
    const events = eventsOf(setupOf(regularized({ type: 'none' })));
    expect(stepsOf(events).some((event) => 'penalty' in event)).toBe(false);
    expect(endOf(events)).not.toHaveProperty('penaltyMean');
  });

  test.each(each)(
    '%s leaves the loss of the first step and changes what follows',
    (_, regularizer) => {
      const plain = setupOf(regularized({ type: 'none' }));
      const other = setupOf(regularized(regularizer));
      const [before, after] = [stepsOf(eventsOf(plain)), stepsOf(eventsOf(other))];
      expect(after[0]?.loss).toBe(before[0]?.loss);
      expect(after[0]?.gradientNorm).not.toBe(before[0]?.gradientNorm);
      expect(parametersOf(other)).not.toEqual(parametersOf(plain));
    },
  );

  test.each([
    ['omega', { type: 'omega', alpha: 0 }],
    ['l2', { type: 'l2', lambda: 0 }],
    ['stabilizer', { type: 'stabilizer', beta: 0 }],
  ])('%s with weight 0 trains as none does', (_, regularizer) => {
    const plain = setupOf(regularized({ type: 'none' }));
    const other = setupOf(regularized(regularizer));
    const steps = stepsOf(eventsOf(other));
    expect(steps.every(({ penalty }) => penalty === 0)).toBe(true);
    const losses = stepsOf(eventsOf(plain)).map(({ loss }) => loss);
    expect(steps.map(({ loss }) => loss)).toEqual(losses);
    expect(parametersOf(other)).toEqual(parametersOf(plain));
  });

  test('comes before the policies, so that it is clipped with the gradient', () => {
    const policy = [{ type: 'clipByNorm', maxNorm: 0.01 }];
    const steps = stepsOf(eventsOf(setupOf(regularized({ type: 'l2', lambda: 100 }, { policy }))));
    for (const { gradientNorm, gradientNormAfter } of steps) {
      expect(gradientNorm).toBeGreaterThan(1);
      expect(gradientNormAfter).toBeCloseTo(0.01, 6);
    }
  });

  test('that is not finite shows in the gradient norm and ends the run', () => {
    const config = regularized({ type: 'omega', alpha: 1e300 }, { policy: [] });
    const events = eventsOf(setupOf(config));
    expect(endOf(events)).toMatchObject({
      outcome: 'diverged',
      divergence: { step: 1, quantity: 'gradient', tensor: 'layers.0.Whh' },
    });
    expect(stepsOf(events)[0]?.gradientNorm).not.toBeLessThan(Infinity);
  });
});

describe('Ω', () => {
  test('adds nothing where no error arrives, and no NaN', () => {
    const model = { layers: [{ type: 'elman', hiddenSize: 6 }], initializer: { type: 'zeros' } };
    for (const reduction of ['activeMean', 'sum']) {
      // Without a readout's weights dL/dh is zero everywhere.
      const config = temporalOrder(
        { steps: 1, regularizer: { type: 'omega', reduction } },
        { model },
      );
      expect(stepsOf(eventsOf(setupOf(config)))[0]).toMatchObject({ penalty: 0 });
    }
  });

  test('brings a gradient to the beginning that clipping alone leaves at nothing', () => {
    const config = (regularizer: Config): Config =>
      temporalOrder(
        { steps: 400, regularizer, batchSize: 20 },
        {
          task: { type: 'temporalOrder', length: 60 },
          model: { layers: [{ type: 'elman', hiddenSize: 20 }] },
          evaluation: { every: 1000, size: 20 },
        },
      );
    const share = (regularizer: Config): number => {
      const last = eventsOf(setupOf(config(regularizer))).findLast(
        (event) => event.type === 'stateGradient',
      );
      const norms = last?.layers[0] ?? [];
      return norms[0]! / norms.at(-1)!;
    };
    expect(share({ type: 'none' })).toBeLessThan(1e-15);
    expect(share({ type: 'omega' })).toBeGreaterThan(1e-4);
  });
});

test('alpha falls as one over the number of periods begun', () => {
  const factors = [1, 2, 3, 4, 5, 6, 7].map((step) =>
    alphaFactor({ type: 'inverseTime', every: 3 }, step),
  );
  expect(factors).toEqual([1, 1, 1, 1 / 2, 1 / 2, 1 / 2, 1 / 3]);
  expect(alphaFactor({ type: 'constant' }, 1000)).toBe(1);
});
