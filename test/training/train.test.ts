import { describe, expect, test } from 'vitest';
import type { TrainEvent } from '../../src/training/events.ts';
import { train } from '../../src/training/train.ts';
import {
  endOf,
  evaluationsOf,
  eventsOf,
  parametersOf,
  setupOf,
  stepsOf,
  temporalOrder,
} from './runs.ts';

/** Types of events in a row, with their steps; signs of life left out. */
const outline = (events: readonly TrainEvent[]) =>
  events
    .filter(({ type }) => type !== 'evaluationProgress')
    .map((event) =>
      event.type === 'evaluation' ? `${event.split} ${event.step}` : `${event.type} ${event.step}`,
    );

describe('events', () => {
  test('come in order, the end last', () => {
    const events = eventsOf(setupOf(temporalOrder({ steps: 7 })));
    expect(outline(events)).toEqual([
      'step 1',
      'stateGradient 1',
      'step 2',
      'step 3',
      'step 4',
      'step 5',
      'validation 5',
      'step 6',
      'step 7',
      'stateGradient 7',
      'test 7',
      'end 7',
    ]);
    expect(endOf(events)).toMatchObject({ outcome: 'completed', step: 7, divergence: null });
  });

  test('without steps there are only the test and the end', () => {
    const setup = setupOf(temporalOrder({ steps: 0 }));
    const before = parametersOf(setup);
    const events = eventsOf(setup);
    expect(outline(events)).toEqual(['test 0', 'end 0']);
    expect(endOf(events)).toMatchObject({
      outcome: 'completed',
      loss: null,
      gradient: { normMean: 0, normMax: 0, clippedFraction: 0, nonFiniteCount: 0 },
    });
    expect(parametersOf(setup)).toEqual(before);
  });

  test('a single step shows its state gradient once', () => {
    expect(outline(eventsOf(setupOf(temporalOrder({ steps: 1 }))))).toEqual([
      'step 1',
      'stateGradient 1',
      'test 1',
      'end 1',
    ]);
  });

  test('say the length of each batch', () => {
    const task = { type: 'temporalOrder', length: { min: 10, max: 40 } };
    const lengths = stepsOf(eventsOf(setupOf(temporalOrder({ steps: 50 }, { task })))).map(
      ({ sequenceLength }) => sequenceLength,
    );
    expect(new Set(lengths).size).toBeGreaterThan(15);
    expect(lengths.every((length) => length >= 10 && length <= 40)).toBe(true);
  });

  test('an evaluation shows signs of life before its result', () => {
    const events = eventsOf(setupOf(temporalOrder({ steps: 5 })));
    const at = events.findIndex(({ type }) => type === 'evaluation');
    expect(events.slice(at - 4, at)).toEqual(
      [10, 20, 30, 40].map((count) => ({ type: 'evaluationProgress', step: 5, count })),
    );
  });
});

describe('the learning rate', () => {
  test.each([
    [{ type: 'constant' }, [0.5, 0.5, 0.5, 0.5, 0.5]],
    [{ type: 'step', every: 2, factor: 0.5 }, [0.5, 0.5, 0.25, 0.25, 0.125]],
    [{ type: 'exponential', decay: 0.5 }, [0.5, 0.25, 0.125, 0.0625, 0.03125]],
  ])('in events follows %o', (schedule, expected) => {
    const optimizer = { type: 'sgd', learningRate: 0.5 };
    const events = eventsOf(setupOf(temporalOrder({ steps: 5, optimizer, schedule })));
    expect(stepsOf(events).map(({ learningRate }) => learningRate)).toEqual(expected);
  });

  test('is the length of the step along the clipped gradient', () => {
    const setup = setupOf(
      temporalOrder(
        {
          steps: 4,
          optimizer: { type: 'sgd', learningRate: 0.5 },
          schedule: { type: 'step', every: 2, factor: 0.1 },
          policy: [{ type: 'clipByNorm', maxNorm: 0.001 }],
        },
        { precision: 'f64' },
      ),
    );
    let before = parametersOf(setup);
    for (const event of train(setup, { interrupted: false })) {
      if (event.type !== 'step') continue;
      const after = parametersOf(setup);
      const length = Math.hypot(...after.map((value, i) => value - before[i]!));
      expect(event).toMatchObject({ clipped: true, skipped: false });
      expect(event.gradientNorm).toBeGreaterThan(0.001);
      expect(event.gradientNormAfter).toBeCloseTo(0.001, 15);
      expect(length / (event.learningRate * 0.001)).toBeCloseTo(1, 9);
      before = after;
    }
  });
});

