// From an experiment to a surface: axes, windows, origins and paths.
import { describe, expect, it } from 'vitest';
import {
  parameterRange,
  pathRange,
} from '../../../../src/experiment/surface/network/defaultRange.ts';
import { planNetworkSurface } from '../../../../src/experiment/surface/network/planNetworkSurface.ts';
import { expectClose } from '../../../helpers/close.ts';
import { parametersOf, setupOf, specOf } from '../../../training/runs.ts';
import { checkpointsOf, dataOf, planOf, recipes, samplesAt } from './runs.ts';

const [temporalOrder, addition, , toy] = recipes as [
  (typeof recipes)[0],
  (typeof recipes)[0],
  (typeof recipes)[0],
  (typeof recipes)[0],
];

/** Plans after a training, from its checkpoints. */
function planAfter({ config }: typeof toy, plane: Parameters<typeof planOf>[1], every = 1) {
  const spec = specOf(config);
  const checkpoints = checkpointsOf(config, every);
  return {
    checkpoints,
    plan: planNetworkSurface({ spec, data: dataOf(spec), checkpoints, plane }),
  };
}

describe('a surface over two parameters', () => {
  it('is taken at the initial parameters where nothing is trained', () => {
    const { source, axes, origin, path, costName, explainedFractions } = planOf(
      temporalOrder.config,
      { type: 'parameters', x: 'Whh[1,0]', y: 'readout.b[3]' },
    );
    const initial = parametersOf(setupOf(temporalOrder.config));
    const at = 6 * 5 + 5;
    expect(axes.map(({ name }) => name)).toEqual(['layers.0.Whh[1,0]', 'readout.b[3]']);
    expect(origin).toEqual({ x: initial[at], y: 0 });
    expect([path, explainedFractions, costName]).toEqual([null, null, 'softmaxCrossEntropy']);
    initial[at] = 0;
    expect([...source.origin]).toEqual(initial);
  });

  it('is taken at the last checkpoint of a run, with the way there as a path', () => {
    const { checkpoints, plan } = planAfter(toy, { type: 'parameters', x: 'wr', y: 'wi' }, 2);
    const values = checkpoints.map(({ step, parameters }) => ({
      step,
      x: parameters.get('layers.0.Whh')![0],
      y: parameters.get('layers.0.Wxh')![0],
    }));
    expect(plan.path).toEqual([{ step: 0, x: 3, y: -1 }, ...values]);
    expect(plan.origin).toEqual({ x: values.at(-1)!.x, y: values.at(-1)!.y });
    expect(plan.axes.map(({ name }) => name)).toEqual(['wr', 'wi']);
  });

  it('puts checkpoints in order and takes the start from them where they have it', () => {
    const spec = specOf(toy.config);
    const point = (step: number, wr: number) => ({
      step,
      parameters: new Map([
        ['layers.0.Whh', [wr]],
        ['layers.0.Wxh', [1]],
      ]),
    });
    const plan = planNetworkSurface({
      spec,
      data: null,
      checkpoints: [point(20, 8), point(0, 7), point(10, 9)],
      plane: { type: 'parameters', x: 'wr', y: 'wi' },
    });
    expect(plan.path?.map(({ step, x }) => [step, x])).toEqual([
      [0, 7],
      [10, 9],
      [20, 8],
    ]);
  });
});

