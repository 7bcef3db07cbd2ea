// The lecture's and the paper's toy against numbers computed elsewhere (f64).
import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/math/random.ts';
import { train } from '../../src/training/train.ts';
import { eventsOf, parametersOf, setupOf, stepsOf } from './runs.ts';

interface Point {
  readonly cost: number;
  /** Derivatives by the recurrent and by the input weight. */
  readonly gradient: readonly [number, number];
  readonly norm: number;
}

const paper = (w: number, b: number) => ({ form: 'paper', values: { w, b } });
const lecture = (wr: number, wi: number) => ({ form: 'lecture', values: { wr, wi } });

type Toy = ReturnType<typeof paper> | ReturnType<typeof lecture>;

const configOf = ({ form, values }: Toy, training: object = {}) => ({
  task: { type: 'toy', form },
  model: { initializer: { type: 'values', values } },
  training,
});

/** Cost and gradient at a point. */
function evaluateAt(toy: Toy, kernels: 'reference' | '128' = 'reference'): Point {
  const { network, task, arena } = setupOf(configOf(toy), { kernels });
  task.training(openStream(1, 'train')).next(network.batch);
  const cost = network.forward('train');
  network.backward();
  const [input, recurrent] = network.gradient.tensors.map((tensor) => arena.read(tensor)[0]!);
  return {
    cost,
    gradient: [recurrent!, input!],
    norm: Math.hypot(recurrent!, input!),
  };
}

/** Cost by the equation as it is printed. */
function costByHand(start: number, recurrent: number, input: number): number {
  let state = start;
  for (let t = 0; t < 50; t++) state = 1 / (1 + Math.exp(-(recurrent * state + input)));
  return (state - 0.7) ** 2;
}

/** Where one step of plain descent goes. */
function step(toy: Toy, policy: readonly object[]): { point: [number, number]; length: number } {
  const optimizer = { type: 'sgd', learningRate: 0.1 };
  const setup = setupOf(configOf(toy, { steps: 1, optimizer, policy }));
  const [event] = stepsOf(eventsOf(setup));
  const [input, recurrent] = parametersOf(setup);
  return { point: [recurrent!, input!], length: 0.1 * event!.gradientNormAfter };
}

const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);

describe('the paper form', () => {
  test.each([
    [5, -2.613, 0.341571],
    [5, -2.612, 0.008476],
    [5, -2.0, 0.05558549],
    [5, -2.61234136, undefined],
  ])('costs at w = %d, b = %d what the equation gives', (w, b, known) => {
    const { cost } = evaluateAt(paper(w, b));
    if (known !== undefined) expect(Math.abs(cost - known)).toBeLessThan(1e-6);
    expect(cost).toBeCloseTo(costByHand(1 / (1 + Math.exp(-0.5)), w, b), 6);
  });

  test.each([
    [4.6, -2.3642758, 315.72],
    [4.8, -2.48802303, 1396.3],
    [5.0, -2.61234136, 6773.1],
    [5.2, -2.73679736, 34242],
    [5.4, -2.86128213, 173677],
  ])('is as steep at w = %d, b = %d as known: %d', (w, b, norm) => {
    expect(relative(evaluateAt(paper(w, b)).norm, norm)).toBeLessThan(5e-5);
  });

  test('is flat away from the wall', () => {
    expect(relative(evaluateAt(paper(5, -2)).norm, 0.05549566)).toBeLessThan(1e-6);
  });

  test('has its wall at b = 0.5 - 0.6224593·w: on its two sides costs differ', () => {
    for (const w of [4.6, 4.8, 5, 5.2]) {
      const wall = 0.5 - 0.6224593 * w;
      const below = evaluateAt(paper(w, wall - 0.02)).cost;
      const above = evaluateAt(paper(w, wall + 0.02)).cost;
      expect(below).toBeGreaterThan(0.2);
      expect(above).toBeLessThan(0.07);
    }
  });

  test('gives the same bits with SIMD kernels', () => {
    expect(evaluateAt(paper(5, -2.61234136), '128')).toEqual(evaluateAt(paper(5, -2.61234136)));
  });
});

