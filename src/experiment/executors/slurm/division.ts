// How runs are divided among the tasks of job arrays. Scheduling a task takes a cluster about a second,
// so a task is given many short runs.

/** Time that a task should take where the length of a run is known, in ms. */
const TASK_MS = 10 * 60_000;

/** Tasks to aim at where it is not known. */
const TASK_COUNT = 500;

/** What one array is to do. */
export interface ArrayPlan<Run> {
  /** In the order of the tasks. */
  readonly runs: readonly Run[];
  /** Runs that a task does one after another; the last may have fewer. */
  readonly runsPerTask: number;
}

/**
 * Chooses how many runs a task does one after another.
 * @param runCount runs to do
 * @param runMs what a run is thought to take, in ms; undefined where nobody knows
 * @returns at least 1
 */
export function runsPerTask(runCount: number, runMs?: number): number {
  const wished =
    runMs === undefined ? Math.ceil(runCount / TASK_COUNT) : Math.floor(TASK_MS / runMs);
  return Math.min(Math.max(1, wished), Math.max(1, runCount));
}

/**
 * Divides runs among arrays. A run whose task was lost gets a task of its own, so that it cannot take
 * others with it again.
 * @param runs what is to be done, in order
 * @param isSuspect whether a run's task was lost before
 * @param size runs per task
 * @param maxArraySize most tasks an array may have
 */
export function divideRuns<Run>(
  runs: readonly Run[],
  isSuspect: (run: Run) => boolean,
  size: number,
  maxArraySize: number,
): ArrayPlan<Run>[] {
  const arrays = (some: readonly Run[], each: number) =>
    slices(some, each * maxArraySize).map((part) => ({ runs: part, runsPerTask: each }));
  return [
    ...arrays(
      runs.filter((run) => !isSuspect(run)),
      size,
    ),
    ...arrays(runs.filter(isSuspect), 1),
  ];
}

/** Cuts a list into slices of a size; the last may be shorter. */
export function slices<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
