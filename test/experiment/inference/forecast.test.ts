// Forecasts: the network follows what came, then its own outputs, and tells both in units of the data.
import { describe, expect, test } from 'vitest';
import { forecast, type SeriesNotation } from '../../../src/experiment/inference/forecast.ts';
import { openStepper } from '../../../src/experiment/inference/stepper.ts';
import { rowTask } from '../../helpers/rowTask.ts';
import { trainedOf } from '../../helpers/trained.ts';

const channel = { name: 'level', mean: 10, deviation: 2 };
const notation: SeriesNotation = {
  kind: 'series',
  inputs: [channel],
  targets: [channel],
  horizon: 1,
};
const { network } = trainedOf({
  precision: 'f64',
  task: { type: 'toy', length: 5 },
  model: { layers: [{ type: 'gru', hiddenSize: 3 }], readout: { type: 'linear' } },
});
const values = Array.from({ length: 12 }, (_, t) => t / 8);
const trained = { network, task: rowTask([values], 4, notation), data: null };
const request = { split: 'test', from: null, steps: 3, kernels: '128' } as const;

const inUnits = (value = 0) => value * 2 + 10;

describe('a forecast', () => {
  test.each([
    [null, 9],
    [1, 1],
    [6, 6],
  ])('after row %j', (asked, from) => {
    const found = forecast(trained, notation, { ...request, from: asked });
    const stepper = openStepper(network, 'reference');
    let outputs: number[] = [];
    for (const value of values.slice(0, from)) outputs = [...stepper.step([value])];
    const expected = [outputs];
    for (let n = 1; n < 3; n++) {
      outputs = [...stepper.step(outputs)];
      expected.push(outputs);
    }
    expect(found).toMatchObject({ channels: ['level'], split: 'test', from });
    expect(found.forecast).toEqual(expected.map(([value]) => [inUnits(value)]));
    expect(found.truth).toEqual(values.slice(from, from + 3).map((value) => [inUnits(value)]));
    const before = values.slice(Math.max(0, from - 3), from);
    expect(found.before).toEqual(before.map((value) => [inUnits(value)]));
  });

  test('begins anew where a sequence does', () => {
    const two = { ...trained, task: rowTask([[5, 3], values], 4, notation) };
    const [after, alone] = [
      forecast(two, notation, { ...request, from: 7 }),
      forecast(trained, notation, { ...request, from: 6 }),
    ];
    expect(after.forecast).toEqual(alone.forecast);
  });
});

describe('what is refused', () => {
  test.each([
    [{ steps: 12 }, '--steps: expected at most 11, the rows of test after the first, got 12'],
    [{ from: 10 }, '--steps: expected at most 2, the rows of test after row 10, got 3'],
    [{ from: 50 }, '--steps: expected at most 0, the rows of test after row 50, got 3'],
    [{ split: 'validation' }, '--steps: expected at most 0, the rows of validation'],
  ] as const)('%j', (change, message) => {
    expect(() => forecast(trained, notation, { ...request, ...change })).toThrow(message);
  });

  test.each([
    [
      { horizon: 4 },
      /predicts the next row \(task\.horizon 1\), .* got one that predicts 4 rows ahead/,
    ],
    [
      { targets: [{ ...channel, name: 'flow' }] },
      /outputs are its inputs \(level\).*got outputs flow/,
    ],
  ])('a network that cannot go on from its outputs: %j', (change, message) => {
    const other = { ...notation, ...change };
    expect(() => forecast(trained, other, request)).toThrow(message);
  });
});
