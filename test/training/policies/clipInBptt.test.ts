// Clipping inside BPTT: what reaches the beginning is bounded, and the chain says how often it acted.
import { describe, expect, test } from 'vitest';
import { build } from '../../../src/experiment/build.ts';
import { loadConfigValue } from '../../../src/experiment/load/loadConfig.ts';
import { policySentence } from '../../../src/report/policySentence.ts';
import type { StateGradientEvent, StepEvent } from '../../../src/training/events.ts';
import { train } from '../../../src/training/train.ts';

const LIMIT = 0.01;

/** A network whose error signal grows on its way back. */
function run(policy: readonly object[], layer: object = { type: 'elman', activation: 'linear' }) {
  const config = {
    precision: 'f64',
    task: { type: 'temporalOrder', length: 30 },
    model: {
      layers: [{ hiddenSize: 12, ...layer }],
      initializer: { type: 'orthogonal', gain: 1.2 },
    },
    training: { batchSize: 5, steps: 3, optimizer: { type: 'sgd', learningRate: 1e-6 }, policy },
  };
  const loaded = loadConfigValue(config, { file: 'test' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  const events = [...train(build(loaded.spec, '128'), { interrupted: false })];
  const steps = events.filter((event): event is StepEvent => event.type === 'step');
  const states = events.find(
    (event): event is StateGradientEvent => event.type === 'stateGradient',
  );
  const end = events.find((event) => event.type === 'end');
  return { steps, states: states!.layers, policies: end?.gradient.policies };
}

describe('clipping inside BPTT', () => {
  test('by norm keeps ‖dL/dh_t‖ at the limit at every step', () => {
    const [free] = run([]).states;
    const [clipped] = run([{ type: 'clipInBptt', limit: LIMIT }]).states;
    expect(Math.max(...free!)).toBeGreaterThan(10 * LIMIT);
    expect(Math.max(...clipped!)).toBeLessThan(LIMIT * (1 + 1e-12));
    expect(clipped!.filter((norm) => norm > LIMIT * (1 - 1e-12)).length).toBeGreaterThan(25);
  });

  test('by value keeps every element within the limit', () => {
    const [clipped] = run([{ type: 'clipInBptt', by: 'value', limit: 1e-4 }]).states;
    expect(Math.max(...clipped!)).toBeLessThanOrEqual(1e-4 * Math.sqrt(12 * 5) * (1 + 1e-12));
    expect(Math.max(...clipped!)).toBeGreaterThan(1e-4);
  });

  test.each(['elman', 'lstm', 'gru'])('acts in %s layers, in both directions', (type) => {
    const policy = [{ type: 'clipInBptt', limit: 1e-5 }];
    const { states } = run(policy, { type, bidirectional: true });
    // Both directions together, each within the limit.
    expect(Math.max(...states[0]!)).toBeLessThanOrEqual(1e-5 * Math.SQRT2 * (1 + 1e-12));
  });

  test('with a limit out of reach changes nothing', () => {
    const norms = (policy: object[]) => run(policy).steps.map(({ gradientNorm }) => gradientNorm);
    expect(norms([{ type: 'clipInBptt', limit: 1e9 }])).toEqual(norms([]));
    expect(run([{ type: 'clipInBptt', limit: 1e9 }]).policies).toMatchObject([
      { type: 'clipInBptt', actedFraction: 0 },
    ]);
  });

  test('is reported with the share of updates it acted in', () => {
    const { steps, policies } = run([{ type: 'clipInBptt', limit: LIMIT }]);
    expect(steps.every(({ clipped }) => clipped)).toBe(true);
    expect(policies).toMatchObject([{ type: 'clipInBptt', actedFraction: 1 }]);
  });

  test('is told in the closing line by its share alone, the policy after it by its effect too', () => {
    const clips = [
      { type: 'clipInBptt', limit: LIMIT },
      { type: 'clipByNorm', maxNorm: 1e-3 },
    ];
    const { steps, policies } = run(clips);
    const [inside, whole] = policies!;
    expect(inside).toEqual({
      type: 'clipInBptt',
      actedFraction: 1,
      normBeforeMean: null,
      normAfterMean: null,
      cosineMean: null,
    });
    expect(whole!.normBeforeMean).toBeGreaterThan(whole!.normAfterMean!);
    expect(policySentence(policies!)).toMatch(
      /^clipInBptt acted in 100% of steps, clipByNorm in 100% \(norm \S+ to 0\.001\)$/,
    );
    expect(steps[0]).not.toHaveProperty('gradientCosine');
  });

  test('is refused beside omega, which needs the errors as they are', () => {
    const config = {
      task: { type: 'temporalOrder' },
      training: { regularizer: { type: 'omega' }, policy: [{ type: 'clipInBptt' }] },
    };
    const result = loadConfigValue(config, { file: 'test' });
    expect(result.ok ? [] : result.issues).toMatchObject([{ path: 'training.policy.0.type' }]);
  });
});
