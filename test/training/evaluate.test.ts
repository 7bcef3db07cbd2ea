import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/math/random.ts';
import { evaluate } from '../../src/training/evaluate.ts';
import type { Evaluation, EvaluationProgressEvent } from '../../src/training/events.ts';
import { train } from '../../src/training/train.ts';
import type { TrainSetup } from '../../src/training/trainSetup.ts';
import {
  type Config,
  endOf,
  evaluationsOf,
  eventsOf,
  parametersOf,
  setupOf,
  stepsOf,
  temporalOrder,
} from './runs.ts';

function look(
  { network, task, seed, training }: TrainSetup,
  request: {
    readonly step?: number;
    readonly split?: 'validation' | 'test';
    readonly size?: number;
    readonly lengths?: readonly number[];
  },
): Evaluation | null {
  const { step = 0, split = 'validation', size = 30, lengths } = request;
  const { batchSize } = training;
  const generator: Generator<EvaluationProgressEvent, Evaluation | null> = evaluate(network, task, {
    split,
    step,
    seed,
    size,
    lengths,
    batchSize,
  });
  for (;;) {
    const { done, value } = generator.next();
    if (done) return value;
  }
}

describe('the random stream', () => {
  const setup = setupOf(temporalOrder({ steps: 1 }));

  test('is the same for the same step and differs by step and split', () => {
    expect(look(setup, { step: 5 })).toEqual(look(setup, { step: 5 }));
    expect(look(setup, { step: 5 })?.loss).not.toBe(look(setup, { step: 6 })?.loss);
    expect(look(setup, { step: 5 })?.loss).not.toBe(look(setup, { split: 'test', step: 5 })?.loss);
  });

  test('is not that of training', () => {
    const { task, network, training } = setup;
    network.batch.batchSize = training.batchSize;
    task.training(openStream(setup.seed, 'train')).next(network.batch);
    const trained = [...network.batch.symbols];
    look(setup, { step: 0, size: training.batchSize });
    expect([...network.batch.symbols]).not.toEqual(trained);
  });

  test('evaluating more often changes no training', () => {
    const run = (every: number) => {
      const built = setupOf(temporalOrder({ steps: 20 }, { evaluation: { every, size: 33 } }));
      const events = eventsOf(built);
      return { steps: stepsOf(events), parameters: parametersOf(built) };
    };
    expect(run(1)).toEqual(run(1000));
  });
});

describe('the result', () => {
  test('means over sequences, whatever the size of the last batch', () => {
    const whole = look(setupOf(temporalOrder({ steps: 1, batchSize: 30 })), { size: 30 });
    const pieces = look(setupOf(temporalOrder({ steps: 1, batchSize: 7 })), { size: 30 });
    expect(whole?.count).toBe(30);
    expect(pieces?.count).toBe(30);
    expect(pieces?.error).toBe(whole?.error);
    expect(pieces?.loss).toBeCloseTo(whole!.loss, 6);
  });

  test('an untrained net is at chance: ln 4 nats, 75% wrong', () => {
    const config = temporalOrder(
      { steps: 1 },
      { model: { initializer: { type: 'normal', standardDeviation: 0.0001 } } },
    );
    const result = look(setupOf(config), { size: 4000 });
    expect(result?.loss).toBeCloseTo(Math.log(4), 4);
    expect(Math.abs(result!.error! - 0.75)).toBeLessThan(0.03);
  });

  test('has no error where the task has no rule, and no bits where it has no characters', () => {
    const result = look(setupOf({ task: { type: 'toy' } }), { size: 1 });
    expect(result).toMatchObject({ split: 'validation', error: null, count: 1 });
    expect(result).not.toHaveProperty('bitsPerCharacter');
  });

  test('is null where there is no such data', () => {
    const task = { type: 'text', file: 'x', length: 5, split: { validation: 0, test: 0 } };
    const setup = setupOf(
      { task, training: { batchSize: 2, steps: 2 }, evaluation: { every: 1 } },
      {
        text: 'to be or not to be, that is the question',
      },
    );
    expect(look(setup, {})).toBeNull();
    const events = eventsOf(setup);
    expect(evaluationsOf(events)).toEqual([]);
    expect(endOf(events).outcome).toBe('completed');
  });
});

