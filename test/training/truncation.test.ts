// Truncated BPTT in training and evaluation: what it computes, against a replay of its definition.
import { describe, expect, test } from 'vitest';
import { buildWithTask } from '../../src/experiment/build.ts';
import { loadOwnTaskConfig } from '../../src/experiment/load/loadConfig.ts';
import { drawnTask } from '../../src/tasks/drawn.ts';
import type { Batch, Task } from '../../src/tasks/task.ts';
import { train } from '../../src/training/train.ts';
import type { TrainSetup } from '../../src/training/trainSetup.ts';
import { derivative } from '../gradients/differences.ts';
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

const TEXT = Array.from({ length: 1600 }, (_, i) => 'abcdefg h'[(i * i + (i >> 3)) % 9]).join('');

const textConfig = (length: number, training: Config): Config => ({
  task: { type: 'text', file: 'sample.txt', length, split: { validation: 0.2, test: 0 } },
  model: { layers: [{ type: 'elman', hiddenSize: 9 }], initializer: { type: 'xavier' } },
  training: { batchSize: 2, steps: 12, ...training },
  evaluation: { every: 4, size: 1 },
});

const windowOf = (window: number, stride = window): Config => ({
  truncation: { type: 'window', window, stride },
});

describe('windows that cut nothing', () => {
  test.each([
    [
      'at the last step',
      temporalOrder({ steps: 8 }),
      temporalOrder({ steps: 8, ...windowOf(20, 3) }),
    ],
    ['at every step', textConfig(10, {}), textConfig(10, windowOf(10))],
  ])('change no bit with targets %s', (_, whole, cut) => {
    const [one, other] = [setupOf(whole, { text: TEXT }), setupOf(cut, { text: TEXT })];
    expect(eventsOf(other)).toEqual(eventsOf(one));
    expect(parametersOf(other)).toEqual(parametersOf(one));
  });
});

test('a text in windows trains as in chunks of that length with the state carried', () => {
  const chunks = setupOf(textConfig(10, {}), { text: TEXT });
  const windows = setupOf(textConfig(30, windowOf(10)), { text: TEXT });
  const lossesOf = (setup: TrainSetup) => stepsOf(eventsOf(setup)).map(({ loss }) => loss);
  expect(lossesOf(windows)).toEqual(lossesOf(chunks));
  expect(parametersOf(windows)).toEqual(parametersOf(chunks));
});

test('steps are updates, and say how long their window was', () => {
  const lengths = stepsOf(eventsOf(setupOf(textConfig(10, windowOf(6, 4)), { text: TEXT }))).map(
    ({ sequenceLength }) => sequenceLength,
  );
  expect(lengths).toEqual([4, 6, 6, 4, 6, 6, 4, 6, 6, 4, 6, 6]);
});

test('the gradient does not reach steps before the window', () => {
  const events = eventsOf(setupOf(temporalOrder({ steps: 3, ...windowOf(6) })));
  expect(endOf(events).step).toBe(3);
  for (const event of events) {
    if (event.type === 'stateGradient') expect(event.layers[0]).toHaveLength(6);
  }
});

// One unit with targets at every step, whose definition fits into a few lines.
const T = 11;
const WINDOW = 5;
const STRIDE = 3;
const RATE = 0.3;

const series: Task = drawnTask({
  input: { kind: 'dense', size: 1 },
  target: { kind: 'value', size: 1, steps: 'everyStep' },
  length: T,
  draw(stream, { inputs, inputStride, values, valueStride, batchSize }, b) {
    for (let t = 0; t < T; t++) {
      const row = t * batchSize + b;
      inputs[row * inputStride] = stream.uniform() - 0.5;
      values[row * valueStride] = stream.uniform() - 0.5;
    }
  },
});

function setupOfTask(task: Task, config: Config): TrainSetup {
  const loaded = loadOwnTaskConfig({ loss: { type: 'squaredError' }, ...config }, { file: 'test' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues, null, 2));
  return buildWithTask(loaded.spec, '128', task);
}

interface Point {
  readonly x: number;
  readonly target: number;
}

