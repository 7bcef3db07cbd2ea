// Surfaces of a toy after fewer steps.
import { describe, expect, it } from 'vitest';
import { toyFrames } from '../../../src/experiment/surface/frames.ts';
import type { Surface } from '../../../src/experiment/surface/surface.ts';
import type { ToySource } from '../../../src/experiment/surface/toySource.ts';
import { axis, bitsOf, lecture, paper, paperRequest, sweepHere } from './toys.ts';

const surfaceOf = async (source: ToySource, count = 9): Promise<Surface> =>
  (await sweepHere(paperRequest(count, { source, x: axis('w', 4.5, 5.5, count + 2) }))).surface;

describe('the frames of a toy', () => {
  it('are the surfaces after fewer steps, in bits, and end with the surface itself', async () => {
    const surface = await surfaceOf(paper);
    const frames = toyFrames(paper, surface, '128');
    expect(frames.map(({ steps }) => steps)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(frames.at(-1)?.cost).toBe(surface.cost);
    for (const { steps, cost, gradientNorm } of [frames[0]!, frames[6]!, frames[48]!]) {
      const own = await surfaceOf({ ...paper, steps });
      expect(bitsOf(cost, gradientNorm)).toBe(bitsOf(own.cost, own.gradientNorm));
    }
  });

  it('are at most 50, evenly spread', async () => {
    const source = { ...lecture, steps: 1000 };
    const frames = toyFrames(source, await surfaceOf(source, 3), '128');
    expect(frames.map(({ steps }) => steps)).toEqual(
      Array.from({ length: 50 }, (_, i) => 20 * (i + 1)),
    );
  });

  it.each([
    [0, [0]],
    [1, [1]],
    [3, [1, 2, 3]],
  ])('of %s steps are as many as there are', async (steps, expected) => {
    const source = { ...paper, steps };
    const frames = toyFrames(source, await surfaceOf(source, 3), '128');
    expect(frames.map((frame) => frame.steps)).toEqual(expected);
  });

  it('are fewer where the surface is large', async () => {
    const source = { ...paper, steps: 4 };
    const frames = toyFrames(source, await surfaceOf(source, 1290), '128');
    expect(frames.map(({ steps }) => steps)).toEqual([2, 4]);
  });
});