describe('a surface over a whole network', () => {
  it('has the run’s end in the middle of two random directions', () => {
    const { checkpoints, plan } = planAfter(addition, { type: 'random', seed: 4 });
    const last = checkpoints.at(-1)!.parameters;
    expect([...plan.source.origin]).toEqual([...last.values()].flatMap((values) => [...values]));
    expect(plan).toMatchObject({
      axes: [
        { name: 'direction 1', min: -1, max: 1 },
        { name: 'direction 2', min: -1, max: 1 },
      ],
      origin: { x: 0, y: 0 },
      path: null,
    });
  });

  it('has the way of the run inside the window of its trajectory', () => {
    const { checkpoints, plan } = planAfter(temporalOrder, { type: 'trajectory' }, 2);
    const { axes, path, explainedFractions } = plan;
    expect(axes.map(({ name }) => name)).toEqual(['component 1', 'component 2']);
    expect(path?.map(({ step }) => step)).toEqual([0, ...checkpoints.map(({ step }) => step)]);
    const [x, y] = [path!.map((place) => place.x), path!.map((place) => place.y)];
    expect(Math.min(...x)).toBeGreaterThan(axes[0].min);
    expect(Math.max(...y)).toBeLessThan(axes[1].max);
    const [first, second] = explainedFractions!;
    expect(first).toBeGreaterThan(second);
    expect(first + second).toBeLessThanOrEqual(1);
  });

  it('has the same cost at the run’s end on every plane', () => {
    const config = { ...temporalOrder.config, precision: 'f64' };
    const recipe = { ...temporalOrder, config };
    const costs = [
      { type: 'parameters', x: 'Whh[0,0]', y: 'Whh[1,1]' } as const,
      { type: 'random', seed: 1 } as const,
      { type: 'trajectory' } as const,
    ].map((plane) => {
      const { source, origin } = planAfter(recipe, plane).plan;
      return samplesAt(source, [[origin.x, origin.y]]).cost[0];
    });
    expect(costs[1]).toBe(costs[0]);
    expect(costs[2]).toBe(costs[0]);
  });

  it('needs a run for a trajectory', () => {
    const spec = specOf(addition.config);
    const plane = { type: 'trajectory' } as const;
    expect(() => planNetworkSurface({ spec, data: null, checkpoints: [], plane })).toThrow(
      'directions trajectory: needs the checkpoints of a run; name one with --run DIR',
    );
  });
});

describe('settings', () => {
  const plane = { type: 'random', seed: 1 } as const;

  it('are those of the experiment unless given', () => {
    const { spec } = planOf(addition.config, plane).source;
    expect([spec.precision, spec.training.batchSize, spec.evaluation.size]).toEqual(['f32', 5, 5]);
  });

  it.each([
    [3, 3],
    [12, 5],
  ])('take the loss over %d sequences in batches of %d', (sequenceCount, batchSize) => {
    const { spec } = planOf(addition.config, plane, { sequenceCount }).source;
    expect([spec.training.batchSize, spec.evaluation.size]).toEqual([batchSize, sequenceCount]);
  });

  it('are refused where the batches do not fit', () => {
    expect(() => planOf(addition.config, plane, { sequenceCount: 10_000_000 })).toThrow(
      /^surface: 10000000 sequences need about 3\.\d+ GiB, limit 256 MiB: lower --sequences$/,
    );
  });

  it('change the precision of the surface, not of the parameters', () => {
    const single = planOf(addition.config, plane).source;
    const double = planOf(addition.config, plane, { precision: 'f64' }).source;
    expect(double.spec.precision).toBe('f64');
    expect(double.origin).toEqual(single.origin);
    const [a, b] = [single, double].map((source) => samplesAt(source, [[0.1, 0.2]]).cost[0]!);
    expectClose([a!], [b!], () => 1e-5);
    expect(a).not.toBe(b);
  });
});

describe('a default window', () => {
  it.each([
    [0, -1, 1],
    [0.25, -0.75, 1.25],
    [5, 0, 10],
    [-4, -8, 0],
    [Number.NaN, -1, 1],
  ])('of a parameter at %d is %d … %d', (value, min, max) => {
    expect(parameterRange(value)).toEqual({ min, max });
  });

  it('of a path is its extent and a quarter more at either end', () => {
    const path = [
      { x: 1, y: -3 },
      { x: 5, y: 0 },
      { x: 0, y: 1 },
    ];
    expect(pathRange(path, 'x')).toEqual({ min: -1.25, max: 6.25 });
    expect(pathRange(path, 'y')).toEqual({ min: -4, max: 2 });
  });
});