/** Notes what every whole batch holds, one sequence each. */
function noting(task: Task, noted: Point[][]): Task {
  return {
    ...task,
    training(stream) {
      const source = task.training(stream);
      return {
        ...source,
        next(batch: Batch) {
          source.next(batch);
          const { inputs, inputStride, values, valueStride } = batch;
          noted.push(
            Array.from({ length: T }, (_, t) => ({
              x: inputs[t * inputStride]!,
              target: values[t * valueStride]!,
            })),
          );
          return true;
        },
      };
    },
  };
}

/** wx, wh, bias, start, readout weight and bias. */
type Unit = readonly [number, number, number, number, number, number];

/** Runs the unit over points from a state; returns the states, the given one first. */
function statesOf([wx, wh, bias]: Unit, start: number, points: readonly Point[]): number[] {
  const states = [start];
  for (const { x } of points) states.push(Math.tanh(x * wx + states.at(-1)! * wh + bias));
  return states;
}

/** Parameters after `updates` updates of descent on the windows' losses, by finite differences. */
function replay(first: Unit, batches: readonly (readonly Point[])[], updates: number): Unit {
  let unit = first;
  let left = updates;
  for (const points of batches) {
    let kept: number | null = null; // the state where the next window begins
    for (let end = 0; end < T; ) {
      const before = end;
      end = Math.min(before + STRIDE, T);
      const start = Math.max(0, end - WINDOW);
      const nextStart = Math.max(0, Math.min(end + STRIDE, T) - WINDOW);
      const inWindow = points.slice(start, end);
      const lossAt = (at: Unit): number => {
        const states = statesOf(at, start === 0 ? at[3] : kept!, inWindow);
        const errors = points
          .slice(before, end)
          .map(({ target }, i) => at[4] * states[before - start + 1 + i]! + at[5] - target);
        return errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
      };
      const states = statesOf(unit, start === 0 ? unit[3] : kept!, inWindow);
      const gradient = unit.map((_, i) =>
        derivative((by) => lossAt(unit.with(i, unit[i]! + by) as unknown as Unit)),
      );
      kept = states[nextStart - start]!;
      unit = unit.map((value, i) => value - RATE * gradient[i]!) as unknown as Unit;
      left--;
      if (left === 0) return unit;
    }
  }
  throw new Error('too few batches');
}

describe('overlapping windows', () => {
  const ORDER = [
    'layers.0.Wxh',
    'layers.0.Whh',
    'layers.0.bh',
    'layers.0.h0',
    'readout.W',
    'readout.b',
  ];

  const unitOf = ({ arena, network }: TrainSetup): Unit =>
    ORDER.map((name) => {
      const tensor = network.parameters.tensors.find((one) => one.name === name);
      return arena.read(tensor!)[0]!;
    }) as unknown as Unit;

  test('descend on the loss of their new targets, the state at their beginning held as it was', () => {
    const updates = 10;
    const batches: Point[][] = [];
    const setup = setupOfTask(noting(series, batches), {
      precision: 'f64',
      model: {
        layers: [{ type: 'elman', hiddenSize: 1, initialState: 'trainable' }],
        initializer: { type: 'normal', standardDeviation: 1 },
      },
      training: {
        batchSize: 1,
        steps: updates,
        policy: [],
        optimizer: { type: 'sgd', learningRate: RATE },
        truncation: { type: 'window', window: WINDOW, stride: STRIDE },
      },
      evaluation: { every: 3, size: 5 },
    });
    const first = unitOf(setup);
    for (const _ of train(setup, { interrupted: false })) void _;
    const expected = replay(first, batches, updates);
    unitOf(setup).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 9);
      expect(value).not.toBeCloseTo(first[i]!, 3);
    });
  });
});

test('a batch without any target is one update without a gradient, as in one piece', () => {
  const silent: Task = drawnTask({
    input: { kind: 'dense', size: 1 },
    target: { kind: 'value', size: 1, steps: 'markedSteps' },
    length: T,
    draw: (_stream, { marks }) => void marks.fill(0),
  });
  const config = (training: Config) => ({ training: { batchSize: 2, steps: 3, ...training } });
  for (const training of [{}, windowOf(4)]) {
    const events = [...train(setupOfTask(silent, config(training)), { interrupted: false })];
    expect(stepsOf(events).map(({ loss, gradientNorm }) => [loss, gradientNorm])).toEqual(
      new Array(3).fill([0, 0]),
    );
  }
});

