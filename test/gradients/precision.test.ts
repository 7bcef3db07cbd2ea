// Single precision computes the same losses and gradients as double, to single precision.
import { describe, it } from 'vitest';
import { type ActivationName, activations } from '../../src/cells/activations.ts';
import { type LossName, losses } from '../../src/losses/index.ts';
import type { Precision } from '../../src/math/kernels.ts';
import { expectClose } from '../helpers/close.ts';
import { fillBatch, openLab, readTensors } from '../helpers/network.ts';
import { openDraws } from '../helpers/numbers.ts';
import { type Case, combinations, drawBatch, networkOptions } from './cases.ts';

const SIZES = { sequenceLength: 20, batchSize: 5, hiddenSizes: [17, 10] };
/** Largest relative error of a tensor's largest entries, in units of 2⁻²⁴. */
const ROUNDINGS = 60;

const cases: readonly Case[] = combinations({
  activation: Object.keys(activations) as ActivationName[],
  loss: Object.keys(losses) as LossName[],
  depth: [1, 2],
  steps: ['lastStep', 'everyStep'] as const,
  initialState: ['trainable'] as const,
  readout: ['linear'] as const,
  bias: [true],
  carry: [false],
  input: ['dense'] as const,
  target: ['class'] as const,
});

/** Loss and gradient at parameters and inputs that both precisions can hold. */
function compute(one: Case, precision: Precision) {
  const options = networkOptions(one, SIZES);
  const { arena, network } = openLab(options, precision, '128');
  const draw = openDraws(11);
  const content = drawBatch(options, draw);
  fillBatch(network, { ...content, inputs: content.inputs!.map(Math.fround) });
  for (const tensor of network.parameters.tensors) {
    const values = Array.from({ length: tensor.rows * tensor.columns }, () =>
      Math.fround(0.4 * (2 * draw() - 1)),
    );
    arena.write(tensor, values);
  }
  const loss = network.forward('train');
  network.backward();
  return { loss, gradient: readTensors(arena, network.gradient) };
}

describe('f32 agrees with f64 to single precision', () => {
  it.each(cases)('$activation, $loss, depth $depth, $steps', (one) => {
    const [single, double] = [compute(one, 'f32'), compute(one, 'f64')];
    expectClose([single.loss], [double.loss], () => ROUNDINGS * 2 ** -24 * double.loss);
    for (const [name, expected] of double.gradient) {
      const largest = Math.max(...expected.map(Math.abs));
      expectClose(single.gradient.get(name)!, expected, () => ROUNDINGS * 2 ** -24 * largest);
    }
  });
});