describe('the end', () => {
  test('an interruption ends the run after the step under way, without looking at test data', () => {
    const control = { interrupted: false };
    const events: TrainEvent[] = [];
    for (const event of train(setupOf(temporalOrder({ steps: 100 })), control)) {
      events.push(event);
      if (event.type === 'step' && event.step === 3) control.interrupted = true;
    }
    expect(outline(events)).toEqual([
      'step 1',
      'stateGradient 1',
      'step 2',
      'step 3',
      'stateGradient 3',
      'end 3',
    ]);
    expect(endOf(events)).toMatchObject({ outcome: 'interrupted', step: 3 });
    expect(endOf(events).loss).toBe(stepsOf(events).at(-1)?.loss);
  });

  test('an interruption before the first step does none', () => {
    const setup = setupOf(temporalOrder({ steps: 100 }));
    const events = [...train(setup, { interrupted: true })];
    expect(outline(events)).toEqual(['end 0']);
    expect(endOf(events).outcome).toBe('interrupted');
  });

  test('an interruption in the last step changes nothing', () => {
    const control = { interrupted: false };
    const events: TrainEvent[] = [];
    for (const event of train(setupOf(temporalOrder({ steps: 3 })), control)) {
      events.push(event);
      control.interrupted = event.type === 'step' && event.step === 3;
    }
    expect(endOf(events).outcome).toBe('completed');
  });

  test('an interruption in the middle of an evaluation ends the run without its result', () => {
    const control = { interrupted: false };
    const events: TrainEvent[] = [];
    for (const event of train(setupOf(temporalOrder({ steps: 100 })), control)) {
      events.push(event);
      if (event.type === 'evaluationProgress' && event.count === 20) control.interrupted = true;
    }
    expect(outline(events).slice(-3)).toEqual(['step 5', 'stateGradient 5', 'end 5']);
    expect(endOf(events)).toMatchObject({ outcome: 'interrupted', step: 5 });
  });

  test('a run is solved at the first validation whose error lies below the bound', () => {
    const events = eventsOf(setupOf(temporalOrder({ steps: 100, stop: { error: 1 } })));
    expect(outline(events).slice(-4)).toEqual([
      'validation 5',
      'stateGradient 5',
      'test 5',
      'end 5',
    ]);
    expect(endOf(events)).toMatchObject({ outcome: 'solved', step: 5 });
  });

  test('a run that no longer improves ends as plateau', () => {
    const optimizer = { type: 'sgd', learningRate: 0 };
    const task = { type: 'toy' };
    const stop = { plateau: { patience: 3, minimumImprovement: 0 } };
    const config = { task, training: { steps: 100, optimizer, stop }, evaluation: { every: 2 } };
    const events = eventsOf(setupOf(config));
    expect(endOf(events)).toMatchObject({ outcome: 'plateau', step: 8 });
    const validations = evaluationsOf(events).filter(({ split }) => split === 'validation');
    expect(validations.map(({ step }) => step)).toEqual([2, 4, 6, 8]);
  });

  test('sums the gradient up over the run', () => {
    const maxNorm = 0.3;
    const policy = [{ type: 'clipByNorm', maxNorm }];
    const events = eventsOf(setupOf(temporalOrder({ steps: 40, policy })));
    const steps = stepsOf(events);
    const norms = steps.map(({ gradientNorm }) => gradientNorm);
    const { gradient } = endOf(events);
    expect(gradient.normMax).toBe(Math.max(...norms));
    expect(gradient.normMean).toBeCloseTo(norms.reduce((a, b) => a + b, 0) / 40, 12);
    expect(gradient.clippedFraction).toBe(norms.filter((norm) => norm > maxNorm).length / 40);
    expect(gradient.clippedFraction).toBeGreaterThan(0);
    expect(gradient.clippedFraction).toBeLessThan(1);
    expect(gradient.nonFiniteCount).toBe(0);
  });
});

describe('watched parameters', () => {
  test('are told as they were before the update', () => {
    const setup = setupOf({ task: { type: 'toy' }, training: { steps: 3 } });
    let before = parametersOf(setup);
    for (const event of train(setup, { interrupted: false })) {
      if (event.type !== 'step') continue;
      expect(event.watched).toEqual({ wr: before[1], wi: before[0] });
      before = parametersOf(setup);
    }
  });

  test('are told once more at the end, as they are after the last update', () => {
    const setup = setupOf({ task: { type: 'toy' }, training: { steps: 3 } });
    const { watched } = endOf(eventsOf(setup));
    const [wi, wr] = parametersOf(setup);
    expect(watched).toEqual({ wr, wi });
  });

  test('are absent where the task watches none', () => {
    const [step] = stepsOf(eventsOf(setupOf(temporalOrder({ steps: 1 }))));
    expect(step).not.toHaveProperty('watched');
  });
});

describe('learning', () => {
  test('temporal order of length 10 is solved', () => {
    const setup = setupOf({
      task: { type: 'temporalOrder', length: 10 },
      model: { initializer: { type: 'orthogonal' } },
      training: {
        steps: 4000,
        optimizer: { type: 'adam', learningRate: 0.003 },
        stop: { error: 0.01 },
      },
      evaluation: { every: 100, size: 1000 },
    });
    expect(endOf(eventsOf(setup)).outcome).toBe('solved');
  });
});
