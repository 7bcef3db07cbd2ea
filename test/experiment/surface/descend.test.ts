// Descents: the paper's single steps, each outcome, and the same path as a plain loop and as training.
import { describe, expect, it } from 'vitest';
import { createRun } from '../../../src/experiment/createRun.ts';
import { type DescentOptions, descend } from '../../../src/experiment/surface/descend.ts';
import type { Evaluator } from '../../../src/experiment/surface/evaluator.ts';
import type { DescentPath, Place, Surface } from '../../../src/experiment/surface/surface.ts';
import { createToyEvaluator } from '../../../src/experiment/surface/toyEvaluator.ts';
import { allKernels } from '../../helpers/kernels.ts';
import { axis, lecture, paper, paperRequest, sweepHere } from './toys.ts';

const toy = createToyEvaluator(paper, 'reference');
const { surface } = await sweepHere(paperRequest(101));
const steepest: Place = { x: 5, y: -2.61234136 };
const sgd = (learningRate: number, momentum = 0, nesterov = false) =>
  ({ type: 'sgd', learningRate, momentum, nesterov }) as const;

const from = (
  start: Place,
  maxNorm: number | null,
  steps: number,
  optimizer: DescentOptions['optimizer'] = sgd(0.1),
): DescentPath => descend(toy, surface, { start, maxNorm, steps, optimizer });

describe('one step from the steepest point at w = 5', () => {
  it('without clipping leaves the window by far', () => {
    const [first, last] = from(steepest, null, 1).steps;
    expect(first).toMatchObject({ step: 0, ...steepest, clipped: false });
    expect(first?.gradientNorm).toBeCloseTo(6773.1, 1);
    const [x, y] = [last!.x, last!.y];
    expect(Math.hypot(x - 5, y + 2.61234136)).toBeCloseTo(677.31, 2);
    expect(x).toBeCloseTo(362.77, 2);
    expect(y).toBeCloseTo(572.5, 2);
    expect(last?.cost).toBeCloseTo(0.09, 12);
  });

  it.each([
    [1, 0.02586525],
    [0.1, 0.01215804],
  ])('clipped at %s stays close', (maxNorm, cost) => {
    const [first, last] = from(steepest, maxNorm, 1).steps;
    expect(first).toMatchObject({ clipped: true });
    expect(first?.gradientNorm).toBeCloseTo(6773.1, 1);
    expect(Math.hypot(last!.x - 5, last!.y + 2.61234136)).toBeCloseTo(0.1 * maxNorm, 12);
    expect(last?.cost).toBeCloseTo(cost, 8);
    expect(last?.clipped).toBe(false);
  });
});

describe('the outcome of a descent', () => {
  it('is the valley where it ends with almost the least cost', () => {
    const path = from({ x: 5.5, y: -2.5 }, 0.1, 500, sgd(0.5));
    expect(path.outcome).toBe('valley');
    expect(path.steps.at(-1)?.cost).toBeLessThan(0.01);
    expect(path).toMatchObject({ maxNorm: 0.1, optimizer: 'sgd', learningRate: 0.5 });
  });

  it('is thrown where one step was far too long, wherever it landed', () => {
    const path = from(steepest, null, 20);
    expect(path.outcome).toBe('thrown');
    expect(path.longestFrom).toBe(0);
  });

  it('is under way where the steps ran out', () => {
    expect(from({ x: 4.5, y: -1.9 }, 1, 3, sgd(0.01)).outcome).toBe('underWay');
  });

  it('is diverged where numbers are no longer finite, and the path ends there', () => {
    const source = { ...paper, activation: 'linear', steps: 50 } as const;
    const start = { x: 5, y: -2 };
    const path = descend(createToyEvaluator(source, 'reference'), surface, {
      start,
      maxNorm: null,
      optimizer: sgd(1),
      steps: 40,
    });
    expect(path.outcome).toBe('diverged');
    expect(path.steps.length).toBeLessThan(40);
    const areNumbers = path.steps.map(
      ({ cost, gradientNorm }) => Number.isFinite(cost) && Number.isFinite(gradientNorm),
    );
    expect(areNumbers.indexOf(false)).toBe(path.steps.length - 1);
  });

  it('is told by the share of the window a step crosses', () => {
    const slope: Evaluator = {
      evaluate: () => ({
        cost: Float64Array.of(1),
        dx: Float64Array.of(1),
        dy: Float64Array.of(0),
        gradientNorm: Float64Array.of(1),
      }),
    };
    const window = { ...surface, x: axis('w', 0, 10, 101), y: axis('b', 1, 0, 101) };
    const outcome = (learningRate: number) =>
      descend(slope, window, {
        start: { x: 5, y: 0.5 },
        maxNorm: null,
        optimizer: sgd(learningRate),
        steps: 1,
      }).outcome;
    // Half the diagonal of a square of windows.
    expect(outcome(7.07)).toBe('underWay');
    expect(outcome(7.08)).toBe('thrown');
  });
});