/** Text in which what comes next depends on what came long before. */
const TEXT = Array.from({ length: 400 }, (_, i) => 'abcdefg'[(i * i + (i >> 3)) % 7]).join('');

function textConfig(length: number, more: Config = {}): Config {
  return {
    task: { type: 'text', file: 'x', length, split: { validation: 0.3, test: 0.2 }, ...more },
    precision: 'f64',
    model: { layers: [{ type: 'elman', hiddenSize: 9, initialState: 'trainable' }] },
    training: {
      batchSize: 3,
      steps: 6,
      optimizer: { type: 'sgd', learningRate: 0.05 },
    },
    evaluation: { every: 100 },
  };
}

const chunks = (setup: TrainSetup, count: number) => {
  const source = setup.task.training(openStream(setup.seed, 'train'));
  return Array.from({ length: count }, () => {
    setup.network.batch.batchSize = setup.training.batchSize;
    source.next(setup.network.batch);
    return setup.network.forward('train');
  });
};

describe('characters', () => {
  test('bits per character are nats over ln 2', () => {
    const result = look(setupOf(textConfig(10), { text: TEXT }), {});
    expect(result?.bitsPerCharacter).toBe(result!.loss / Math.LN2);
    expect(result?.count).toBe(3 * 39); // ⌊(120 − 1)/3⌋ characters in each of 3 streams
  });

  test('two chunks with a carried state are one long pass', () => {
    const [first, second] = chunks(setupOf(textConfig(10), { text: TEXT }), 2);
    const [long] = chunks(setupOf(textConfig(20), { text: TEXT }), 1);
    expect((first! + second!) / 2).toBeCloseTo(long!, 13);
  });

  test('without carried states they are not', () => {
    const [first, second] = chunks(
      setupOf(textConfig(10, { carryState: false }), { text: TEXT }),
      2,
    );
    const [long] = chunks(setupOf(textConfig(20), { text: TEXT }), 1);
    expect(Math.abs((first! + second!) / 2 - long!)).toBeGreaterThan(1e-6);
  });

  test('the length of chunks does not change an evaluation', () => {
    const short = look(setupOf(textConfig(7), { text: TEXT }), {});
    const long = look(setupOf(textConfig(39), { text: TEXT }), {});
    expect(short?.loss).toBeCloseTo(long!.loss, 13);
    expect(short?.error).toBe(long?.error);
  });

  test('an evaluation in between leaves the carried state of training alone', () => {
    const run = (every: number) => {
      const setup = setupOf({ ...textConfig(10), evaluation: { every } }, { text: TEXT });
      return stepsOf(eventsOf(setup)).map(({ loss, gradientNorm }) => ({ loss, gradientNorm }));
    };
    expect(run(1)).toEqual(run(100));
  });

  test('an evaluation starts anew and not where training stopped', () => {
    const setup = setupOf(textConfig(10), { text: TEXT });
    const before = look(setup, {});
    chunks(setup, 3);
    expect(look(setup, {})).toEqual(before);
  });
});

