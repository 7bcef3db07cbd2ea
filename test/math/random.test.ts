// Named random streams: independent, repeatable, and right in their moments.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStream, type RandomStream } from '../../src/math/random.ts';
import { expectClose } from '../helpers/close.ts';

/** Math.sqrt(-2 * Math.log(1 - u1)) * Math.cos(2 * Math.PI * u2) of the next 53-bit draws. */
const GAUSSIANS = [-0.9495113942391982, -1.026679681740922, -0.7032394522761135];

const COUNT = 100_000;

function draws(draw: () => number, count = COUNT): number[] {
  return Array.from({ length: count }, draw);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean of products of two lists around their means, over their deviations. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - ma) * (b[i]! - mb)));
  const [va, vb] = [mean(a.map((x) => (x - ma) ** 2)), mean(b.map((x) => (x - mb) ** 2))];
  return covariance / Math.sqrt(va * vb);
}

describe('a random stream', () => {
  it('draws what it drew when it was released', () => {
    const stream = openStream(1, 'train');
    expect(draws(() => stream.uniform(), 4)).toEqual([
      0.8136383811943233, 0.82621463178657, 0.4011744209565222, 0.7704509044997394,
    ]);
    expect(draws(() => stream.integer(1000), 4)).toEqual([746, 65, 159, 85]);
    expectClose(
      draws(() => stream.gaussian(), 3),
      GAUSSIANS,
      () => 1e-14,
    );
  });

  it('repeats itself for the same seed and purpose', () => {
    const [a, b] = [openStream(7, 'init'), openStream(7, 'init')];
    expect(draws(a.uniform, 100)).toEqual(draws(b.uniform, 100));
  });

  it.each([
    [openStream(1, 'init'), openStream(1, 'train')],
    [openStream(1, 'train'), openStream(2, 'train')],
    [openStream(1, 'evaluate/validation/1'), openStream(1, 'evaluate/validation/2')],
    [openStream(1, '1/train'), openStream(11, '/train')],
  ])('is independent of a stream of another name or seed (%#)', (a, b) => {
    const [x, y] = [draws(a.uniform), draws(b.uniform)];
    expect(Math.abs(correlation(x, y))).toBeLessThan(5 / Math.sqrt(COUNT));
    expect(x.slice(0, 10)).not.toEqual(y.slice(0, 10));
  });

  it('goes on exactly from a saved state, whatever was drawn before', () => {
    const kinds: readonly ((stream: RandomStream) => number)[] = [
      (stream) => stream.uniform(),
      (stream) => stream.integer(6),
      (stream) => stream.gaussian(),
    ];
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.constantFrom(...kinds)), (seed, before) => {
        const stream = openStream(seed, 'train');
        for (const draw of before) draw(stream);
        const saved = JSON.parse(JSON.stringify(stream.state())) as ReturnType<typeof stream.state>;
        const resumed = openStream(seed, 'train', saved);
        const next = (from: RandomStream): number[] => kinds.map((draw) => draw(from));
        expect(next(resumed)).toEqual(next(stream));
        expect(resumed.state()).toEqual(stream.state());
      }),
    );
  });

  it('does not move by being asked for its state', () => {
    const stream = openStream(3, 'train');
    expect(stream.state()).toEqual(stream.state());
  });

  it('draws uniform numbers in [0, 1), 32 bits each', () => {
    const stream = openStream(5, 'uniform');
    const values = draws(stream.uniform);
    expect(values.every((x) => x >= 0 && x < 1 && Number.isInteger(x * 2 ** 32))).toBe(true);
    expectClose([mean(values)], [1 / 2], () => 5 * Math.sqrt(1 / 12 / COUNT));
    expectClose([mean(values.map((x) => x * x))], [1 / 3], () => 5 * Math.sqrt(4 / 45 / COUNT));
    expect(Math.abs(correlation(values.slice(1), values.slice(0, -1)))).toBeLessThan(
      5 / Math.sqrt(COUNT),
    );
  });

  it('draws each whole number below the count equally often', () => {
    const stream = openStream(5, 'integer');
    const counts = new Array<number>(6).fill(0);
    for (const value of draws(() => stream.integer(6))) counts[value] = counts[value]! + 1;
    expect(counts.reduce((a, b) => a + b)).toBe(COUNT);
    expectClose(counts, new Array<number>(6).fill(COUNT / 6), () => 5 * Math.sqrt(COUNT / 6));
    expect(draws(() => stream.integer(1), 100).every((value) => value === 0)).toBe(true);
  });

  it('draws standard normal numbers', () => {
    const stream = openStream(5, 'gaussian');
    const values = draws(() => stream.gaussian());
    const moment = (order: number): number => mean(values.map((x) => x ** order));
    const deviation = (variance: number): number => 5 * Math.sqrt(variance / COUNT);
    expectClose([moment(1)], [0], () => deviation(1));
    expectClose([moment(2)], [1], () => deviation(2));
    expectClose([moment(3)], [0], () => deviation(15));
    expectClose([moment(4)], [3], () => deviation(96));
    const beyondTwo = values.filter((x) => Math.abs(x) > 2).length / COUNT;
    expectClose([beyondTwo], [0.0455], () => deviation(0.0455));
    expect(Math.abs(correlation(values.slice(1), values.slice(0, -1)))).toBeLessThan(
      5 / Math.sqrt(COUNT),
    );
  });

  it('fills an array with normal numbers of which every other is as drawn one by one', () => {
    for (const length of [0, 1, 6, 7]) {
      const [filling, single] = [openStream(5, 'gaussian'), openStream(5, 'gaussian')];
      const values = new Float64Array(length);
      filling.gaussians(values);
      const firsts = draws(() => single.gaussian(), Math.ceil(length / 2));
      expect([...values].filter((_, i) => i % 2 === 0)).toEqual(firsts);
      expect(filling.state()).toEqual(single.state());
    }
    const values = new Float64Array(COUNT);
    openStream(6, 'gaussian').gaussians(values);
    const seconds = [...values].filter((_, i) => i % 2 === 1);
    const firsts = [...values].filter((_, i) => i % 2 === 0);
    expectClose([mean(seconds)], [0], () => 5 / Math.sqrt(seconds.length));
    expectClose([mean(seconds.map((x) => x ** 2))], [1], () => 5 * Math.sqrt(2 / seconds.length));
    expect(Math.abs(correlation(firsts, seconds))).toBeLessThan(5 / Math.sqrt(seconds.length));
  });
});
