// Tiles of points through an executor and a store: order, progress, interruption, going on.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Executor } from '../../../src/experiment/surface/executor.ts';
import {
  createSampler,
  type SamplerOptions,
  SweepInterruptedError,
  type SweepProgress,
} from '../../../src/experiment/surface/sampler.ts';
import type { Samples } from '../../../src/experiment/surface/surface.ts';
import type { TileStore } from '../../../src/experiment/surface/tileStore.ts';
import { createToyEvaluator } from '../../../src/experiment/surface/toyEvaluator.ts';
import { paper, sampleBits } from './toys.ts';

const toy = createToyEvaluator(paper, 'reference');

/** Computes the toy; pieces given at the same time end in reverse order. */
function executorOf(workers: number) {
  const sizes: number[] = [];
  const executor: Executor = {
    workers,
    async run(x, y) {
      sizes.push(x.length);
      const turns = workers - (sizes.length % workers);
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
      return toy.evaluate(x, y);
    },
    close: async () => {},
  };
  return { executor, sizes };
}

function storeOf(tiles = new Map<number, Samples>()) {
  let keptCount = 0;
  const store: TileStore = {
    foundCount: tiles.size,
    get: (index) => tiles.get(index),
    add: async (index, samples) => void tiles.set(index, samples),
    keep: async () => void keptCount++,
    discard: async () => {},
  };
  return { store, tiles, kept: () => keptCount };
}

const points = (count: number, shift = 0) => ({
  x: Float64Array.from({ length: count }, (_, i) => 4.5 + (i + shift) / 97),
  y: Float64Array.from({ length: count }, (_, i) => -2.9 + (((i + shift) * 31) % 89) / 89),
});

const samplerOf = (options: Partial<SamplerOptions> = {}) =>
  createSampler({
    executor: executorOf(1).executor,
    store: storeOf().store,
    tileSize: 8,
    signal: undefined,
    onProgress: () => {},
    ...options,
  });

describe('a sampler', () => {
  it('gives the same bits with any tile size and number of threads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 5 }),
        async (count, tileSize, workers) => {
          const { x, y } = points(count);
          const { executor } = executorOf(workers);
          const samples = await samplerOf({ executor, tileSize }).sample(x, y);
          expect(sampleBits(samples)).toBe(sampleBits(toy.evaluate(x, y)));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('tells how far it is after every tile, over all its calls', async () => {
    const seen: SweepProgress[] = [];
    const sampler = samplerOf({ onProgress: (progress) => seen.push(progress) });
    for (const count of [20, 0, 5]) await sampler.sample(points(count).x, points(count).y);
    expect(seen).toEqual([
      { doneCount: 8, pointCount: 20 },
      { doneCount: 16, pointCount: 20 },
      { doneCount: 20, pointCount: 20 },
      { doneCount: 25, pointCount: 25 },
    ]);
  });

  it.each([1, 3])(
    'interrupted after any tile goes on with the rest, %s at a time',
    async (workers) => {
      const calls = [points(30), points(9, 40)];
      const whole = calls.map(({ x, y }) => sampleBits(toy.evaluate(x, y)));
      const tileCount = 6;
      for (let after = 1; after < tileCount; after++) {
        const { store, tiles, kept } = storeOf();
        const abort = new AbortController();
        let done = 0;
        const first = samplerOf({
          executor: executorOf(workers).executor,
          store,
          signal: abort.signal,
          onProgress: () => ++done === after && abort.abort(),
        });
        const interrupted = (async () => {
          for (const { x, y } of calls) await first.sample(x, y);
        })();
        const outcome = await interrupted.then(
          () => null,
          (error: unknown) => error,
        );
        // With several at a time the tiles under way may have been the last.
        if (outcome !== null) {
          expect(outcome).toBeInstanceOf(SweepInterruptedError);
          expect(kept()).toBe(1);
        } else expect(workers).toBeGreaterThan(1);
        expect(tiles.size).toBe(done);
        expect(done).toBeLessThan(after + workers);

        const { executor, sizes } = executorOf(workers);
        const second = samplerOf({ executor, store });
        const bits: string[] = [];
        for (const { x, y } of calls) bits.push(sampleBits(await second.sample(x, y)));
        expect(bits).toEqual(whole);
        expect(sizes).toHaveLength(tileCount - done);
      }
    },
  );

  it('told to end before it begins computes nothing and says how much there was', async () => {
    const { executor, sizes } = executorOf(1);
    const sampler = samplerOf({ executor, signal: AbortSignal.abort() });
    const { x, y } = points(30);
    await expect(sampler.sample(x, y)).rejects.toMatchObject({ doneCount: 0, pointCount: 30 });
    expect(sizes).toEqual([]);
  });

  it('computes a tile again whose size is another', async () => {
    const { store, tiles } = storeOf(new Map([[1, toy.evaluate(points(3).x, points(3).y)]]));
    const { x, y } = points(20);
    const samples = await samplerOf({ store }).sample(x, y);
    expect(sampleBits(samples)).toBe(sampleBits(toy.evaluate(x, y)));
    expect(tiles.get(1)?.cost).toHaveLength(8);
  });

  it('passes on what breaks in a thread', async () => {
    const executor = { ...executorOf(2).executor, run: () => Promise.reject(new Error('broken')) };
    await expect(samplerOf({ executor }).sample(points(30).x, points(30).y)).rejects.toThrow(
      'broken',
    );
  });
});
