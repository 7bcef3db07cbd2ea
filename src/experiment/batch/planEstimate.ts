// How long a suite will take and how much disk it needs, before it runs: a few updates of a few of its
// runs are timed, the others are taken to compute as fast as the one most like them.

import { chooseKernels } from '../../math/engine.ts';
import type { KernelName } from '../../math/kernels.ts';
import { train } from '../../training/train.ts';
import { build } from '../build.ts';
import { readDataFiles, readWeightsFile } from '../dataFile.ts';
import type { Manifest } from './manifest.ts';
import type { Plan } from './plan.ts';
import type { RunDemand } from './runDemand.ts';
import { specOfJob } from './specOfJob.ts';

/** What a suite will take; both are for going to the last step. */
export interface PlanEstimate {
  /**
   * Time of the runs to do, one after the other on one core, in ms; null where none could be timed:
   * there are none, or all are too large to try.
   */
  readonly durationMs: number | null;
  /** Bytes their files take at most. */
  readonly diskBytes: number;
}

/** Runs that are timed: the shortest updates, the longest, and between them. */
const TIMED_RUNS = 3;
const WARM_UPDATES = 2;
const TIMED_UPDATES = 3;
/** Updates longer than this are timed once. */
const LONG_UPDATE_MS = 500;
/** Larger runs are not tried: building one takes as long as many updates. */
const LARGEST_UPDATE = 1e11;

/** Beside its updates, a run loads, builds and writes. */
const FIXED_MS = 60;

/** Operations per ms of an update of a size. */
interface Rate {
  readonly updateOperations: number;
  readonly operationsPerMs: number;
}

async function timeUpdates(
  manifest: Manifest,
  index: number,
  requested: KernelName | undefined,
): Promise<number | null> {
  const job = manifest.jobs[index];
  if (job === undefined) return null;
  const spec = specOfJob(manifest, job);
  const data = await readDataFiles(spec.task, manifest.dataDirectory);
  const weights = await readWeightsFile(spec.model.initializer, manifest.weightsDirectory);
  const { name } = chooseKernels(spec.precision, requested);
  const steps = WARM_UPDATES + TIMED_UPDATES;
  // No evaluation but the first and the last, and those over one sequence.
  const short = {
    ...spec,
    training: { ...spec.training, steps, stop: {} },
    evaluation: { every: steps, size: 1 },
  };
  const setup = build(short, name, { data: data?.files, weights: weights?.bytes });
  let least = Number.POSITIVE_INFINITY;
  let start = performance.now();
  for (const event of train(setup, { interrupted: false })) {
    if (event.type !== 'step') continue;
    const took = performance.now() - start;
    least = Math.min(least, took);
    if (took > LONG_UPDATE_MS || event.step === steps) break;
    start = performance.now();
  }
  return Number.isFinite(least) ? least : null;
}

/** Picks runs by the size of their updates, from the smallest to the largest. */
function representatives(demands: readonly RunDemand[], todo: readonly number[]): number[] {
  const sized = todo
    .filter((index) => (demands[index]?.updateOperations ?? 0) <= LARGEST_UPDATE)
    .sort((a, b) => (demands[a]?.updateOperations ?? 0) - (demands[b]?.updateOperations ?? 0));
  const places = Array.from({ length: TIMED_RUNS }, (_, i) =>
    Math.round((i * (sized.length - 1)) / (TIMED_RUNS - 1)),
  );
  const sizes = new Map(
    places.flatMap((place) => {
      const index = sized[place];
      return index === undefined ? [] : [[demands[index]?.updateOperations, index] as const];
    }),
  );
  return [...sizes.values()];
}

function rateFor(rates: readonly Rate[], { updateOperations }: RunDemand): number {
  const distance = (rate: Rate) =>
    Math.max(rate.updateOperations / updateOperations, updateOperations / rate.updateOperations);
  return rates.reduce((best, rate) => (distance(rate) < distance(best) ? rate : best))
    .operationsPerMs;
}

/**
 * Estimates what the runs to do will take.
 * @param todo - their indexes
 * @param kernels - those asked for, or undefined for the fastest
 * @throws DataError if a file that a timed run names cannot be read
 * @throws ConfigurationError if the parts of a timed run do not fit together
 * @throws StoredFileError if the manifest is not that of its base
 */
export async function estimatePlan(
  { manifest, demands }: Pick<Plan, 'manifest' | 'demands'>,
  todo: readonly number[],
  kernels?: KernelName,
): Promise<PlanEstimate> {
  const rates: Rate[] = [];
  for (const index of representatives(demands, todo)) {
    const ms = await timeUpdates(manifest, index, kernels);
    const updateOperations = demands[index]?.updateOperations ?? 1;
    if (ms !== null) rates.push({ updateOperations, operationsPerMs: updateOperations / ms });
  }
  let durationMs = 0;
  let diskBytes = 0;
  for (const demand of todo.flatMap((index) => demands[index] ?? [])) {
    diskBytes += demand.diskBytes;
    if (rates.length > 0) durationMs += FIXED_MS + demand.operations / rateFor(rates, demand);
  }
  return { durationMs: rates.length > 0 ? durationMs : null, diskBytes };
}