test('dL/dh_t of a window says where in the sequence it lies', () => {
  const events = eventsOf(setupOf(temporalOrder({ steps: 2, ...windowOf(6) })));
  const [first] = events.filter((event) => event.type === 'stateGradient');
  expect(first).toMatchObject({ startStep: 14 });
});

describe('evaluation in windows', () => {
  const layer = (type: string): Config => ({ type, hiddenSize: 8, initialState: 'trainable' });

  test.each(['elman', 'lstm', 'gru'])('gives %s the error of whole sequences', (type) => {
    const config = (more: Config): Config => ({
      precision: 'f64',
      ...temporalOrder({ steps: 0, ...more }),
      model: { layers: [layer(type), layer('gru')] },
    });
    const [whole, cut] = [config({}), config(windowOf(6))].map(
      (one) => evaluationsOf(eventsOf(setupOf(one)))[0]!,
    );
    expect(cut!.error).toBe(whole!.error);
    expect(cut!.count).toBe(whole!.count);
    expect(cut!.loss).toBeCloseTo(whole!.loss, 13);
  });

  test.each(['elman', 'lstm', 'gru'])(
    'gives %s the loss where sequences differ in length',
    (type) => {
      const ragged = drawnTask({
        input: { kind: 'dense', size: 1 },
        target: { kind: 'value', size: 1, steps: 'everyStep' },
        length: T,
        variableLengths: true,
        isWrong: (outputs, at, { values, valueStride }, row) =>
          outputs[at]! < values[row * valueStride]!,
        draw(stream, batch, b) {
          batch.lengths[b] = 1 + stream.integer(T);
          for (let t = 0; t < T; t++) {
            const row = t * batch.batchSize + b;
            batch.inputs[row * batch.inputStride] = stream.uniform() - 0.5;
            batch.values[row * batch.valueStride] = stream.uniform() - 0.5;
          }
        },
      });
      const evaluate = (training: Config) =>
        evaluationsOf([
          ...train(
            setupOfTask(ragged, {
              precision: 'f64',
              model: { layers: [layer(type)] },
              training: { batchSize: 7, steps: 0, ...training },
              evaluation: { every: 1, size: 23 },
            }),
            { interrupted: false },
          ),
        ])[0]!;
      const [whole, cut] = [evaluate({}), evaluate(windowOf(3))];
      expect(cut.count).toBe(whole.count);
      expect(cut.error).toBe(whole.error);
      expect(cut.loss).toBeCloseTo(whole.loss, 13);
    },
  );
});

test('masks of recurrent dropout hold for all windows of a batch', () => {
  const setup = setupOf({
    ...temporalOrder({ steps: 1, ...windowOf(7) }),
    model: { layers: [{ type: 'gru', hiddenSize: 12, recurrentDropout: 0.5 }] },
  });
  const { arena, network } = setup;
  const mask = () => arena.read(network.layers[0]!.directions[0]!.workspace.dropout!);
  const masks: string[] = [];
  const forward = network.forward.bind(network);
  const watched = {
    ...setup,
    network: {
      ...network,
      forward(purpose: 'train' | 'evaluate') {
        if (purpose === 'train') masks.push(mask().join());
        return forward(purpose);
      },
    },
  };
  for (const _ of train(
    { ...watched, training: { ...setup.training, steps: 2 } },
    { interrupted: false },
  ))
    void _;
  expect(masks).toHaveLength(6);
  expect(new Set(masks.slice(0, 3)).size).toBe(1);
  expect(new Set(masks.slice(3)).size).toBe(1);
  expect(masks[3]).not.toBe(masks[0]);
});

test('a bidirectional layer is refused where a task of one’s own is cut', () => {
  const config = {
    model: { layers: [{ type: 'gru', bidirectional: true }] },
    training: { truncation: { type: 'window', window: 5, stride: 5 } },
  };
  expect(() => setupOfTask(series, config)).toThrow(/^truncation: a bidirectional layer/);
});
