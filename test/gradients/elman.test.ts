// The gradient of every Elman network against finite differences in f64: all combinations of
// activation, loss, depth, initial state, bias, target steps, readout, carried state, input, target.
import { describe, expect, it } from 'vitest';
import { type ActivationName, activations } from '../../src/cells/activations.ts';
import { type LossName, losses } from '../../src/losses/index.ts';
import { type Case, combinations, describeCase } from './cases.ts';
import { mismatches } from './differences.ts';
import { gradientsOf } from './numericGradient.ts';

const groups = combinations({
  activation: Object.keys(activations) as ActivationName[],
  loss: Object.keys(losses) as LossName[],
  depth: [1, 2, 3],
});

function casesOf(group: (typeof groups)[number]): Case[] {
  return combinations({
    initialState: ['zero', 0.3, 'trainable'] as const,
    bias: [true, false],
    steps: ['lastStep', 'everyStep'] as const,
    readout: ['linear', 'none'] as const,
    carry: [false, true],
    input: ['dense', 'index'] as const,
    target:
      losses[group.loss].targetKind === 'class'
        ? (['class'] as const)
        : (['value', 'class'] as const),
  }).map((one) => ({ ...group, ...one }));
}

describe('the gradient of an Elman network is its loss’s derivative', () => {
  it.each(groups)('$activation, $loss, depth $depth', (group) => {
    const wrong = casesOf(group).flatMap((one) => {
      const { analytic, numeric } = gradientsOf(one);
      expect([...analytic.keys()]).toEqual([...numeric.keys()]);
      return mismatches(analytic, numeric).map((found) => ({ case: describeCase(one), ...found }));
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});
