import { describe, expect, test } from 'vitest';
import { openStream } from '../../src/math/random.ts';
import { pianoRoll } from '../../src/tasks/pianoRoll.ts';
import type { Batch, BatchSource, SourceState, Task } from '../../src/tasks/task.ts';
import { evaluate } from '../../src/training/evaluate.ts';
import { type Lab, openLab } from '../helpers/network.ts';
import { wholeFile } from '../helpers/taskFiles.ts';
import { batchFor, drain } from './batches.ts';

type Notes = readonly (readonly number[])[];

/** A tune that no other has: `index` sounds in its first step, beside a melody. */
const tune = (index: number, steps: number): Notes =>
  Array.from({ length: steps }, (_, t) =>
    t === 0 ? [21 + index] : [50 + ((3 * t + index) % 12), 70 + ((t * t + index) % 9)],
  );

const LENGTHS = [1, 2, 3, 8, 11, 21, 34, 5, 9, 0];
const tunes = LENGTHS.map((steps, index) => tune(index, steps));

function taskOf(length: number, parts: object = { training: tunes, test: tunes }): Task {
  const options = { type: 'pianoRoll', file: 'm.json', length, stepsPerQuarter: 4 } as const;
  return pianoRoll.create(options, wholeFile(JSON.stringify(parts)));
}

const stream = (state?: SourceState) => openStream(3, 'train', state?.random ?? undefined);

/** Pitches of a row of inputs or targets. */
function pitchesAt(rows: Batch['inputs'], at: number): number[] {
  return [...rows.subarray(at, at + 88)].flatMap((on, key) => (on ? [key + 21] : []));
}

/** What each sequence of a batch asks: pitches of a step, and of the next. */
function predictionsOf(batch: Batch): [number[], number[]][][] {
  const { batchSize: B, inputs, inputStride, values, valueStride, lengths } = batch;
  return Array.from({ length: B }, (_, b) =>
    Array.from({ length: lengths[b]! }, (__, t) => [
      pitchesAt(inputs, (t * B + b) * inputStride),
      pitchesAt(values, (t * B + b) * valueStride),
    ]),
  );
}

const wholeTune = (notes: Notes) => notes.slice(1).map((next, t) => [notes[t], next]);
const asText = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();

describe('training', () => {
  test.each([7, 100])('an epoch has every prediction once, in chunks of at most %i', (length) => {
    const task = taskOf(length);
    const batch = batchFor(task, 1);
    const source = task.training(stream());
    const seen: unknown[] = [];
    let chunks = 0;
    for (let wanted = tunes.flatMap(wholeTune).length; seen.length < wanted; chunks++) {
      source.next(batch);
      expect(batch.carryState).toBe(false);
      expect(batch.sequenceLength).toBeLessThanOrEqual(length);
      seen.push(...predictionsOf(batch).flat());
    }
    expect(asText(seen)).toEqual(asText(tunes.flatMap(wholeTune)));
    expect(chunks).toBe(
      LENGTHS.reduce((sum, L) => sum + Math.ceil(Math.max(0, L - 1) / length), 0),
    );
  });

  test('a batch is as long as its longest chunk, and the order is another in each epoch', () => {
    const task = taskOf(100);
    const batch = batchFor(task, 4);
    const source = task.training(stream());
    const orders = Array.from({ length: 4 }, () =>
      [0, 1].flatMap(() => {
        source.next(batch);
        expect(batch.sequenceLength).toBe(Math.max(...batch.lengths));
        return [...batch.lengths];
      }),
    );
    const different = (lists: readonly number[][]) => new Set(lists.map(String)).size;
    expect(different(orders)).toBe(4);
    expect(different(orders.map((order) => order.toSorted((a, b) => a - b)))).toBe(1);
  });

  test('goes on from any batch as if it had never stopped, within an epoch and at its end', () => {
    const task = taskOf(7);
    const batch = batchFor(task, 3);
    const source = task.training(stream());
    const seen: string[] = [];
    const states: SourceState[] = [source.state()];
    const take = (from: typeof source): string => {
      from.next(batch);
      return JSON.stringify(predictionsOf(batch));
    };
    for (let n = 0; n < 20; n++) {
      seen.push(take(source));
      states.push(JSON.parse(JSON.stringify(source.state())));
    }
    for (const [n, state] of states.entries()) {
      const resumed = task.training(stream(state), state);
      expect(Array.from({ length: 20 - n }, () => take(resumed))).toEqual(seen.slice(n));
    }
  });

  test('pieces without a second step are refused where there are no others', () => {
    expect(() => taskOf(5, { training: [[[60]], []] })).toThrow(
      'pianoRoll: no training piece has two steps or more',
    );
  });
});

