// Cost and gradient of the toys over their planes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createToyEvaluator } from '../../../src/experiment/surface/toyEvaluator.ts';
import type { ToySource } from '../../../src/experiment/surface/toySource.ts';
import type { KernelName } from '../../../src/math/kernels.ts';
import { allKernels, precisions, simdKernels } from '../../helpers/kernels.ts';
import { lecture, paper, sampleBits } from './toys.ts';

const at = (source: ToySource, x: number, y: number, kernels: KernelName = 'reference') => {
  const samples = createToyEvaluator(source, kernels).evaluate(
    Float64Array.of(x),
    Float64Array.of(y),
  );
  return [samples.cost[0]!, samples.dx[0]!, samples.dy[0]!, samples.gradientNorm[0]!] as const;
};

describe('the evaluator of a toy', () => {
  it.each(allKernels)("has the costs and the norm of the paper's toy with %s", (kernels) => {
    expect(at(paper, 5, -2.613, kernels)[0]).toBeCloseTo(0.341571, 6);
    expect(at(paper, 5, -2.612, kernels)[0]).toBeCloseTo(0.008476, 6);
    const [cost, , , norm] = at(paper, 5, -2, kernels);
    expect(cost).toBeCloseTo(0.05558549, 8);
    expect(norm).toBeCloseTo(0.05549566, 8);
  });

  it.each([lecture, paper])('of the $form form computes what a plain loop computes', (source) => {
    const window = fc.tuple(
      fc.double({ min: 3, max: 5.5, noNaN: true }),
      fc.double({ min: -3, max: -1, noNaN: true }),
    );
    fc.assert(
      fc.property(window, ([w, u]) => {
        const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
        let h = source.form === 'paper' ? sigmoid(0.5) : 0.5;
        let [byW, byU] = [0, 0];
        for (let t = 0; t < 50; t++) {
          const next = sigmoid(w * h + u);
          const slope = next * (1 - next);
          [byW, byU, h] = [slope * (h + w * byW), slope * (1 + w * byU), next];
        }
        const error = 2 * (h - 0.7);
        const [cost, dx, dy, norm] = at(source, w, u);
        // Rounding grows along the wall as the gradient does.
        const steepness = Math.hypot(byW, byU);
        const bound = 1e-12 * (1 + steepness * steepness);
        expect(Math.abs(cost - (h - 0.7) ** 2)).toBeLessThan(bound);
        expect(Math.abs(dx - error * byW)).toBeLessThan(bound * (1 + steepness));
        expect(Math.abs(dy - error * byU)).toBeLessThan(bound * (1 + steepness));
        expect(norm).toBe(Math.sqrt(dx * dx + dy * dy));
      }),
    );
  });

  it('gives the same bits with the axes swapped, each derivative along its own axis', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -8, max: 8, noNaN: true }),
        fc.double({ min: -8, max: 8, noNaN: true }),
        (w, u) => {
          const [cost, dx, dy, norm] = at(lecture, w, u);
          expect(at({ ...lecture, xIsRecurrent: false }, u, w)).toEqual([cost, dy, dx, norm]);
        },
      ),
    );
  });

  it.each(
    simdKernels.flatMap((kernels) => precisions.map((precision) => [kernels, precision] as const)),
  )('gives the bits of the reference with %s kernels in %s', (kernels, precision) => {
    const source: ToySource = { ...paper, precision };
    const x = Float64Array.from({ length: 333 }, (_, i) => 4.5 + ((i * 37) % 333) / 333);
    const y = Float64Array.from({ length: 333 }, (_, i) => -2.9 + ((i * 91) % 333) / 333);
    const bits = (name: KernelName) => sampleBits(createToyEvaluator(source, name).evaluate(x, y));
    expect(bits(kernels)).toBe(bits('reference'));
  });

  it('leaves its input as it is and shares no memory with later results', () => {
    const { evaluate } = createToyEvaluator(paper, '128');
    const [x, y] = [Float64Array.of(5), Float64Array.of(-2)];
    const first = evaluate(x, y);
    const bits = sampleBits(first);
    evaluate(Float64Array.of(1), Float64Array.of(1));
    expect(sampleBits(first)).toBe(bits);
    expect([x[0], y[0]]).toEqual([5, -2]);
  });
});
