// Gradient noise: its distribution, how it dies away, and that it is the same noise every time.
import { describe, expect, test } from 'vitest';
import { openStream } from '../../../src/math/random.ts';
import type { PolicyOptions } from '../../../src/training/policies/index.ts';
import { numbers, SIZE } from '../vectors.ts';
import { makeChain } from './chains.ts';

const noise = (eta: number, gamma: number): PolicyOptions => ({ type: 'noise', eta, gamma });
const zeros = new Array<number>(SIZE).fill(0);

/** What the policy adds to nothing, step by step. */
function drawsOf(policy: PolicyOptions, steps: number, seed = 1): number[][] {
  const { step } = makeChain([policy], { seed });
  return Array.from({ length: steps }, () => [...step(zeros).gradient]);
}

describe('noise', () => {
  test('is normal with variance eta in the first step', () => {
    const draws = Array.from({ length: 2000 }, (_, seed) => drawsOf(noise(0.3, 0.55), 1, seed)[0]!);
    const all = draws.flat();
    const moment = (power: number) =>
      all.reduce((sum, value) => sum + value ** power, 0) / all.length;
    // Bounds of five standard errors of 22,000 draws.
    const unit = 5 / Math.sqrt(all.length);
    expect(Math.abs(moment(1))).toBeLessThan(unit * Math.sqrt(0.3));
    expect(Math.abs(moment(2) / 0.3 - 1)).toBeLessThan(unit * Math.sqrt(2));
    expect(Math.abs(moment(4) / 0.09 - 3)).toBeLessThan(unit * Math.sqrt(96));
    // Elements are drawn apart from one another.
    const product = draws.reduce((sum, [first, second]) => sum + first! * second!, 0);
    expect(Math.abs(product / draws.length)).toBeLessThan((0.3 * 5) / Math.sqrt(draws.length));
  });

  test('has variance eta/(1 + t)^gamma, t = 0 in the first step', () => {
    const steps = 500;
    const [steady, fading] = [drawsOf(noise(1, 0), steps), drawsOf(noise(0.3, 0.55), steps)];
    for (let t = 0; t < steps; t++) {
      const deviation = Math.sqrt(0.3 / (1 + t) ** 0.55);
      for (let i = 0; i < SIZE; i++) {
        const ratio = fading[t]![i]! / steady[t]![i]!;
        expect(Math.abs(ratio / deviation - 1)).toBeLessThan(1e-13);
      }
    }
  });

  test('comes from the stream `noise` of the seed, element after element', () => {
    const stream = openStream(5, 'noise');
    const draws = new Float64Array(SIZE);
    for (const step of drawsOf(noise(1, 0), 3, 5)) {
      stream.gaussians(draws);
      expect(step).toEqual([...draws]);
    }
  });

  test('is added to what is there', () => {
    const [drawn] = drawsOf(noise(0.3, 0.55), 1);
    const { step } = makeChain([noise(0.3, 0.55)]);
    expect(step(numbers(1)).gradient).toEqual(numbers(1).map((value, i) => value + drawn![i]!));
  });

  test('goes on where its plain numbers say, as late as they say', () => {
    const { chain } = makeChain([noise(0.3, 0.55)]);
    chain.apply();
    const [state] = chain.states();
    expect(Object.keys(state!)).toEqual(['t', 'c', 's0', 's1', 's2']);
    const early = makeChain([noise(0.3, 0.55)], { states: [state!] }).step(zeros).gradient;
    const late = makeChain([noise(0.3, 0.55)], { states: [{ ...state!, t: 99 }] });
    late.step(zeros).gradient.forEach((value, i) => {
      expect(value / early[i]!).toBeCloseTo((2 / 100) ** 0.275, 13);
    });
  });
});