describe('evaluation', () => {
  test.each([
    [7, 3],
    [1, 4],
    [100, 2],
    [10, 50],
  ])('chunks of %i, %i at a time, carry on to whole pieces', (length, batchSize) => {
    const task = taskOf(length);
    const batch = batchFor(task, batchSize);
    const pieces: [number[], number[]][][] = [];
    let group: [number[], number[]][][] = [];
    drain(task.evaluation('test', stream(), 1), batch, batchSize, () => {
      const parts = predictionsOf(batch);
      if (batch.carryState) {
        for (const [b, piece] of group.entries()) piece.push(...parts[b]!);
      } else {
        group = parts;
        pieces.push(...group);
      }
    });
    expect(asText(pieces)).toEqual(asText(tunes.filter((t) => t.length > 1).map(wholeTune)));
  });

  test('there is none where no piece has a second step', () => {
    const task = taskOf(5, { training: tunes, test: [[[60]]] });
    expect(task.evaluation('test', stream(), 1)).toBeNull();
    expect(task.evaluation('validation', stream(), 1)).toBeNull();
  });

  /** A network that remembers, with the same parameters whatever its size. */
  function labFor(task: Task, type: 'elman' | 'lstm' | 'gru', batchSize: number): Lab {
    const layer = { hiddenSize: 6, initialState: 'zero', bias: true } as const;
    const own = {
      elman: { type: 'elman', activation: 'tanh' },
      lstm: { type: 'lstm', forgetBias: 1, peephole: true },
      gru: { type: 'gru', reset: 'after' },
    } as const;
    const lab = openLab(
      {
        layers: [{ ...layer, ...own[type] }],
        readout: { type: 'linear' },
        loss: { type: 'sigmoidCrossEntropy' },
        input: task.input,
        target: task.target,
        variableLengths: true,
        carriesState: task.carriesState,
        size: { sequenceLength: task.maximumLength, batchSize },
      },
      'f64',
      'reference',
    );
    const random = openStream(1, 'parameters');
    for (const tensor of lab.network.parameters.tensors) {
      const count = tensor.rows * tensor.columns;
      lab.arena.write(
        tensor,
        Array.from({ length: count }, () => 2 * random.uniform() - 1),
      );
    }
    return lab;
  }

  test.each(['elman', 'lstm', 'gru'] as const)(
    'the loss of an %s is the mean over all predictions of pieces run one by one',
    (type) => {
      const whole = taskOf(100);
      const alone = labFor(whole, type, 1);
      let sum = 0;
      let count = 0;
      for (const notes of tunes.filter(({ length }) => length > 1)) {
        const { batch } = alone.network;
        const one = taskOf(100, { training: [notes] });
        one.training(stream()).next(batch);
        sum += alone.network.forward('evaluate') * (notes.length - 1);
        count += notes.length - 1;
      }
      for (const [length, batchSize] of [
        [7, 3],
        [3, 8],
      ] as const) {
        const task = taskOf(length);
        const { network } = labFor(task, type, batchSize);
        const pass = evaluate(network, task, {
          split: 'test',
          step: 0,
          seed: 1,
          size: 1,
          batchSize,
        });
        let step = pass.next();
        while (!step.done) step = pass.next();
        expect(step.value?.count).toBe(count);
        expect(step.value?.loss).toBeCloseTo(sum / count, 10);
        expect(step.value?.error).toBeNull();
      }
    },
  );
});

describe('floors', () => {
  const training = [[[60], [60], [], [60]]];

  test('are those of shares by key, alone and after the step before, by the rule of Laplace', () => {
    const task = taskOf(5, { training, test: [[[], [60], [61]]] });
    // 60 is on in 2 of 3 predicted steps: once of 2 after on, once of 1 after off; other keys never.
    const silent = (keys: number, share: number) => -keys * Math.log(share);
    const alone = -Math.log(3 / 5) - Math.log(2 / 5) - Math.log(1 / 5) + silent(173, 4 / 5);
    const after = -Math.log(2 / 3) - Math.log(2 / 4) - Math.log(1 / 5) + silent(173, 4 / 5);
    const [unigram, markov, ...others] = task.floors?.('test') ?? [];
    expect(others).toEqual([]);
    expect(unigram?.losses.sigmoidCrossEntropy).toBeCloseTo(alone / 2, 12);
    expect(markov?.losses.sigmoidCrossEntropy).toBeCloseTo(after / 2, 12);
    expect([unigram?.error, markov?.error]).toEqual([null, null]);
  });

  test('are absent where there is nothing to predict', () => {
    expect(taskOf(5, { training }).floors?.('validation')).toEqual([]);
  });
});

test('key 0 is the lowest A of a piano', () => {
  expect(taskOf(5).notation).toEqual({ kind: 'pianoRoll', lowestPitch: 21 });
});

test('a file with all parts that stands in for one gives that part; the others stay', () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ training: tunes, test: [tune(1, 7)] }));
  const standIn = { split: 'test', path: '/data/other', bytes, isStandIn: true } as const;
  const own = { training: [tune(2, 3)], validation: [tune(3, 4)], test: [tune(4, 5)] };
  const options = { type: 'pianoRoll', file: 'm.json', length: 100, stepsPerQuarter: 4 } as const;
  const task = pianoRoll.create(options, [...wholeFile(JSON.stringify(own)), standIn]);
  const batch = batchFor(task, 1);
  const predictions = (source: BatchSource | null) => {
    source?.next(batch);
    return predictionsOf(batch)[0];
  };
  expect(predictions(task.evaluation('test', stream(), 1))).toEqual(wholeTune(tune(1, 7)));
  expect(predictions(task.evaluation('validation', stream(), 1))).toEqual(wholeTune(tune(3, 4)));
  expect(predictions(task.training(stream()))).toEqual(wholeTune(tune(2, 3)));
});
