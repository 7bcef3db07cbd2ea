import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../src/math/layout.ts';
import { openStream } from '../../src/math/random.ts';
import { locateDivergence, lossLimit } from '../../src/training/divergence.ts';
import type { TrainEvent } from '../../src/training/events.ts';
import { train } from '../../src/training/train.ts';
import type { TrainSetup } from '../../src/training/trainSetup.ts';
import {
  type Config,
  endOf,
  eventsOf,
  optimizerStateOf,
  parametersOf,
  setupOf,
  stepsOf,
  temporalOrder,
} from './runs.ts';

const clip = [{ type: 'clipByNorm', maxNorm: 1 }];
const monstrous = { type: 'sgd', learningRate: 1e9 };

describe('a learning rate of 1e9', () => {
  const tasks: [string, Config][] = [
    ['temporalOrder', { type: 'temporalOrder', length: 100 }],
    ['addition', { type: 'addition', length: 100 }],
  ];
  const cases = tasks.flatMap(([name, task]) =>
    [[], clip].flatMap((policy) =>
      ['f32', 'f64'].flatMap((precision) =>
        [1, 2, 3].map((seed) => ({ name, task, policy, precision, seed })),
      ),
    ),
  );

  test.each(cases)(
    'ends $name in $precision with policy $policy, seed $seed, as diverged, naming the place',
    ({ task, policy, precision, seed }) => {
      const training = { steps: 1000, policy, optimizer: monstrous };
      const events = eventsOf(setupOf({ task, precision, seed, training }));
      const { outcome, step, divergence } = endOf(events);
      expect(outcome).toBe('diverged');
      expect(step).toBeLessThan(10);
      expect(divergence).toMatchObject({
        step,
        quantity: 'loss',
        tensor: 'readout.y',
        timeStep: 100,
      });
      expect(Math.abs(divergence!.value)).toBeGreaterThan(1e6);
    },
  );

  test('ends a text as diverged, naming the place', () => {
    const text = 'it was the best of times, it was the worst of times. '.repeat(20);
    const config = {
      task: { type: 'text', file: 'x', length: 10 },
      training: { steps: 1000, batchSize: 4, optimizer: monstrous },
    };
    const { outcome, step, divergence } = endOf(eventsOf(setupOf(config, { text })));
    expect(outcome).toBe('diverged');
    expect(divergence).toMatchObject({ step, quantity: 'loss', tensor: 'readout.y' });
    expect(divergence?.timeStep).toBeGreaterThanOrEqual(1);
    expect(divergence?.timeStep).toBeLessThanOrEqual(10);
  });

  test('ends linear units by an infinite state, at the time step where it first is', () => {
    const config = temporalOrder(
      { steps: 100, policy: [], optimizer: { type: 'sgd', learningRate: 1e9 } },
      {
        precision: 'f32',
        model: { layers: [{ type: 'elman', hiddenSize: 8, activation: 'linear' }] },
        task: { type: 'temporalOrder', length: 100 },
      },
    );
    const setup = setupOf(config);
    const { outcome, divergence } = endOf(eventsOf(setup));
    expect(outcome).toBe('diverged');
    expect(divergence).toMatchObject({ quantity: 'state', tensor: 'layers.0.h' });
    const t = divergence!.timeStep!;
    const finiteAt = (time: number) =>
      block(setup, setup.network.layers[0]!.directions[0]!.h, time).every(Number.isFinite);
    expect(t).toBeGreaterThan(1);
    expect(finiteAt(t - 1)).toBe(true);
    expect(finiteAt(t)).toBe(false);
  });
});

/** Elements of a state at time t, all sequences. */
function block({ arena, network }: TrainSetup, tensor: Tensor, t: number): number[] {
  const B = network.batch.batchSize;
  return Array.from({ length: B }, (_, b) => {
    const start = arena.indexOf(tensor, t * B + b, 0);
    return [...arena.elements.subarray(start, start + tensor.columns)];
  }).flat();
}

describe('a run that diverges', () => {
  test('does not make the update it diverged in', () => {
    const setup = setupOf(temporalOrder({ steps: 1000, policy: clip, optimizer: monstrous }));
    const seen: { parameters: number[]; event: TrainEvent }[] = [];
    for (const event of train(setup, { interrupted: false })) {
      if (event.type === 'step') seen.push({ event, parameters: parametersOf(setup) });
    }
    expect(seen.length).toBeGreaterThan(1);
    expect(parametersOf(setup)).toEqual(seen.at(-2)?.parameters);
    expect(parametersOf(setup).every(Number.isFinite)).toBe(true);
  });

  test('tells the step it diverged in, its state gradient and the end, and looks at no test data', () => {
    const events = eventsOf(
      setupOf(temporalOrder({ steps: 1000, policy: clip, optimizer: monstrous })),
    );
    expect(events.slice(-3).map(({ type }) => type)).toEqual(['step', 'stateGradient', 'end']);
    expect(endOf(events).loss).toBe(stepsOf(events).at(-1)?.loss);
    expect(events.some(({ type }) => type === 'evaluation')).toBe(false);
  });

  test('may be finite: a loss a million times the larger of 1 and the first', () => {
    expect(lossLimit(0.01)).toBe(1e6);
    expect(lossLimit(50)).toBe(5e7);
  });
});

