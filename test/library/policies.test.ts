import { describe, expect, test } from 'vitest';
import { type OwnPolicy, type SpecInput, type StepEvent, train } from '../../src/index.ts';

function configOf(policy: NonNullable<SpecInput['training']>['policy'] = []): SpecInput {
  return {
    task: { type: 'temporalOrder', length: 20 },
    precision: 'f64',
    model: { layers: [{ type: 'elman', hiddenSize: 8 }] },
    training: { steps: 10, batchSize: 5, policy },
  };
}

async function stepsWith(config: SpecInput, policies: readonly OwnPolicy[]) {
  const steps: StepEvent[] = [];
  const trained = await train(config, {
    policies,
    onEvent: (event) => {
      if (event.type === 'step') steps.push(event);
    },
  });
  return { steps, trained };
}

/** The built-in policy as a user would write it. */
const clipByNorm =
  (maxNorm: number): OwnPolicy =>
  ({ gradient, norm }) => {
    if (!(norm > maxNorm)) return 'kept';
    const factor = maxNorm / norm;
    for (const row of Object.values(gradient).flat()) {
      for (let j = 0; j < row.length; j++) row[j]! *= factor;
    }
    return 'changed';
  };

describe('a policy of one’s own', () => {
  test('can do what a built-in one does, with the same bits', async () => {
    const own = await stepsWith(configOf(), [clipByNorm(0.1)]);
    const builtIn = await stepsWith(configOf([{ type: 'clipByNorm', maxNorm: 0.1 }]), []);
    const { policies: ours, ...gradient } = own.trained.gradient;
    const { policies: theirs, ...same } = builtIn.trained.gradient;
    expect({ ...own.trained, gradient }).toEqual({ ...builtIn.trained, gradient: same });
    expect(gradient.clippedFraction).toBe(1);
    expect(own.steps.map(({ gradientCosine: _, ...step }) => step)).toEqual(builtIn.steps);
    // It might have turned the gradient, so the angle is measured; it is nothing but rounding.
    for (const { gradientCosine } of own.steps) expect(gradientCosine).toBeCloseTo(1, 14);
    expect(ours).toEqual([{ ...theirs?.[0], type: 'own', cosineMean: ours?.[0]?.cosineMean }]);
    expect(ours?.[0]?.cosineMean).toBeCloseTo(1, 14);
  });

  test('sees gradient and parameters by name, without padding', async () => {
    let seen: string[] = [];
    const look: OwnPolicy = ({ gradient, parameters, norm }) => {
      const squares = Object.values(gradient)
        .flat()
        .flatMap((row) => [...row])
        .reduce((sum, value) => sum + value * value, 0);
      expect(Math.sqrt(squares)).toBeCloseTo(norm, 12);
      seen = Object.entries(parameters).map(
        ([name, rows]) => `${name} ${rows.length}x${rows[0]?.length}`,
      );
      return 'kept';
    };
    const { steps } = await stepsWith(configOf(), [look]);
    expect(seen).toContain('layers.0.Wxh 6x8');
    expect(steps.every(({ clipped }) => !clipped)).toBe(true);
  });

  test('comes after those of the config', async () => {
    const norms: number[] = [];
    const look: OwnPolicy = ({ norm }) => {
      norms.push(norm);
      return 'kept';
    };
    await stepsWith(configOf([{ type: 'clipByNorm', maxNorm: 0.01 }]), [look]);
    for (const norm of norms) expect(norm).toBeCloseTo(0.01, 14);
  });

  test('leaves updates out when it says so', async () => {
    const { steps, trained } = await stepsWith(configOf(), [() => 'skip']);
    expect(steps.every(({ skipped }) => skipped)).toBe(true);
    const untouched = await train({
      ...configOf(),
      training: { ...configOf().training, steps: 0 },
    });
    expect(trained.parameters).toEqual(untouched.parameters);
  });

  test('that says nothing is refused', async () => {
    const silent = (() => undefined) as unknown as OwnPolicy;
    await expect(stepsWith(configOf(), [silent])).rejects.toThrow(
      'own policy: expected one of kept, changed, perturbed, replaced, skip, got undefined',
    );
  });
});
