// The library's sweep: defaults, numbers, errors.
import { describe, expect, it } from 'vitest';
import { ConfigurationError, sweep } from '../../src/index.ts';

describe('sweep', () => {
  it("has the windows and the costs of the paper's toy", async () => {
    const x = { min: 5, max: 5, count: 1 };
    const y = { min: -2.613, max: -2.612, count: 2 };
    const { surface, refinement, paths } = await sweep({ form: 'paper', x, y });
    expect(surface.x).toEqual({ name: 'w', min: 5, max: 5, count: 1 });
    expect(surface.y.name).toBe('b');
    expect([...surface.cost].map((cost) => Number(cost.toFixed(6)))).toEqual([0.341571, 0.008476]);
    expect(refinement).toBeNull();
    expect(paths).toEqual([]);
  });

  it("sweeps the lecture's unit over its own window", async () => {
    const { surface } = await sweep({ form: 'lecture' });
    expect([surface.x.name, surface.y.name]).toEqual(['wr', 'wi']);
    expect(surface.cost).toHaveLength(201 * 201);
  });

  it('refines and descends where it is asked to', async () => {
    const { refinement, paths } = await sweep({
      form: 'paper',
      x: { min: 5, max: 5, count: 1 },
      y: { min: -2.9, max: -1.9, count: 101 },
      refine: { budget: 10_000 },
      descents: [
        {
          start: { x: 5, y: -2.61234136 },
          maxNorm: 1,
          optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false },
          steps: 1,
        },
      ],
    });
    expect(refinement?.steepest.gradientNorm).toBeCloseTo(6773.1, 1);
    expect(paths[0]?.steps[1]?.cost).toBeCloseTo(0.02586525, 8);
  });

  it.each([
    [{ form: 'toString' }, /form: expected lecture or paper, got toString/],
    [{ form: 'paper', steps: -1 }, /steps: expected a whole number/],
    [{ form: 'paper', steps: 1.5 }, /steps: expected a whole number/],
    [{ form: 'paper', target: Number.NaN }, /target: expected a finite number/],
    [{ form: 'paper', activation: 'softsign' }, /activation: expected one of sigmoid/],
    [{ form: 'paper', precision: 'f16' }, /precision: expected f32 or f64/],
    [{ form: 'paper', x: { min: 1, max: 1, count: 2 } }, /w: expected finite ends that differ/],
    [{ form: 'paper', y: { min: 0, max: 1, count: 0 } }, /b: expected finite ends that differ/],
    [{ form: 'paper', x: { min: 0, max: 1, count: 1e7 } }, /need about .* limit/],
  ])('refuses %o', async (input, message) => {
    const asked = async () => sweep(input as Parameters<typeof sweep>[0]);
    await expect(asked()).rejects.toThrow(message);
    await expect(asked()).rejects.toBeInstanceOf(ConfigurationError);
  });
});
