// Parameters with gates: each gate's columns are a matrix by itself, wherever they lie in memory.
import { describe, expect, test } from 'vitest';
import type { ParameterSpec } from '../../../src/cells/cell.ts';
import { ArenaPlan } from '../../../src/math/arena.ts';
import { openStream } from '../../../src/math/random.ts';
import { baseInitializer } from '../../../src/model/initializers/base.ts';
import { type InitializerOptions, initialize } from '../../../src/model/initializers/index.ts';
import type { Initializer } from '../../../src/model/initializers/initializer.ts';
import { valuesByGate } from '../../../src/model/initializers/valuesByGate.ts';
import { columnsOf, draw, gated, LSTM_GATES, shape } from './shapes.ts';

const H = 7;

const everyType = [
  { type: 'normal', standardDeviation: 0.1 },
  { type: 'uniform', minimum: -1, maximum: 1 },
  { type: 'uniformByHiddenSize' },
  { type: 'xavier', gain: 1 },
  { type: 'kaiming', gain: 1 },
  { type: 'orthogonal', gain: 1 },
  { type: 'identity', scale: 1 },
  { type: 'sparse', nonZeroCount: 3, standardDeviation: 1 },
  { type: 'smartTanh', spectralRadius: 0.95, nonZeroCount: 3 },
] as const;

describe('valuesByGate', () => {
  test.each(everyType)('$type draws the gates one after the other, as matrices', (options) => {
    for (const [role, rows] of [
      ['input', 3],
      ['recurrent', H],
      ['bias', 1],
    ] as const) {
      const values = draw(options, gated(role, rows, H));
      const stream = openStream(1, 'init');
      for (let gate = 0; gate < 4; gate++) {
        const alone = baseInitializer(options).values(options, shape(role, rows, H), stream);
        expect(columnsOf(values, gate, 4, rows)).toEqual(alone);
      }
    }
  });

  test('says which gate it asks for, and with what shape', () => {
    const asked: unknown[] = [];
    const spy: Initializer<null> = {
      type: 'spy',
      summary: '',
      source: '',
      values(_, { gate, gates, shape: given, rows, columns, hiddenSize }) {
        asked.push([gate, gates, given, hiddenSize]);
        return new Float64Array(rows * columns);
      },
    };
    valuesByGate(spy, null, gated('recurrent', H, H), openStream(1, 'init'));
    valuesByGate(spy, null, gated('bias', 1, 2), openStream(1, 'init'));
    expect(asked).toEqual([
      ...LSTM_GATES.map((gate) => [gate, undefined, [H, H], H]),
      ...LSTM_GATES.map((gate) => [gate, undefined, [2], 2]),
    ]);
  });

  test.each(LSTM_GATES)('every matrix of identity is the identity, gate %s among them', (gate) => {
    const values = draw({ type: 'identity', scale: 0.5 }, gated('recurrent', 3, 3));
    const block = columnsOf(values, LSTM_GATES.indexOf(gate), 4, 3);
    expect([...block]).toEqual([0.5, 0, 0, 0, 0.5, 0, 0, 0, 0.5]);
  });
});

const ROLES = { Wxh: 'input', Whh: 'recurrent', bh: 'bias' } as const;

/** The parameters of an LSTM with two units and one input, and a readout. */
const lstm: readonly ParameterSpec[] = [
  ...(
    [
      ['Wxh', [1, 8]],
      ['Whh', [2, 8]],
      ['bh', [8]],
    ] as const
  ).map(([name, size]) => ({
    name: `layers.0.${name}`,
    shape: size,
    role: ROLES[name],
    gates: LSTM_GATES,
    gateStart: { f: 1 },
  })),
  { name: 'layers.0.h0', shape: [2], role: 'initialState' },
  { name: 'readout.W', shape: [2, 1], role: 'output' },
  { name: 'readout.b', shape: [1], role: 'bias' },
];

function parametersOf(options: InitializerOptions): Record<string, number[]> {
  const plan = new ArenaPlan('f64');
  const vector = plan.vector(lstm);
  const arena = plan.allocate();
  initialize(options, arena, lstm, vector, openStream(1, 'init'));
  return Object.fromEntries(vector.tensors.map((tensor) => [tensor.name, arena.read(tensor)]));
}

describe('where gates start', () => {
  test.each<InitializerOptions>([
    { type: 'zeros' },
    { type: 'basicTanh' },
    { type: 'spectralRadius', radius: 1, base: { type: 'sigmoid' } },
  ])('biases that $type leaves at zero start there, and nothing else does', (options) => {
    const parameters = parametersOf(options);
    expect(parameters['layers.0.bh']).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    expect(parameters['readout.b']).toEqual([0]);
    expect(parameters['layers.0.h0']).toEqual([0, 0]);
  });

  test('weights that are zero stay so', () => {
    const parameters = parametersOf({ type: 'zeros' });
    expect(parameters['layers.0.Whh']).toEqual(new Array(16).fill(0));
  });

  test('an initializer that draws biases wins', () => {
    const biases = parametersOf({ type: 'uniformByHiddenSize' })['layers.0.bh']!;
    expect(Math.max(...biases)).toBeLessThan(1 / Math.sqrt(2));
    expect(new Set(biases).size).toBe(8);
  });

  test('values wins, and takes and fills whole tensors', () => {
    const bh = [1, 2, 3, 4, 5, 6, 7, 8];
    const parameters = parametersOf({
      type: 'values',
      values: { 'layers.0.bh': bh, 'layers.0.Whh': [bh, bh] },
    });
    expect(parameters['layers.0.bh']).toEqual(bh);
    expect(parameters['layers.0.Whh']).toEqual([...bh, ...bh]);
    expect(parametersOf({ type: 'values', values: {} })['layers.0.bh']).toEqual(
      new Array(8).fill(0),
    );
  });

  test('chrono sets the biases of the network it is given', () => {
    const base = { type: 'zeros' } as const;
    const biases = parametersOf({ type: 'chrono', longest: 50, base })['layers.0.bh']!;
    expect(biases.slice(0, 2)).toEqual(biases.slice(2, 4).map((value) => -value));
    expect(Math.min(...biases.slice(2, 4))).toBeGreaterThan(0);
    expect(biases.slice(4)).toEqual([0, 0, 0, 0]);
  });
});
