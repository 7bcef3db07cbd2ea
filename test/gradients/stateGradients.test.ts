// dL/dh_t of every layer and every t = 0 … T, which the paper's figures are made of.
import { describe, expect, it } from 'vitest';
import { type ActivationName, activations } from '../../src/cells/activations.ts';
import { type LossName, losses } from '../../src/losses/index.ts';
import { expectClose } from '../helpers/close.ts';
import {
  type BatchContent,
  fillBatch,
  type Lab,
  openLab,
  readTensors,
} from '../helpers/network.ts';
import { openDraws } from '../helpers/numbers.ts';
import { type Case, combinations, drawBatch, drawParameters, networkOptions } from './cases.ts';
import { derivative, mismatches } from './differences.ts';
import { naiveForward } from './naive.ts';

const SIZES = { sequenceLength: 5, batchSize: 2, hiddenSizes: [3, 4, 2] };

const cases: readonly Case[] = combinations({
  activation: Object.keys(activations) as ActivationName[],
  loss: Object.keys(losses) as LossName[],
  depth: [1, 3],
  steps: ['lastStep', 'everyStep'] as const,
  readout: ['linear', 'none'] as const,
  initialState: ['trainable'] as const,
  bias: [true],
  carry: [false],
  input: ['dense'] as const,
  target: ['class'] as const,
});

interface Run {
  readonly lab: Lab;
  readonly content: BatchContent;
  readonly loss: number;
}

function run(one: Case, seed: number): Run {
  const options = networkOptions(one, SIZES);
  const lab = openLab(options, 'f64', '128');
  const draw = openDraws(seed);
  const content = drawBatch(options, draw);
  fillBatch(lab.network, content);
  for (const tensor of lab.network.parameters.tensors) {
    lab.arena.write(tensor, drawParameters(one, tensor.rows * tensor.columns, draw));
  }
  const loss = lab.network.forward('train');
  lab.network.backward();
  return { lab, content, loss };
}

/** dL/dh_t of all layers by displacing each state of the naive network; null at a kink. */
function numericStates(one: Case, { lab, content }: Run): Map<string, number[]> | null {
  const { arena, network } = lab;
  const { options, layers } = network;
  const parameters = readTensors(arena, network.parameters);
  const { active } = naiveForward(options, parameters, content);
  const { sequenceLength: T, batchSize: B } = options.size;
  const numeric = new Map<string, number[]>();
  for (const [layer, { directions }] of layers.entries()) {
    const { hiddenSize } = directions[0]!;
    const values: number[] = [];
    for (let row = 0; row < (T + 1) * B; row++) {
      for (let unit = 0; unit < hiddenSize; unit++) {
        const place = { layer, step: Math.floor(row / B), sequence: row % B, unit };
        let crossesKink = false;
        const value = derivative((by) => {
          const pass = naiveForward(options, parameters, content, { ...place, by });
          crossesKink ||= one.activation === 'relu' && pass.active !== active;
          return pass.loss;
        });
        if (crossesKink) return null;
        values.push(value);
      }
    }
    numeric.set(`layers.${layer}.dh`, values);
  }
  return numeric;
}

describe('dL/dh_t', () => {
  it.each(cases)(
    'is the loss’s derivative by each state: $activation, $loss, depth $depth, $steps, readout $readout',
    (one) => {
      for (let seed = 1; seed <= 50; seed++) {
        const done = run(one, seed);
        const numeric = numericStates(one, done);
        if (!numeric) continue;
        const { layers } = done.lab.network;
        const analytic = new Map(
          layers.map(({ name, directions: [only] }) => [
            `${name}.dh`,
            done.lab.arena.read(only!.dh),
          ]),
        );
        expect(mismatches(analytic, numeric)).toEqual([]);
        return;
      }
      expect.fail('no seed keeps the case away from kinks');
    },
  );

  it.each(cases)(
    'belongs to the loss of the plain formulas: $activation, $loss, depth $depth, $steps, readout $readout',
    (one) => {
      const { lab, content, loss } = run(one, 1);
      const parameters = readTensors(lab.arena, lab.network.parameters);
      const naive = naiveForward(lab.network.options, parameters, content).loss;
      expectClose([loss], [naive], () => 1e-13 * Math.max(1, naive));
    },
  );

  it('is, to the bit, the gradient of the initial state of what follows', () => {
    const one: Case = {
      activation: 'tanh',
      loss: 'softmaxCrossEntropy',
      depth: 1,
      initialState: 'trainable',
      bias: true,
      steps: 'lastStep',
      readout: 'linear',
      carry: false,
      input: 'index',
      target: 'class',
    };
    const sizes = { sequenceLength: 9, batchSize: 1, hiddenSizes: [5] };
    const options = networkOptions(one, sizes);
    const { arena, network } = openLab(options, 'f64', '128');
    const draw = openDraws(4);
    const content = drawBatch(options, draw);
    fillBatch(network, content);
    for (const tensor of network.parameters.tensors) {
      arena.write(tensor, drawParameters(one, tensor.rows * tensor.columns, draw));
    }
    network.forward('train');
    network.backward();
    const [only] = network.layers[0]!.directions;
    const [h, dh] = [arena.read(only!.h), arena.read(only!.dh)];
    const parameters = readTensors(arena, network.parameters);

    for (let t = 0; t < sizes.sequenceLength; t++) {
      const tail = networkOptions(one, { ...sizes, sequenceLength: sizes.sequenceLength - t });
      const rest = openLab(tail, 'f64', '128');
      for (const tensor of rest.network.parameters.tensors) {
        const values = parameters.get(tensor.name)!;
        const start = h.slice(5 * t, 5 * (t + 1));
        rest.arena.write(tensor, tensor.name === 'layers.0.h0' ? start : values);
      }
      fillBatch(rest.network, { ...content, symbols: content.symbols!.slice(t) });
      rest.network.forward('train');
      rest.network.backward();
      const gradient = readTensors(rest.arena, rest.network.gradient).get('layers.0.h0');
      expect(gradient).toEqual(dh.slice(5 * t, 5 * (t + 1)));
    }
  });
});