/** Trains some steps, then spoils one element. */
function spoil(setup: TrainSetup, afterStep: number, write: () => void): TrainEvent[] {
  const events: TrainEvent[] = [];
  for (const event of train(setup, { interrupted: false })) {
    events.push(event);
    if (event.type === 'step' && event.step === afterStep) write();
  }
  return events;
}

const tensorOf = ({ network }: TrainSetup, name: string): Tensor =>
  network.parameters.tensors.find((tensor) => tensor.name === name)!;

const stacked = (more: Config = {}) =>
  temporalOrder(
    { steps: 10, ...more },
    {
      model: {
        layers: [
          { type: 'elman', hiddenSize: 5, initialState: 'trainable' },
          { type: 'elman', hiddenSize: 7 },
        ],
      },
    },
  );

describe('what went astray first', () => {
  test.each([
    'layers.0.Wxh',
    'layers.0.Whh',
    'layers.0.bh',
    'layers.0.h0',
    'layers.1.Whh',
    'readout.W',
  ])('a NaN in %s is named', (name) => {
    const setup = setupOf(stacked());
    const write = () => {
      const { arena } = setup;
      const tensor = tensorOf(setup, name);
      for (let i = 0; i < tensor.rows; i++)
        arena.elements[arena.indexOf(tensor, i, 2)] = Number.NaN;
    };
    const { outcome, step, divergence } = endOf(spoil(setup, 3, write));
    expect({ outcome, step }).toEqual({ outcome: 'diverged', step: 4 });
    expect(divergence).toEqual({
      step: 4,
      quantity: 'parameter',
      tensor: name,
      timeStep: null,
      value: Number.NaN,
    });
  });

  test('a NaN where nothing reads it does no harm until something does', () => {
    // B is fed as A, so that row 5 of Wxh is never read.
    const setup = setupOf(temporalOrder({ steps: 4, batchSize: 2 }));
    const { arena, task } = setup;
    const tensor = tensorOf(setup, 'layers.0.Wxh');
    arena.elements[arena.indexOf(tensor, 5, 1)] = Number.NaN;
    const without5: TrainSetup = {
      ...setup,
      task: {
        ...task,
        training: (stream) => {
          const source = task.training(stream);
          return {
            ...source,
            next(batch) {
              source.next(batch);
              batch.symbols.forEach((symbol, n) => {
                if (symbol === 5) batch.symbols[n] = 4;
              });
              return true;
            },
          };
        },
        evaluation: () => null,
      },
    };
    expect(endOf(eventsOf(without5))).toMatchObject({ outcome: 'completed', step: 4 });
  });

  /** One forward and backward pass with something spoiled in between. */
  function pass(setup: TrainSetup, spoilStates: () => void): number {
    const { network, task, training } = setup;
    network.batch.batchSize = training.batchSize;
    task.training(openStream(1, 'train')).next(network.batch);
    const loss = network.forward('train');
    network.backward();
    spoilStates();
    return loss;
  }

  const set = (
    { arena, network }: TrainSetup,
    tensor: Tensor,
    t: number,
    b: number,
    value: number,
  ) => {
    arena.elements[arena.indexOf(tensor, t * network.batch.batchSize + b, 3)] = value;
  };

  test('a state is named at its first time step, the bottom layer first', () => {
    const setup = setupOf(stacked());
    const [bottom, top] = setup.network.layers.flatMap(({ directions }) => directions);
    const loss = pass(setup, () => {
      set(setup, top!.h, 2, 0, Number.NaN);
      set(setup, bottom!.h, 9, 1, Number.POSITIVE_INFINITY);
      set(setup, bottom!.h, 7, 4, Number.NEGATIVE_INFINITY);
    });
    expect(locateDivergence(setup.arena, setup.network, 12, loss)).toEqual({
      step: 12,
      quantity: 'state',
      tensor: 'layers.0.h',
      timeStep: 7,
      value: Number.NEGATIVE_INFINITY,
    });
  });

  test('a gradient is named at the last time step where it is not finite, the top layer first', () => {
    const setup = setupOf(stacked());
    const [bottom, top] = setup.network.layers.flatMap(({ directions }) => directions);
    const loss = pass(setup, () => {
      set(setup, bottom!.dh, 19, 0, Number.NaN);
      set(setup, top!.dh, 11, 2, Number.POSITIVE_INFINITY);
      set(setup, top!.dh, 4, 2, Number.NaN);
    });
    expect(locateDivergence(setup.arena, setup.network, 1, loss)).toEqual({
      step: 1,
      quantity: 'gradient',
      tensor: 'layers.1.dh',
      timeStep: 11,
      value: Number.POSITIVE_INFINITY,
    });
  });

  test('states beyond the length of this batch are not looked at', () => {
    const task = { type: 'temporalOrder', length: { min: 10, max: 60 } };
    const setup = setupOf({ ...stacked(), task });
    const { network, arena } = setup;
    pass(setup, () => {});
    const T = network.batch.sequenceLength;
    expect(T).toBeLessThan(60);
    set(setup, network.layers[0]!.directions[0]!.h, T + 1, 0, Number.NaN);
    expect(locateDivergence(arena, network, 1, Number.NaN)).toMatchObject({ tensor: 'readout.y' });
  });

  test('an output is named with its time step', () => {
    const text = 'abcabdabeabcabd'.repeat(10);
    const config = {
      task: { type: 'text', file: 'x', length: 6 },
      training: { steps: 1, batchSize: 3 },
    };
    const setup = setupOf(config, { text });
    pass(setup, () => {});
    const { elements, start, stride } = setup.network.outputs();
    elements[start + (4 * 3 + 1) * stride + 2] = Number.NaN;
    expect(locateDivergence(setup.arena, setup.network, 1, Number.NaN)).toMatchObject({
      quantity: 'loss',
      tensor: 'readout.y',
      timeStep: 5,
      value: Number.NaN,
    });
  });
});