describe('the state gradient of the last step', () => {
  test('is over the sequences of its batch, fewer than planned or not', () => {
    const setup = setupOf(temporalOrder({ steps: 2, batchSize: 8 }));
    const { task, arena, network } = setup;
    const fewer: TrainSetup['task'] = {
      ...task,
      training: (stream) => {
        const source = task.training(stream);
        return {
          ...source,
          next(batch) {
            batch.batchSize = 3;
            return source.next(batch);
          },
        };
      },
    };
    const { dh } = network.layers[0]!.directions[0]!;
    const read = (t: number) =>
      Math.hypot(
        ...[0, 1, 2].flatMap((b) => {
          const start = arena.indexOf(dh, t * 3 + b, 0);
          return [...arena.elements.subarray(start, start + dh.columns)];
        }),
      );
    let last: number[] = [];
    for (const event of train({ ...setup, task: fewer }, { interrupted: false })) {
      if (event.type === 'step') last = Array.from({ length: 20 }, (_, k) => read(k + 1));
      if (event.type !== 'stateGradient') continue;
      event.layers[0]?.forEach((norm, k) => {
        expect(norm).toBeCloseTo(last[k]!, 6);
      });
      expect(event.layers[0]).toHaveLength(20);
    }
  });

  test.each([1, 100])('is that of training, with an evaluation every %i steps', (every) => {
    const training = { steps: 4, policy: [], optimizer: { type: 'sgd', learningRate: 0.5 } };
    const config = { task: { type: 'toy' }, training, evaluation: { every } };
    const setup = setupOf(config);
    const { dh } = setup.network.layers[0]!.directions[0]!;
    let last: number[] = [];
    for (const event of train(setup, { interrupted: false })) {
      if (event.type === 'step') {
        last = Array.from({ length: 50 }, (_, t) =>
          Math.abs(setup.arena.elements[setup.arena.indexOf(dh, t + 1, 0)]!),
        );
      }
      if (event.type === 'stateGradient') expect(event.layers).toEqual([last]);
    }
    expect(last.at(-1)).toBeGreaterThan(0);
  });
});

describe('several lengths', () => {
  const setup = setupOf(temporalOrder({ steps: 1 }));
  const longest = setup.task.maximumLength;
  const all = (lengths: readonly number[]) => look(setup, { lengths });

  test('are looked at one by one, each with as many sequences', () => {
    const found = all([10, longest]);
    expect(found?.lengths?.map(({ length, count }) => [length, count])).toEqual([
      [10, 30],
      [longest, 30],
    ]);
    const losses = found?.lengths?.map(({ loss }) => loss) ?? [];
    const errors = found?.lengths?.map(({ error }) => error ?? Number.NaN) ?? [];
    expect(found?.count).toBe(60);
    expect(found?.loss).toBeCloseTo(((losses[0] ?? 0) + (losses[1] ?? 0)) / 2, 12);
    expect(found?.error).toBeCloseTo(((errors[0] ?? 0) + (errors[1] ?? 0)) / 2, 12);
  });

  test('do not change what is found at the others', () => {
    const [alone] = all([longest])?.lengths ?? [];
    expect(all([10, 11, longest])?.lengths?.at(-1)).toEqual(alone);
  });

  test('have sequences of just that length', () => {
    const seen = new Set<number>();
    const { task } = setup;
    const watched = {
      ...task,
      evaluation: (...given: Parameters<typeof task.evaluation>) => {
        const source = task.evaluation(...given);
        return (
          source && {
            ...source,
            next(batch: Parameters<typeof source.next>[0]) {
              const isMore = source.next(batch);
              if (isMore) seen.add(batch.sequenceLength);
              return isMore;
            },
          }
        );
      },
    };
    look({ ...setup, task: watched }, { lengths: [10, 13] });
    expect([...seen]).toEqual([10, 13]);
  });

  test('all have to be right for a run to be solved', () => {
    const solves = (error: number) => {
      const config = temporalOrder(
        { steps: 3, stop: { error } },
        { evaluation: { every: 1, size: 30, lengths: [10, longest] } },
      );
      const events = eventsOf(setupOf(config));
      const validations = evaluationsOf(events).filter(({ split }) => split === 'validation');
      const errors = validations.flatMap(({ lengths = [] }) =>
        lengths.map((one) => one.error ?? 1),
      );
      return { outcome: endOf(events).outcome, errors };
    };
    const [first = 0, second = 0] = solves(1e-9).errors;
    expect(first).not.toBe(second);
    // Between the two errors of the first look it is not solved there; just above both it is.
    expect(solves(Math.max(first, second)).errors.length).toBeGreaterThan(2);
    expect(solves(Math.max(first, second) + 1e-9).errors).toHaveLength(2);
    expect(solves(Math.max(first, second) + 1e-9)).toMatchObject({ outcome: 'solved' });
  });
});
