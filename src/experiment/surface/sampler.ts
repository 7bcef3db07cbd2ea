// Computes any number of points tile by tile, through an executor and a store of finished tiles. The
// tiles' size and numbers follow from the sweep alone, so that a later attempt finds its work again.
import type { Executor } from './executor.ts';
import type { Samples } from './surface.ts';
import type { TileStore } from './tileStore.ts';

/** How far a sweep is; the total grows while refinement finds more to compute. */
export interface SweepProgress {
  readonly doneCount: number;
  readonly pointCount: number;
}

/** Thrown where a sweep was told to end; what is finished has been kept. */
export class SweepInterruptedError extends Error {
  override readonly name = 'SweepInterruptedError';
  /** Points computed so far. */
  readonly doneCount: number;
  /** Points known to be needed. */
  readonly pointCount: number;

  /** @param progress how far it came */
  constructor({ doneCount, pointCount }: SweepProgress) {
    super('the sweep was interrupted');
    this.doneCount = doneCount;
    this.pointCount = pointCount;
  }
}

/** Computes points in the order they are asked for. */
export interface Sampler {
  /**
   * Computes points, [n] each.
   * @throws SweepInterruptedError once the signal says so; finished tiles are kept
   */
  sample(x: Float64Array, y: Float64Array): Promise<Samples>;
}

/** What a sampler works with. */
export interface SamplerOptions {
  readonly executor: Executor;
  readonly store: TileStore;
  /** Points per tile. */
  readonly tileSize: number;
  readonly signal: AbortSignal | undefined;
  /** Called after every tile. */
  readonly onProgress: (progress: SweepProgress) => void;
}

/** Empty samples of n points. */
export function emptySamples(count: number): Samples {
  const [cost, dx, dy, gradientNorm] = Array.from({ length: 4 }, () => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return { cost, dx, dy, gradientNorm };
}

/** Copies samples into larger ones. */
export function placeSamples(to: Samples, from: Samples, at: number): void {
  to.cost.set(from.cost, at);
  to.dx.set(from.dx, at);
  to.dy.set(from.dy, at);
  to.gradientNorm.set(from.gradientNorm, at);
}

/** Makes a sampler; tiles are numbered through all its calls. */
export function createSampler({
  executor,
  store,
  tileSize,
  signal,
  onProgress,
}: SamplerOptions): Sampler {
  let nextTile = 0;
  let doneCount = 0;
  let pointCount = 0;
  return {
    async sample(x, y) {
      const result = emptySamples(x.length);
      pointCount += x.length;
      const firstTile = nextTile;
      nextTile += Math.ceil(x.length / tileSize);
      let from = 0;
      const take = async (): Promise<void> => {
        while (from < x.length && !signal?.aborted) {
          const at = from;
          const to = Math.min(x.length, at + tileSize);
          from = to;
          const index = firstTile + at / tileSize;
          let samples = store.get(index);
          if (samples?.cost.length !== to - at) {
            samples = await executor.run(x.slice(at, to), y.slice(at, to));
            await store.add(index, samples);
          }
          placeSamples(result, samples, at);
          doneCount += to - at;
          onProgress({ doneCount, pointCount });
        }
      };
      await Promise.all(Array.from({ length: executor.workers }, take));
      if (signal?.aborted && from < x.length) {
        await store.keep();
        throw new SweepInterruptedError({ doneCount, pointCount });
      }
      return result;
    },
  };
}