describe('nonFinite: skip', () => {
  const skip = [{ type: 'nonFinite', action: 'skip' }, ...clip];
  const adam = { type: 'adam', learningRate: 0.01 };

  test('leaves parameters and optimizer state alone, counts the step and goes on', () => {
    const setup = setupOf(temporalOrder({ steps: 6, policy: skip, optimizer: adam }));
    const { arena } = setup;
    const place = arena.indexOf(tensorOf(setup, 'layers.0.Whh'), 1, 1);
    const healthy: number[] = [];
    const states: { parameters: number[]; optimizer: number[] }[] = [];
    const events: TrainEvent[] = [];
    for (const event of train(setup, { interrupted: false })) {
      events.push(event);
      if (event.type !== 'step') continue;
      states.push({ parameters: parametersOf(setup), optimizer: optimizerStateOf(setup) });
      if (event.step === 2) {
        healthy.push(arena.elements[place]!);
        arena.elements[place] = Number.NaN;
      }
      if (event.step === 4) arena.elements[place] = healthy[0]!;
    }
    const steps = stepsOf(events);
    expect(steps.map(({ skipped }) => skipped)).toEqual([false, false, true, true, false, false]);
    expect(steps[2]).toMatchObject({ gradientNorm: Number.NaN, clipped: false });
    expect(states[3]?.optimizer).toEqual(states[1]?.optimizer);
    expect(states[4]?.optimizer).not.toEqual(states[1]?.optimizer);
    const apart = (values: number[]) => values.filter((value) => !Number.isNaN(value));
    expect(apart(states[3]!.parameters)).toEqual(
      states[1]!.parameters.filter((_, i) => !Number.isNaN(states[3]!.parameters[i]!)),
    );
    expect(endOf(events)).toMatchObject({
      outcome: 'completed',
      step: 6,
      gradient: { nonFiniteCount: 2 },
    });
  });

  test('a first step that is skipped sets no bound for the loss', () => {
    const setup = setupOf(temporalOrder({ steps: 3, policy: skip }));
    const { arena } = setup;
    const place = arena.indexOf(tensorOf(setup, 'layers.0.Whh'), 1, 1);
    const healthy = arena.elements[place]!;
    arena.elements[place] = Number.NaN;
    const events = spoil(setup, 1, () => {
      arena.elements[place] = healthy;
    });
    expect(stepsOf(events).map(({ skipped }) => skipped)).toEqual([true, false, false]);
    expect(endOf(events).outcome).toBe('completed');
  });

  test.each([[[{ type: 'nonFinite', action: 'stop' }]], [[]]])(
    'unlike %o, which ends the run',
    (policy) => {
      const setup = setupOf(temporalOrder({ steps: 6, policy }));
      const { arena } = setup;
      const place = arena.indexOf(tensorOf(setup, 'layers.0.Whh'), 1, 1);
      const events = spoil(setup, 2, () => {
        arena.elements[place] = Number.POSITIVE_INFINITY;
      });
      expect(endOf(events)).toMatchObject({
        outcome: 'diverged',
        step: 3,
        divergence: { tensor: 'layers.0.Whh', value: Number.POSITIVE_INFINITY },
      });
    },
  );
});