describe('a descent', () => {
  it('of no steps is its start', () => {
    const path = from({ x: 5, y: -2 }, 0.01, 0);
    expect(path.steps).toHaveLength(1);
    expect(path.steps[0]).toMatchObject({ step: 0, x: 5, y: -2, clipped: false });
    expect(path.longestFrom).toBeNull();
  });

  it.each(allKernels)('takes the same path over the surface of %s', (kernels) => {
    const other = createToyEvaluator(paper, kernels);
    const options = { start: { x: 5.5, y: -2.5 }, maxNorm: 0.1, optimizer: sgd(0.5), steps: 100 };
    expect(descend(other, surface, options)).toEqual(descend(toy, surface, options));
  });

  it('goes alike where the axes change places', () => {
    const swapped: Surface = { ...surface, x: surface.y, y: surface.x };
    const options = { maxNorm: 0.1, optimizer: sgd(0.5), steps: 100 };
    const path = from({ x: 5.5, y: -2.5 }, 0.1, 100, sgd(0.5));
    const other = descend(
      createToyEvaluator({ ...paper, xIsRecurrent: false }, 'reference'),
      swapped,
      { ...options, start: { x: -2.5, y: 5.5 } },
    );
    const turned = other.steps.map(({ x, y, ...rest }) => ({ ...rest, x: y, y: x }));
    expect(turned).toEqual(path.steps);
  });
});

/** Descends by a plain loop: the gradient, clipped, through an update. */
function plainPath(
  start: Place,
  maxNorm: number,
  steps: number,
  update: (gradient: readonly [number, number], step: number) => readonly [number, number],
): Place[] {
  let [x, y] = [start.x, start.y];
  const path = [{ x, y }];
  for (let step = 1; step <= steps; step++) {
    const { dx, dy, gradientNorm } = toy.evaluate(Float64Array.of(x), Float64Array.of(y));
    const factor = gradientNorm[0]! > maxNorm ? maxNorm / gradientNorm[0]! : 1;
    const [byX, byY] = update([dx[0]! * factor, dy[0]! * factor], step);
    x -= byX;
    y -= byY;
    path.push({ x, y });
  }
  return path;
}

const each = (run: (axis: 0 | 1) => number): [number, number] => [run(0), run(1)];

function expectPath(path: DescentPath, expected: readonly Place[]): void {
  expect(path.steps).toHaveLength(expected.length);
  path.steps.forEach(({ x, y }, n) => {
    expect(x, `x after ${n}`).toBeCloseTo(expected[n]!.x, 10);
    expect(y, `y after ${n}`).toBeCloseTo(expected[n]!.y, 10);
  });
}

describe('a descent and a plain loop agree', () => {
  const start = { x: 5.2, y: -2.2 };

  it('without momentum', () => {
    const expected = plainPath(start, 0.05, 60, (gradient) => each((n) => 0.3 * gradient[n]));
    expectPath(from(start, 0.05, 60, sgd(0.3)), expected);
  });

  it.each([false, true])('with momentum, Nesterov %s', (nesterov) => {
    const v = [0, 0];
    const expected = plainPath(start, 0.05, 60, (gradient) =>
      each((n) => {
        v[n] = 0.9 * v[n]! + gradient[n];
        return 0.05 * (nesterov ? gradient[n] + 0.9 * v[n]! : v[n]!);
      }),
    );
    expectPath(from(start, 0.05, 60, sgd(0.05, 0.9, nesterov)), expected);
  });

  it('with Adam', () => {
    const [m, s] = [
      [0, 0],
      [0, 0],
    ];
    const expected = plainPath(start, 0.05, 60, (gradient, step) =>
      each((n) => {
        m[n] = 0.9 * m[n]! + 0.1 * gradient[n];
        s[n] = 0.999 * s[n]! + 0.001 * gradient[n] ** 2;
        const mean = m[n]! / (1 - 0.9 ** step);
        return (0.01 * mean) / (Math.sqrt(s[n]! / (1 - 0.999 ** step)) + 1e-8);
      }),
    );
    const adam = { type: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    expectPath(from(start, 0.05, 60, adam as DescentOptions['optimizer']), expected);
  });
});

describe('a descent and a training of the same unit', () => {
  it.each([
    ['paper', { w: 5.5, b: -2.5 }],
    ['lecture', { wr: 4.6, wi: -1.9 }],
  ] as const)(
    'agree in the %s form: costs in bits, gradients but for rounding',
    async (form, values) => {
      const run = await createRun({
        precision: 'f64',
        task: { type: 'toy', form },
        model: { initializer: { type: 'values', values } },
        training: {
          steps: 50,
          optimizer: { type: 'sgd', learningRate: 0.5 },
          policy: [{ type: 'clipByNorm', maxNorm: 0.1 }],
        },
      });
      const trained: number[][] = [];
      const place = () => [
        run.parameters['layers.0.Whh']![0]![0]!,
        run.parameters['layers.0.Wxh']![0]![0]!,
      ];
      let before = place();
      for (const event of run.events()) {
        if (event.type !== 'step') continue;
        trained.push([...before, event.loss, event.gradientNorm]);
        before = place();
      }
      const [x = 0, y = 0] = Object.values(values);
      const source = form === 'paper' ? paper : lecture;
      const path = descend(createToyEvaluator(source, 'reference'), surface, {
        start: { x, y },
        maxNorm: 0.1,
        optimizer: sgd(0.5),
        steps: 50,
      });
      expect(trained).toHaveLength(50);
      const { evaluate } = createToyEvaluator(source, 'reference');
      trained.forEach(([w, u, loss, norm], step) => {
        const { cost, gradientNorm } = evaluate(Float64Array.of(w!), Float64Array.of(u!));
        expect(cost[0], `cost of step ${step}`).toBe(loss);
        // Training multiplies from the last time step back, the surface from the first on.
        expect(Math.abs(gradientNorm[0]! - norm!)).toBeLessThan(1e-13 * norm!);
      });
      [...trained, before].forEach(([w, u], step) => {
        expect(Math.abs(path.steps[step]!.x - w!), `step ${step}`).toBeLessThan(1e-12);
        expect(Math.abs(path.steps[step]!.y - u!), `step ${step}`).toBeLessThan(1e-12);
      });
    },
  );
});