describe('one step from the steepest point at w = 5', () => {
  const steepest = paper(5, -2.61234136);

  test('without clipping flies far off the wall', () => {
    const { point, length } = step(steepest, []);
    expect(length).toBeCloseTo(677.31, 1);
    expect(point[0]).toBeCloseTo(362.77, 1);
    expect(point[1]).toBeCloseTo(572.5, 1);
    expect(evaluateAt(paper(...point)).cost).toBeCloseTo(0.09, 10);
  });

  test.each([
    [1, 0.02586525],
    [0.1, 0.01215804],
  ])('clipped at %d stays near it, at cost %d', (maxNorm, cost) => {
    const { point, length } = step(steepest, [{ type: 'clipByNorm', maxNorm }]);
    expect(length).toBeCloseTo(0.1 * maxNorm, 14);
    expect(Math.hypot(point[0] - 5, point[1] + 2.61234136)).toBeCloseTo(0.1 * maxNorm, 12);
    expect(relative(evaluateAt(paper(...point)).cost, cost)).toBeLessThan(1e-4);
  });
});

describe('the lecture form', () => {
  test.each([
    [3, -1],
    [5, -2.4],
    [5, -2.6],
    [0.5, 0.25],
  ])('costs at wr = %d, wi = %d what the equation gives', (wr, wi) => {
    expect(evaluateAt(lecture(wr, wi)).cost).toBeCloseTo(costByHand(0.5, wr, wi), 10);
  });

  test('starts at 0.5: with wi = -wr/2 the state never moves', () => {
    for (const wr of [4.5, 5, 6]) {
      expect(evaluateAt(lecture(wr, -wr / 2)).cost).toBeCloseTo(0.04, 12);
    }
  });

  test('has its wall at wi = -wr/2 where wr > 4: gradients explode there and nowhere near', () => {
    for (const wr of [4.5, 5, 5.5]) {
      const on = evaluateAt(lecture(wr, -wr / 2));
      const below = evaluateAt(lecture(wr, -wr / 2 - 0.02));
      const above = evaluateAt(lecture(wr, -wr / 2 + 0.02));
      expect(on.norm).toBeGreaterThan(30 * Math.max(below.norm, above.norm));
      expect(below.cost).toBeGreaterThan(0.2);
      expect(above.cost).toBeLessThan(0.07);
    }
    expect(evaluateAt(lecture(3, -1.5)).norm).toBeLessThan(1);
  });

  test('is on the wall as steep as the geometric series of its slopes says', () => {
    // At y = ½ each step multiplies by wr/4 and adds (½, 1)/4: Σ (wr/4)^k over k < 50.
    const wr = 5;
    let series = 0;
    for (let k = 0; k < 50; k++) series = series * (wr / 4) + 1 / 4;
    const slope = 2 * (0.5 - 0.7) * series;
    const { gradient } = evaluateAt(lecture(wr, -wr / 2));
    expect(relative(gradient[0], slope / 2)).toBeLessThan(1e-9);
    expect(relative(gradient[1], slope)).toBeLessThan(1e-9);
  });
});

test.each([
  ['lecture', lecture(5, -2.51)],
  ['paper', paper(5, -2.62)],
])(
  'the unclipped %s toy jumps off its wall for good, the clipped one stays and finds the valley',
  (_, start) => {
    const farthest = (policy: readonly object[]) => {
      const optimizer = { type: 'sgd', learningRate: 0.1 };
      const setup = setupOf(configOf(start, { steps: 100, optimizer, policy }));
      const costs: number[] = [];
      let farthestOff = 0;
      for (const event of train(setup, { interrupted: false })) {
        if (event.type !== 'step') continue;
        costs.push(event.loss);
        farthestOff = Math.max(farthestOff, ...parametersOf(setup).map(Math.abs));
      }
      return { farthestOff, last: costs.at(-1)!, best: Math.min(...costs) };
    };
    const unclipped = farthest([]);
    expect(unclipped.farthestOff).toBeGreaterThan(100);
    expect(unclipped.last).toBeCloseTo(0.09, 6);
    const clipped = farthest([{ type: 'clipByNorm', maxNorm: 1 }]);
    expect(clipped.farthestOff).toBeLessThan(5.1);
    expect(clipped.best).toBeLessThan(0.02);
  },
);
