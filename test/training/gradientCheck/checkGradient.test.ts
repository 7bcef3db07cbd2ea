// Whole checks of targets whose gradient is known, right or wrong.
import { describe, expect, it } from 'vitest';
import { ArenaPlan } from '../../../src/math/arena.ts';
import {
  checkedEntryCount,
  checkGradient,
  type TermCheck,
} from '../../../src/training/gradientCheck/checkGradient.ts';
import {
  type GradientCheckTarget,
  lossTarget,
} from '../../../src/training/gradientCheck/target.ts';
import { drawBatch, drawParameters, networkOptions } from '../../gradients/cases.ts';
import { fillBatch, openLab } from '../../helpers/network.ts';
import { openDraws } from '../../helpers/numbers.ts';

function result(target: GradientCheckTarget, entries = Infinity) {
  const steps = checkGradient(target, { entries, seed: 1 });
  let count = 0;
  let next = steps.next();
  for (; !next.done; next = steps.next()) count += next.value;
  return { check: next.value as TermCheck, count };
}

const one = {
  activation: 'tanh',
  loss: 'softmaxCrossEntropy',
  depth: 2,
  initialState: 'trainable',
  bias: true,
  steps: 'everyStep',
  readout: 'linear',
  carry: false,
  input: 'index',
  target: 'class',
} as const;

/** The loss of a small network, its gradient changed on the way out. */
function networkTarget(
  change: (gradient: Float32Array | Float64Array, at: (name: string) => number) => void,
): GradientCheckTarget {
  const options = networkOptions(one);
  const { arena, network } = openLab(options, 'f64', '128');
  const draw = openDraws(3);
  for (const tensor of network.parameters.tensors) {
    arena.write(tensor, drawParameters(one, tensor.rows * tensor.columns, draw));
  }
  fillBatch(network, drawBatch(options, draw));
  const target = lossTarget(arena, network);
  return {
    ...target,
    fillGradient() {
      target.fillGradient();
      change(arena.elements, (name) => {
        const tensor = network.gradient.tensors.find((found) => found.name === name)!;
        return arena.indexOf(tensor, 1, 2);
      });
    },
  };
}

/** A function of two tensors, W [2, 3] and b [2], over values without padding. */
function ownTarget(
  f: (W: readonly number[], b: readonly number[]) => number,
  gradient: readonly [readonly number[], readonly number[]],
): GradientCheckTarget {
  const plan = new ArenaPlan('f64');
  const specs = [
    { name: 'W', shape: [2, 3] as const },
    { name: 'b', shape: [2] as const },
  ];
  const [parameters, claim] = [plan.vector(specs), plan.vector(specs)];
  const arena = plan.allocate();
  const read = (at: number) => arena.read(parameters.tensors[at]!);
  return {
    name: 'own',
    arena,
    parameters,
    gradient: claim,
    value: () => f(read(0), read(1)),
    fillGradient() {
      for (const [at, tensor] of claim.tensors.entries()) arena.write(tensor, gradient[at]!);
    },
  };
}

const verdicts = ({ tensors }: TermCheck) =>
  Object.fromEntries(tensors.map(({ tensor, verdict }) => [tensor, verdict]));

describe('a gradient check', () => {
  it('accepts the gradient of a network and counts every entry', () => {
    const target = networkTarget(() => {});
    const { check, count } = result(target);
    expect(new Set(Object.values(verdicts(check)))).toEqual(new Set(['agrees']));
    const sizes = check.tensors.map(({ checkedCount, entryCount, shape }) => {
      expect(checkedCount).toBe(entryCount);
      return shape.reduce((product, size) => product * size, 1);
    });
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count);
    expect(count).toBe(checkedEntryCount(target, Infinity));
  });

  it.each([
    ['left out', () => 0],
    ['of the wrong sign', (x: number) => -x],
    ['wrong by 1e-5', (x: number) => x * (1 + 1e-5)],
  ])('finds one entry that is %s, and names it', (_, change) => {
    const target = networkTarget((elements, at) => {
      elements[at('layers.1.Whh')] = change(elements[at('layers.1.Whh')]!);
    });
    const { check } = result(target);
    expect(verdicts(check)).toMatchObject({ 'layers.1.Whh': 'differs', 'layers.1.Wxh': 'agrees' });
    const wrong = check.tensors.find(({ tensor }) => tensor === 'layers.1.Whh');
    expect(wrong).toMatchObject({ differingCount: 1, worst: { row: 1, column: 2 } });
    expect(wrong!.worst!.numeric).not.toBe(0);
  });

  it('names an entry that is NaN', () => {
    const target = networkTarget((elements, at) => {
      elements[at('layers.0.Whh')] = NaN;
    });
    const { check } = result(target, 2);
    const broken = check.tensors.find(({ tensor }) => tensor === 'layers.0.Whh');
    expect(broken).toMatchObject({
      verdict: 'nonFinite',
      nonFiniteCount: 1,
      worst: { row: 1, column: 2, relativeDifference: Infinity },
    });
  });

  it('leaves the parameters as they are, to the bit', () => {
    const target = networkTarget(() => {});
    const before = target.arena.view(target.parameters).slice();
    result(target);
    expect(target.arena.view(target.parameters)).toEqual(before);
  });

  it('tells entries without influence, kinks and what is too small apart', () => {
    const { check } = result(
      ownTarget(
        ([w0 = 0, w1 = 0]) => 1 + Math.max(0, w0) + w1,
        [
          [0, 1, 0, 0, 0, 0],
          [0, 0],
        ],
      ),
    );
    expect(verdicts(check)).toEqual({ W: 'agrees', b: 'noInfluence' });
    expect(check.tensors[0]!.notSmooth).toMatchObject([{ row: 0, column: 0, analytic: 0 }]);
    const small = result(
      ownTarget(
        (_, [b = 0]) => 1 + 1e-13 * b,
        [
          [0, 0, 0, 0, 0, 0],
          [1e-13, 0],
        ],
      ),
    );
    expect(verdicts(small.check)).toEqual({ W: 'noInfluence', b: 'tooSmall' });
    expect(small.check.tensors[1]).toMatchObject({ worst: { analytic: 0 }, tooSmallCount: 1 });
  });

  it('says that a value is not finite', () => {
    const { check } = result(ownTarget(() => NaN, [[], []]));
    expect(check).toMatchObject({ problem: 'nonFiniteValue', tensors: [] });
  });

  it('says that carried states make a loss change from pass to pass', () => {
    const options = networkOptions({ ...one, carry: true });
    const { arena, network } = openLab(options, 'f64', '128');
    const draw = openDraws(3);
    for (const tensor of network.parameters.tensors) {
      arena.write(tensor, drawParameters(one, tensor.rows * tensor.columns, draw));
    }
    fillBatch(network, drawBatch(options, draw));
    network.batch.carryState = true;
    expect(result(lossTarget(arena, network)).check.problem).toBe('unsteadyValue');
    network.batch.carryState = false;
    const { check } = result(lossTarget(arena, network));
    expect(check.problem).toBeNull();
    expect(verdicts(check)['layers.0.h0']).toBe('agrees');
  });

  it('says that a value changes although nothing did', () => {
    let calls = 0;
    const { check } = result(ownTarget(() => calls++, [new Array(6).fill(0), [0, 0]]));
    expect(check).toMatchObject({ problem: 'unsteadyValue', tensors: [] });
  });
});
