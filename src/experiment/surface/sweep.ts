// One sweep from its request to its surface: grid, refinement, descents, and the tiles kept on the way.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { KernelName } from '../../math/kernels.ts';
import { NUMERICS_VERSION } from '../../math/numerics.ts';
import { type Axis, axisValues } from './axis.ts';
import type { DescentOptions } from './descend.ts';
import {
  createInlineExecutor,
  createPoolExecutor,
  type Executor,
  worthwhileWorkers,
} from './executor.ts';
import { type RefineOptions, refine } from './refinement/refine.ts';
import { createSampler, type SweepProgress } from './sampler.ts';
import {
  chooseSourceKernels,
  createEvaluator,
  estimatePointMs,
  type SurfaceSource,
} from './source.ts';
import type { DescentPath, Refinement, Surface, SurfaceForm } from './surface.ts';
import { openTileStore } from './tileStore.ts';

/** What to sweep. */
export interface SweepRequest {
  readonly source: SurfaceSource;
  readonly x: Axis;
  readonly y: Axis;
  /** Null for the grid alone. */
  readonly refine: RefineOptions | null;
  readonly descents: readonly DescentOptions[];
}

/** How to sweep; nothing here can change a number. */
export interface SweepOptions {
  /** Directory that holds what an interrupted sweep leaves. */
  readonly out: string;
  /** Threads, or undefined for as many as are worth it. */
  readonly workers?: number;
  /** Kernels the user asked for, or undefined for the fastest. */
  readonly kernels?: KernelName;
  /** Whether tiles of an interrupted sweep are ignored. */
  readonly fresh?: boolean;
  /** Ends the sweep after the tiles under way. */
  readonly signal?: AbortSignal;
  /** Called after every tile. */
  readonly onProgress?: (progress: SweepProgress) => void;
  /** Called with a line for a file that is damaged in part. */
  readonly onWarning?: (message: string) => void;
}

/** What a sweep found. */
export interface SweepResult {
  /** Hash of everything that decides the numbers, 64 hex digits. */
  readonly sweepId: string;
  readonly surface: Surface;
  readonly refinement: Refinement | null;
  readonly paths: readonly DescentPath[];
  readonly kernels: KernelName;
  /** Threads that computed; 0 for this one alone. */
  readonly workers: number;
  /** Tiles an interrupted sweep had left. */
  readonly foundTileCount: number;
  readonly durationMs: number;
}

/** A tile should take about this long on one core, in ms. */
const TILE_MS = 8;

/** Points the toy's kernels compute together: tiles are multiples of them where they can. */
const BLOCK = 64;
const MOST_TILE_POINTS = 65_536;

/** Hex digits of the id that a file's name shows. */
const SHOWN_DIGITS = 16;

/** Which surface a source gives. */
export function formOf(source: SurfaceSource): SurfaceForm {
  return source.type === 'toy' ? source.form : 'network';
}

/**
 * Sweeps.
 *
 * The same request gives the same numbers with any kernels and any number of threads. An interrupted
 * sweep keeps its finished tiles in `out`; the same request goes on from them.
 * @throws SweepInterruptedError once the signal says so
 * @throws ConfigurationError if parts of the request, or request and machine, do not fit together
 * @throws KernelError if the kernels cannot be trusted here
 * @throws StoredFileError if what stands at the place of the tiles is of something else
 * @throws FileError if tiles cannot be written or read
 */
export async function sweep(request: SweepRequest, options: SweepOptions): Promise<SweepResult> {
  const startMs = performance.now();
  const { source, x, y } = request;
  const pointCount = x.count * y.count;
  const kernels = await chooseSourceKernels(source, options.kernels);
  const tileSize = await tileSizeOf(source);
  const sweepId = idOf(request, tileSize);
  const store = await openTileStore({
    path: join(options.out, `sweep-${sweepId.slice(0, SHOWN_DIGITS)}.tiles`),
    sweepId,
    fresh: options.fresh ?? false,
    onWarning: options.onWarning ?? (() => {}),
  });
  const workers = options.workers ?? (await worthwhileWorkers(source, pointCount));
  const executor = await openExecutor(source, kernels, workers);
  try {
    const sampler = createSampler({
      executor,
      store,
      tileSize,
      signal: options.signal,
      onProgress: options.onProgress ?? (() => {}),
    });
    const [xs, ys] = [axisValues(x), axisValues(y)];
    const grid = gridOf(xs, ys);
    const samples = await sampler.sample(grid.x, grid.y);
    const surface: Surface = { form: formOf(source), x, y, xs, ys, ...samples };
    const refinement = request.refine && (await refine(surface, sampler, request.refine));
    const paths = await descendAll(request, surface, kernels);
    await store.discard();
    return {
      sweepId,
      surface,
      refinement,
      paths,
      kernels,
      workers,
      foundTileCount: store.foundCount,
      durationMs: performance.now() - startMs,
    };
  } finally {
    await executor.close();
  }
}

/** Descends from every start; the optimizers are loaded only where there is one. */
async function descendAll(
  { source, descents }: SweepRequest,
  surface: Surface,
  kernels: KernelName,
): Promise<readonly DescentPath[]> {
  if (descents.length === 0) return [];
  const [{ descend }, evaluator] = await Promise.all([
    import('./descend.ts'),
    createEvaluator(source, kernels),
  ]);
  return descents.map((descent) => descend(evaluator, surface, descent));
}

/** Makes the executor for a number of threads; 0 is this one. */
export async function openExecutor(
  source: SurfaceSource,
  kernels: KernelName,
  workers: number,
): Promise<Executor> {
  return workers === 0
    ? createInlineExecutor(source, kernels)
    : createPoolExecutor(source, kernels, workers);
}

/** Points of a grid, y outer, x inner. */
function gridOf(xs: Float64Array, ys: Float64Array): { x: Float64Array; y: Float64Array } {
  const x = new Float64Array(xs.length * ys.length);
  const y = new Float64Array(xs.length * ys.length);
  ys.forEach((value, j) => {
    x.set(xs, j * xs.length);
    y.fill(value, j * xs.length, (j + 1) * xs.length);
  });
  return { x, y };
}

/** Points per tile, from the estimate alone: a power of two. */
async function tileSizeOf(source: SurfaceSource): Promise<number> {
  const wanted = TILE_MS / (await estimatePointMs(source));
  const least = source.type === 'toy' ? BLOCK : 1;
  let size = least;
  while (size * 2 <= Math.min(wanted, MOST_TILE_POINTS)) size *= 2;
  return size;
}

/** Hash of everything that decides which numbers stand in which tile. */
function idOf({ source, x, y, refine: refinement }: SweepRequest, tileSize: number): string {
  const hash = createHash('sha256');
  const numbers: Float64Array[] = [];
  const text = JSON.stringify(
    { numerics: NUMERICS_VERSION, source, x, y, refine: refinement, tileSize },
    (_key, value) => {
      if (!ArrayBuffer.isView(value)) return value;
      numbers.push(value as Float64Array);
      return `array ${numbers.length}`;
    },
  );
  hash.update(text);
  for (const array of numbers) hash.update(array);
  return hash.digest('hex');
}
